"""The sheets of forecasts: every unit this month, and its past months."""

from collections.abc import Iterator, Mapping, Sequence

from reports.content.figures import Figure, Unit
from reports.pages.links import Link
from reports.spreadsheet import columns, units
from reports.spreadsheet.cells import Cell, Column, Level, Sheet, month, share
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def state(figure: Figure, joined: Unit | None, language: Language) -> str:
    """Say why a figure is not this month's own, or that it is."""
    say = language.say
    if figure.status == "merged":
        if joined is None:
            return say("counted with a neighbouring team")
        return say("counted with %(group)s", group=joined.name)
    if not figure.shown:
        return say("not published")
    if figure.status == "carried":
        return say("carried on")
    return say("published")


def forecasts(names: Names) -> Sheet:
    """Give every unit's forecast, a row a unit and outcome."""
    above = _above(names)
    rows = [
        _row(one, figure, above, names)
        for one in units.listed(names.report)
        for figure in units.unit_of(one).figures.values()
    ]
    name = names.language.say("Units and forecasts")
    return Sheet(name, _columns(names.language), rows)


def _columns(language: Language) -> list[Column]:
    say = language.say
    return [
        *columns.who(language),
        Column(say("Kind"), say("Where it stands in the organisation."), 12),
        Column(say("Belongs to"), say("The unit right above."), 20),
        Column(say("People"), say("People present, rounded to 5."), 10),
        columns.outcome(language),
        columns.level(language),
        Column(say("Last month"), say("Its level a month earlier."), 14),
        Column(say("Level since"), say("First month at this level."), 15),
        Column(
            say("Probability"),
            say(
                "Of being above the agreed threshold, rounded to tenths: 0 % stands "
                "for less than 1 chance in 10, 100 % for more than 9."
            ),
            12,
        ),
        columns.threshold(language),
        columns.rate(language),
        columns.low(language),
        columns.high(language),
        columns.company(language),
        Column(
            say("Departures from"),
            say("Lower end of the range of departures; sites and the company only."),
            16,
        ),
        Column(say("Departures to"), say("Upper end of that range."), 16),
        columns.figure_month(language),
        columns.state(language),
    ]


def _row(
    one: Link | Unit, figure: Figure, above: Mapping[str, str], names: Names
) -> Sequence[Cell]:
    language, unit = names.language, units.unit_of(one)
    joined = one.joined if isinstance(one, Link) else None
    return [
        *units.who(unit, names),
        language.say(vocabulary.UNIT_LEVELS[unit.level]),
        above.get(unit.parent_id or ""),
        unit.people,
        language.say(vocabulary.OUTCOMES[figure.outcome]),
        *(_shown(figure, language) if figure.shown else [None] * 12),
        state(figure, joined, language),
    ]


def _above(names: Names) -> Mapping[str, str]:
    """Name every unit that others belong to."""
    company = names.report.company.unit
    named = {page.unit.id: page.unit.name for page in names.report.unit_pages}
    return {**named, **({company.id: names.company} if company else {})}


def level(code: str | None, language: Language) -> Level | None:
    """Write a level as its word."""
    if code is None:
        return None
    return Level(language.say(vocabulary.LEVELS[code]), code)


def _shown(figure: Figure, language: Language) -> list[Cell]:
    return [
        level(figure.level, language),
        level(figure.level_before, language),
        month(figure.since),
        share(figure.chance),
        share(figure.threshold),
        share(figure.rate),
        share(figure.low),
        share(figure.high),
        share(figure.company),
        figure.count_low,
        figure.count_high,
        month(figure.month),
    ]


def trend(names: Names) -> Sheet:
    """Give every unit's forecasts month by month."""
    language = names.language
    found = [
        *columns.who(language),
        columns.outcome(language),
        columns.month(language),
        columns.rate(language),
        columns.low(language),
        columns.high(language),
        columns.company(language),
        columns.threshold(language),
    ]
    rows = [
        row
        for one in units.listed(names.report)
        for figure in units.unit_of(one).figures.values()
        if figure.shown
        for row in _points(units.unit_of(one), figure, names)
    ]
    return Sheet(language.say("Trend"), found, rows)


def _points(unit: Unit, figure: Figure, names: Names) -> Iterator[Sequence[Cell]]:
    who = units.who(unit, names)
    outcome = names.language.say(vocabulary.OUTCOMES[figure.outcome])
    for point in figure.points:
        rates = (point.rate, point.low, point.high, point.company, point.threshold)
        yield [*who, outcome, month(point.month), *map(share, rates)]
