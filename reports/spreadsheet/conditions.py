"""The sheets of what stands beside a forecast: factors and plain figures."""

from collections.abc import Iterator, Sequence

from babel.units import get_unit_name

from reports.content.factors import Factor
from reports.content.figures import Unit
from reports.content.unit import KpiLine
from reports.spreadsheet import columns, units
from reports.spreadsheet.cells import Cell, Column, Sheet, measured, month
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names
from reports.words.numbers import DURATIONS


def unit_word(unit: str, language: Language) -> str | None:
    """Name a unit of measure; others are told by the figure's own name."""
    if unit == "share":
        return "%"
    if unit not in DURATIONS:
        return None
    locale = language.numbers.locale
    return str(get_unit_name(f"duration-{DURATIONS[unit]}", "long", locale=locale))


def _measure(language: Language) -> Column:
    say = language.say
    return Column(say("Measured in"), say("Unit of the two figures before it."), 13)


def factors(names: Names) -> Sheet:
    """Give what goes with each unit's figures, a row a plain figure."""
    language = names.language
    say = language.say
    found = [
        *columns.who(language),
        columns.outcome(language),
        Column(say("Factor"), say("A family of working conditions."), 26),
        Column(
            say("Goes with"),
            say("Whether it is found with a higher forecast or with a lower one."),
            20,
        ),
        Column(
            say("Difference"),
            say(
                "Difference that it goes with, in expected departures or days of "
                "absence per 10 people."
            ),
            10,
        ),
        Column(say("Indicator"), say("A plain figure of that family."), 36),
        Column(say("Here"), say("That figure in the unit."), 11),
        Column(say("Elsewhere"), say("That figure where it is compared."), 11),
        _measure(language),
        Column(say("Compared with"), say("The company, or comparable teams."), 20),
    ]
    rows = [
        row
        for page in names.report.unit_pages
        for outcome in page.unit.figures
        for factor in page.factors.get(outcome, ())
        for row in _factor(page.unit, outcome, factor, names)
    ]
    return Sheet(say("Factors"), found, rows)


def _factor(
    unit: Unit, outcome: str, factor: Factor, names: Names
) -> Iterator[Sequence[Cell]]:
    language = names.language
    say = language.say
    peers = factor.reference == "peers"
    before: list[Cell] = [
        unit.name,
        unit.id,
        say(vocabulary.OUTCOMES[outcome]),
        names.family(factor.family),
        say("a higher forecast") if factor.raises else say("a lower forecast"),
        factor.points,
    ]
    compared = say("Comparable teams") if peers else say("Company")
    for indicator in factor.indicators:
        yield [
            *before,
            names.indicator(factor.family, indicator.name),
            measured(indicator.value, indicator.unit),
            measured(indicator.reference, indicator.unit),
            unit_word(indicator.unit, language),
            compared,
        ]
    if not factor.indicators:
        yield [*before, None, None, None, None, compared]


def plain_figures(names: Names) -> Sheet:
    """Give the plain figures of the company and of every unit that is shown."""
    language = names.language
    say = language.say
    found = [
        *columns.who(language),
        Column(say("Figure"), say("A plain figure, as known at the month's end."), 36),
        Column(say("Now"), say("The figure over the period."), 11),
        Column(say("One period earlier"), say("The same a period before."), 17),
        columns.company(language),
        _measure(language),
        Column(say("Months"), say("How many months the period has."), 10),
        columns.figure_month(language),
        columns.state(language),
    ]
    return Sheet(say("Key figures"), found, list(_plain(names)))


def _plain(names: Names) -> Iterator[Sequence[Cell]]:
    for unit, page in units.shown(names.report):
        yield from (_kpi(unit, line, names) for line in page.kpis)


def _kpi(unit: Unit, line: KpiLine, names: Names) -> Sequence[Cell]:
    language = names.language
    say = language.say
    figures = (line.value, line.previous, line.company)
    known = line.value is not None
    state = say("not published")
    if known:
        state = say("carried on") if line.status == "carried" else say("published")
    return [
        *units.who(unit, names),
        language.pick(line.kpi.label),
        *(measured(value, line.kpi.unit) for value in figures),
        unit_word(line.kpi.unit, language),
        line.window_months or None,
        month(line.month) if known else None,
        state,
    ]
