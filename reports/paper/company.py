"""The document of the company: what to expect, where, and how to read it."""

from collections.abc import Iterator

from reports.content.company import CompanyPage
from reports.content.figures import Figure, Unit
from reports.paper import (
    attention,
    blocks,
    changing,
    closing,
    past_forecasts,
    places,
    sections,
    sentences,
    strain,
    upper,
)
from reports.paper.blocks import Block, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def company_blocks(names: Names) -> Iterator[Block]:
    """Say on paper what the company's page says."""
    language, report = names.language, names.report
    page, say, months = report.company, language.say, report.horizon_months
    if page.unit is None and not page.places:
        yield blocks.heading(1, _month(names))
        nothing = say(
            "Nothing could be published this month: no unit has a figure that may be "
            "shown."
        )
        yield blocks.paragraph(nothing, tone="lead")
    else:
        shown = page.unit is None or page.unit.shown
        yield from _title(page, names)
        yield from changing.changes_blocks(page.changes, shown, names)
        if page.unit:
            yield from _expected(page.unit, names)
            yield from past_forecasts.past_blocks(page.unit, 3, names)
        yield from _strayed(page, language)
        yield from attention.attention_blocks(names)
        if page.unit:
            yield from strain.strain_blocks(page.unit, names)
        yield from _frequent(names)
        yield from _tries(names)
        yield from places.sites(names)
        yield from upper.upper_blocks(page.upper, names)
        yield from places.map_of(names)
        if page.unit:
            title = say("The company's trend")
            yield from sections.trends(page.unit, months, title, False, language)
        yield from sections.records(page.tracks, months, True, language)
        yield from sections.kpis(page.kpis, False, language)
    yield from closing.closing_blocks(names)


def _month(names: Names) -> str:
    written = names.language.numbers.month(names.report.month)
    return written[:1].upper() + written[1:]


def _title(page: CompanyPage, names: Names) -> Iterator[Block]:
    language = names.language
    title = _month(names)
    if page.target:
        span = language.numbers.months(*page.target)
        title = language.say("What to expect, %(months)s", months=span)
    yield blocks.heading(1, title)
    yield blocks.paragraph(*_lead(page, language), tone="lead")


def _expected(unit: Unit, names: Names) -> Iterator[Block]:
    language = names.language
    say = language.say
    title = say("Expected in the whole company")
    yield blocks.heading(2, title)
    figures = list(unit.figures.values())
    columns = [
        blocks.column(say("Outcome"), 1.5),
        blocks.column(say("Level"), 1.1),
        blocks.column(say("Expected range"), 1.9),
        blocks.column(say("Central figure"), 1.7),
        blocks.column(say("A month earlier"), 1.5),
        blocks.column(say("Above the agreed threshold"), 2.1),
    ]
    rows = [_figure(figure, language) for figure in figures]
    yield blocks.table(columns, rows, title)
    yield from sections.status(figures, language)


def _lead(page: CompanyPage, language: Language) -> Iterator[str]:
    say, write, unit = language.say, language.numbers, page.unit
    figures = unit.figures if unit else {}
    turnover, absence = figures.get("turnover"), figures.get("absence")
    if unit and turnover and turnover.shown:
        yield _leavers(turnover, unit, language) + " "
    if absence and absence.low is not None and absence.high is not None:
        yield (
            say(
                "Sickness should take %(range)s of contracted hours.",
                range=write.percents(absence.low, absence.high),
            )
            + " "
        )
    if page.attention:
        yield language.say_many(
            "%(num)s team calls for attention first.",
            "%(num)s teams call for attention first.",
            len(page.attention),
        )
    else:
        yield say("No team calls for particular attention.")


def _leavers(figure: Figure, unit: Unit, language: Language) -> str:
    say, write = language.say, language.numbers
    if figure.count_low is None or figure.count_high is None or unit.people is None:
        return say(
            "%(range)s of the people present at the end of the month are expected to "
            "leave of their own accord.",
            range=write.percents(figure.low or 0, figure.high or 0),
        )
    return say(
        "%(range)s voluntary departures are expected among the %(people)s or so people "
        "present.",
        range=write.counts(figure.count_low, figure.count_high),
        people=write.whole(unit.people),
    )


