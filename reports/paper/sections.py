"""The parts of a document that the company and a site have alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reports.content import crowd
from reports.content.catalogue import Card
from reports.content.factors import Factor
from reports.content.figures import Figure, Unit
from reports.content.unit import KpiLine, Track
from reports.pages import charts
from reports.pages.links import Link
from reports.paper import blocks, sentences
from reports.paper.blocks import Block, Line, Text
from reports.paper.drawing import drawn
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names

NONE = "–"


def outcome(code: str, language: Language) -> str:
    """Name an outcome."""
    return language.say(vocabulary.OUTCOMES[code])


def status(figures: Iterable[Figure], language: Language) -> Iterator[Block]:
    """Say once what was carried on from an earlier month."""
    for figure in figures:
        if figure.status == "carried":
            yield blocks.paragraph(sentences.status(figure, language), tone="quiet")


def trends(
    unit: Unit, months: int, title: str, company: bool, language: Language
) -> Iterator[Block]:
    """Give each outcome's chart by month."""
    figures = [f for f in unit.figures.values() if f.shown and f.points]
    if not figures:
        return
    yield blocks.heading(2, title)
    yield blocks.cards(_trend(f, months, company, language) for f in figures)


def _trend(
    figure: Figure, months: int, company: bool, language: Language
) -> list[Block]:
    say = language.say
    key = [("unit", say("expected")), ("range", say("range, 8 chances in 10"))]
    key += [("company", say("company"))] if company else []
    key += [("threshold", say("agreed threshold"))]
    drawing = drawn(charts.trend(figure.points, language))
    return [
        blocks.heading(3, outcome(figure.outcome, language)),
        blocks.paragraph(
            language.say_many(
                "Expected for the month that follows, in %% %(of)s",
                "Expected for the %(num)s months that follow, in %% %(of)s",
                months,
                of=sentences.shares(figure.outcome, language),
            ),
            tone="quiet",
        ),
        blocks.chart(drawing, sentences.trend(figure, language), key),
    ]


def records(
    tracks: Mapping[str, Sequence[Track]], months: int, intro: bool, language: Language
) -> Iterator[Block]:
    """Give what was said beside what came."""
    if not tracks:
        return
    yield blocks.heading(2, language.say("What we said, and what came"))
    if intro:
        yield blocks.paragraph(
            language.say(
                "Each forecast is held against what happened afterwards. A range that "
                "is neither too wide nor too narrow holds what comes about 8 times out "
                "of 10. The months overlap, so a few misses often come together."
            ),
            tone="intro",
        )
    yield blocks.cards(
        _record(code, lines, months, language) for code, lines in tracks.items()
    )


def _record(
    code: str, lines: Sequence[Track], months: int, language: Language
) -> list[Block]:
    say, name = language.say, outcome(code, language)
    words = say("%(outcome)s: what was said and what came, by month.", outcome=name)
    spec = charts.track(lines, code != "turnover", language)
    key = [("said", say("we said")), ("came", say("what came"))]
    return [
        blocks.heading(3, name),
        blocks.paragraph(sentences.held(lines, language), tone="strong"),
        blocks.paragraph(sentences.came(lines, code, months, language), tone="quiet"),
        blocks.chart(drawn(spec), words, key),
    ]


def elsewhere(found: Sequence[Any], language: Language) -> Iterator[Block]:
    """Say where the rest of a long list stands."""
    left = len(found) - crowd.LISTED
    if left > 0:
        rest = language.say_many(
            "%(num)s more: see its site, and the spreadsheet.",
            "%(num)s more: see each site, and the spreadsheet.",
            left,
        )
        yield blocks.paragraph(rest, tone="quiet")


def kpis(lines: Sequence[KpiLine], company: bool, language: Language) -> list[Block]:
    """Give the plain figures."""
    if not lines:
        return []
    say = language.say
    titles = [say("Now"), say("One period earlier")]
    titles += [say("Company")] if company else []
    columns = [blocks.column(say("Figure"), 2.6)]
    columns += [blocks.column(title, 1.1, right=True) for title in titles]
    columns += [blocks.column(say("Period"), 0.9, right=True)]
    rows = [_kpi(line, company, language) for line in lines]
    title = say("Key figures")
    return [blocks.heading(2, title), blocks.table(columns, rows, title)]


def _kpi(line: KpiLine, company: bool, language: Language) -> list[Text]:
    write = language.numbers

    def measured(value: float | None) -> str:
        return NONE if value is None else write.measured(value, line.kpi.unit)

    now: Text = measured(line.value)
    if line.value is None:
        now = [blocks.quiet(language.say("not published"))]
    elif line.status == "carried" and line.month:
        now = [f"{measured(line.value)} ", blocks.quiet(f"({write.month(line.month)})")]
    span = language.say_many("%(num)s month", "%(num)s months", line.window_months)
    others: list[Text] = [measured(line.previous)]
    others += [measured(line.company)] if company else []
    return [language.pick(line.kpi.label), now, *others, span]


