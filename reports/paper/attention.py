"""The teams that need attention first, on paper."""

from collections.abc import Iterator, Mapping, Sequence

from reports.content import crowd
from reports.content.figures import Figure, Unit
from reports.pages.links import Link
from reports.paper import blocks, sections, sentences
from reports.paper.blocks import Block, Piece, Text
from reports.words.language import Language
from reports.words.naming import Names


def attention_blocks(names: Names) -> Iterator[Block]:
    """Give the teams to look at first, the hardest level first."""
    language, page = names.language, names.report.company
    say = language.say
    title = say("Teams that need attention first")
    yield blocks.heading(2, title)
    if not page.attention:
        yield blocks.paragraph(say("No team is elevated or high this month."))
        return
    yield blocks.paragraph(
        say(
            "The hardest levels come first, then the surest. A level speaks of working "
            "conditions, never of the worth of a team."
        ),
        tone="intro",
    )
    columns = [blocks.column(say("Team"), 2.1)]
    columns += [blocks.column(_chances_of(code, names), 2) for code in page.outcomes]
    columns += [blocks.column(say("Goes with"), 2.1)]
    units = {one.unit.id: one.unit for one in names.report.unit_pages}
    told = crowd.listed(page.attention)
    rows = [_need(link, page.outcomes, units, names) for link in told]
    yield blocks.table(columns, rows, title)
    yield from sections.elsewhere(page.attention, language)


def _chances_of(code: str, names: Names) -> Text:
    language = names.language
    name = sections.outcome(code, language)
    agreed = [term.rate for term in names.report.company.agreed if term.outcome == code]
    if not agreed:
        return name
    said = language.say(
        "chances of being above %(threshold)s",
        threshold=language.numbers.percent(agreed[0]),
    )
    return [name, blocks.under(), said]


def _need(
    link: Link, codes: Sequence[str], units: Mapping[str, Unit], names: Names
) -> list[Text]:
    language, page = names.language, names.report.company
    site = units.get(link.unit.parent_id or "")
    where = sentences.place(link.unit, site, language)
    families = [names.family(name) for name in page.near.get(link.unit.id, ())]
    near = ", ".join(families) or language.say("no distinct factor")
    team: Text = [link.unit.name, blocks.under(), blocks.quiet(where)]
    levels = [_marked(link.unit.figures.get(code), language) for code in codes]
    return [team, *levels, near]


def _marked(figure: Figure | None, language: Language) -> Text:
    if figure is None or not figure.shown or figure.level is None:
        return [blocks.quiet(language.say("not published"))]
    line: list[Piece] = [sentences.level(figure.level, language)]
    if figure.marked and figure.since:
        month = language.numbers.month(figure.since)
        said = language.say("since %(month)s", month=month)
        line += [blocks.under(), blocks.quiet(said)]
    if figure.chance is not None:
        line += [blocks.under(), language.chances(figure.chance)]
    leaning = sentences.settling(figure, language)
    return [*line, blocks.under(), blocks.quiet(leaning)] if leaning else line