def _figure(figure: Figure, language: Language) -> list[Text]:
    write, none = language.numbers, sections.NONE
    name = sections.outcome(figure.outcome, language)
    if figure.rate is None or figure.low is None or figure.high is None:
        return [name, [blocks.quiet(language.say("not published"))], *[none] * 4]
    level = [sentences.level(figure.level, language)] if figure.level else none
    shares = blocks.quiet(f" {sentences.shares(figure.outcome, language)}")
    central = write.percent(figure.rate)
    if figure.count is not None:
        central += f" · {sentences.about(figure.count, language)}"
    before: Text = none
    if figure.rate_before is not None:
        moved = write.change(figure.rate_before, figure.rate)
        moved = moved or language.say("no change")
        before = [write.percent(figure.rate_before), " ", blocks.quiet(f"({moved})")]
    span: Text = [write.percents(figure.low, figure.high), shares]
    return [name, level, span, central, before, _chances(figure, language)]


def _chances(figure: Figure, language: Language) -> Text:
    if figure.chance is None or figure.threshold is None:
        return sections.NONE
    threshold = language.say(
        "threshold: %(threshold)s", threshold=language.numbers.percent(figure.threshold)
    )
    said = language.chances(figure.chance)
    return [
        blocks.dots(figure.chance),
        blocks.under(),
        said,
        " ",
        blocks.quiet(f"({threshold})"),
    ]


def _strayed(page: CompanyPage, language: Language) -> Iterator[Block]:
    if not page.strayed:
        return
    say = language.say
    care = say(
        "The ranges of this report may lie too far to one side until the models have "
        "caught up."
    )
    lines = [
        say(
            vocabulary.STRAYED[one.outcome][one.more],
            month=language.numbers.month(one.since),
        )
        for one in page.strayed
    ]
    title = blocks.heading(2, say("Forecasts to be read with care"))
    said = [blocks.paragraph(f"{line} {care}") for line in lines]
    yield blocks.notice(title, *said)


def _frequent(names: Names) -> Iterator[Block]:
    language, page = names.language, names.report.company
    say = language.say
    yield blocks.heading(2, say("What goes with it most often"))
    yield blocks.paragraph(
        say(
            "Working conditions and features of the teams that go with a higher "
            "forecast, in the teams to look at first. They are found together; that is "
            "no proof that one leads to the other."
        ),
        tone="intro",
    )
    yield blocks.cards(_often(code, page, names) for code in page.outcomes)


def _often(code: str, page: CompanyPage, names: Names) -> list[Block]:
    language = names.language
    title = blocks.heading(3, sections.outcome(code, language))
    total, found = page.marked.get(code, 0), page.frequent.get(code)
    if not found:
        none = (
            language.say("No factor stands out among the teams to look at first.")
            if total
            else language.say("No team to look at first.")
        )
        return [title, blocks.paragraph(none, tone="quiet")]
    columns = [
        blocks.column(language.say("Factor"), 2),
        blocks.column(language.say("Teams"), right=True),
    ]
    of_all = language.numbers.whole(total)
    rows: list[list[Text]] = [
        [
            names.family(one.family),
            language.say_many(
                "%(num)s team of %(all)s",
                "%(num)s teams of %(all)s",
                one.units,
                all=of_all,
            ),
        ]
        for one in found
    ]
    return [title, blocks.table(columns, rows, language.say("Factor"))]


def _tries(names: Names) -> Iterator[Block]:
    language, tries = names.language, names.report.company.tries
    if not tries:
        return
    yield blocks.heading(2, language.say("What could be tried"))
    yield blocks.paragraph(
        language.say(
            "What fits most of the teams to look at first. Each team's page has its "
            "own; choose with the team."
        ),
        tone="intro",
    )
    cards = (
        sections.action(one.card, names.family(one.family), one.units, language)
        for one in tries
    )
    yield blocks.cards(cards, columns=3)
