"""Where things stand: the sites, and every team."""

from collections.abc import Iterator, Sequence

from reports.content import crowd
from reports.content.company import Place
from reports.content.figures import Figure
from reports.pages.links import Link
from reports.paper import blocks, sections, sentences
from reports.paper.blocks import Block, Piece, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def sites(names: Names) -> Iterator[Block]:
    """Give what is expected of each site."""
    language = names.language
    say = language.say
    places = [place for place in names.report.company.places if place.site]
    if not places:
        return
    title = say("Sites")
    columns = [
        blocks.column(say("Site"), 1.3),
        blocks.column(say("People"), 0.8, right=True),
        *(
            blocks.column(sections.outcome(code, language), 2)
            for code in names.report.company.outcomes
        ),
        blocks.column(say("Teams to look at first"), 1.1, right=True),
    ]
    rows = [
        _site(place, place.site, names.report.company.outcomes, language)
        for place in places
        if place.site
    ]
    yield blocks.heading(2, title)
    yield blocks.table(columns, rows, title)


def _site(
    place: Place, site: Link, codes: Sequence[str], language: Language
) -> list[Text]:
    write, people = language.numbers, site.unit.people
    return [
        site.unit.name,
        sections.NONE if people is None else write.whole(people),
        *(_range(site.unit.figures.get(code), language) for code in codes),
        write.whole(place.marked),
    ]


def _range(figure: Figure | None, language: Language) -> Text:
    if figure is None or not figure.shown or figure.low is None or figure.high is None:
        return [blocks.quiet(language.say("not published"))]
    write = language.numbers
    line: list[Piece] = []
    if figure.level:
        line += [sentences.level(figure.level, language), "  "]
    line.append(write.percents(figure.low, figure.high))
    if figure.count_low is not None and figure.count_high is not None:
        span = write.counts(figure.count_low, figure.count_high)
        said = language.say("%(range)s departures", range=span)
        line += [blocks.under(), blocks.quiet(said)]
    return line


def map_of(names: Names) -> Iterator[Block]:
    """Give every team's levels, site by site."""
    language = names.language
    say = language.say
    yield blocks.heading(2, say("All teams, site by site"))
    places = names.report.company.places
    if crowd.crowded(places):
        apart = say(
            "Too many to stand here: each site has a document with its own teams, and "
            "the spreadsheet lists them all."
        )
        yield blocks.paragraph(apart)
        places = tuple(place for place in places if not place.site)
    if any(link.unit.joined for place in places for link in place.units):
        joined = say(
            "Teams joined by “+” are too small to be shown alone and are counted "
            "together."
        )
        yield blocks.paragraph(joined, tone="intro")
    whole = names.report.company.unit is not None
    without = say("Without a site") if whole else say("Teams of this report")
    for place in places:
        name = place.site.unit.name if place.site else without
        marked = _marked(place, language)
        yield blocks.heading(3, name, " ", blocks.quiet(f"({marked})"))
        site = place.site.unit if place.site else None
        codes = [
            code
            for code in vocabulary.SHORT_OUTCOMES
            if code in names.report.company.outcomes
        ]
        yield from sections.map_of(place.units, site, codes, language)


def _marked(place: Place, language: Language) -> str:
    if not place.marked:
        return language.say("no team to look at first")
    return language.say_many(
        "%(num)s team to look at first", "%(num)s teams to look at first", place.marked
    )