def action(card: Card, answers: str, units: int, language: Language) -> list[Block]:
    """Give what can be tried, as a card."""
    say, pick = language.say, language.pick
    against = say("Answers to: %(family)s", family=answers)
    if units:
        against += f" · {language.say_many('%(num)s team', '%(num)s teams', units)}"
    when = language.say_many("after %(num)s week", "after %(num)s weeks", card.weeks)
    return [
        blocks.heading(3, pick(card.title)),
        blocks.paragraph(against, tone="quiet"),
        blocks.paragraph(pick(card.what)),
        blocks.terms(
            [
                (say("How it is usually done"), pick(card.how)),
                (say("What should move"), pick(card.moves)),
                (say("When to look"), when),
            ]
        ),
    ]


def map_of(
    links: Sequence[Link], place: Unit | None, codes: Iterable[str], language: Language
) -> Iterator[Block]:
    """Give the levels of units under one place; the ordinary ones by name alone."""
    shown = [li for li in links if not li.unit.ordinary and not li.unit.joined]
    ordinary = [li.unit.name_in(place) for li in links if li.unit.ordinary]
    kept = list(codes)
    if shown:
        say = language.say
        columns = [blocks.column(say("Team"), 1.6)]
        columns += [
            blocks.column(say(vocabulary.SHORT_OUTCOMES[code]), 2.2) for code in kept
        ]
        rows = [_levels(link, place, kept, language) for link in shown]
        yield blocks.table(columns, rows, say("Levels"))
    if ordinary:
        alike = language.say("for departures and absence alike:")
        low = sentences.level("low", language)
        names = " · ".join(ordinary)
        yield blocks.paragraph(low, " ", blocks.quiet(alike), f" {names}")


def _levels(
    link: Link, place: Unit | None, codes: Sequence[str], language: Language
) -> list[Text]:
    figures = [link.unit.figures.get(code) for code in codes]
    return [link.unit.name_in(place), *(_level(f, language) for f in figures)]


def _level(figure: Figure | None, language: Language) -> Text:
    if figure is None or not figure.shown or figure.level is None:
        return [blocks.quiet(language.say("not published"))]
    leaning = sentences.settling(figure, language)
    line = [sentences.level(figure.level, language)]
    return [*line, blocks.quiet(f" ({leaning})")] if leaning else line


def factors(
    unit: Unit, found: Mapping[str, Sequence[Factor]], names: Names
) -> Iterator[Block]:
    """Give what goes with each outcome."""
    say = names.language.say
    yield blocks.heading(2, say("What goes with it"))
    yield blocks.paragraph(
        say(
            "Working conditions and features of the team that are found together with "
            "the forecast. That is no proof that one leads to the other: talk it over "
            "with the team first."
        ),
        tone="intro",
    )
    for figure in unit.figures.values():
        if figure.shown:
            yield blocks.heading(3, outcome(figure.outcome, names.language))
            yield from _factors(found.get(figure.outcome, ()), names)


def _factors(found: Sequence[Factor], names: Names) -> Iterator[Block]:
    say = names.language.say
    if not found:
        yield blocks.paragraph(
            say(
                "No distinct factor: nothing we measure sets this unit apart from the "
                "others."
            )
        )
        return
    columns = [
        blocks.column(say("Factor"), 1.9),
        blocks.column(say("Indicator"), 2.3),
        blocks.column(say("Here"), right=True),
        blocks.column(say("Comparable units"), right=True),
        blocks.column(say("Company"), right=True),
        blocks.column(say("A quarter ago"), right=True),
    ]
    rows = [row for factor in found for row in _factor(factor, names)]
    yield blocks.table(columns, rows, say("What goes with it"))


def _factor(factor: Factor, names: Names) -> Iterator[list[Text]]:
    write = names.language.numbers
    name = _named(factor, names)
    for indicator in factor.indicators:
        others = (indicator.peers, indicator.company, indicator.earlier)
        yield [
            name,
            names.indicator(factor.family, indicator.name),
            write.measured(indicator.value, indicator.unit),
            *(NONE if o is None else write.measured(o, indicator.unit) for o in others),
        ]
        name = []
    if name:
        yield [name, *[NONE] * 5]


def _named(factor: Factor, names: Names) -> Line:
    say = names.language.say
    direction = (
        say("associated factor: goes with a higher forecast")
        if factor.raises
        else say("protective factor: goes with a lower forecast")
    )
    line = [names.family(factor.family), blocks.under(), blocks.quiet(direction)]
    note = ""
    if factor.untold:
        note = say(
            "Taken one by one, these figures do not show it: it shows in others of the "
            "same kind, or in how they combine."
        )
    elif factor.undirected:
        note = say(
            "Nobody knows beforehand which way these figures point: what is told here "
            "is how they went together in this company."
        )
    return [*line, blocks.under(), blocks.quiet(note)] if note else line
