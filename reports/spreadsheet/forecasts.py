"""The sheets of forecasts: every unit this month, and its past months."""

from collections.abc import Iterator, Sequence

from reports.content.figures import Figure, Unit
from reports.content.monthly import MonthReport
from reports.pages.links import Link
from reports.spreadsheet import columns
from reports.spreadsheet.cells import Cell, Column, Sheet, month, share
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def listed(report: MonthReport) -> Iterator[Link | Unit]:
    """Give the company, then each site with all its units, the merged ones too."""
    if report.company.unit:
        yield report.company.unit
    for place in report.company.places:
        if place.site:
            yield place.site
        yield from place.units


def unit_of(one: Link | Unit) -> Unit:
    """Give the unit itself."""
    return one.unit if isinstance(one, Link) else one


def name_of(unit: Unit, names: Names) -> str:
    """Name a unit, the company in the reader's language."""
    return names.company if unit.level == "company" else unit.name


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
    rows = [
        _row(one, figure, names)
        for one in listed(names.report)
        for figure in unit_of(one).figures.values()
    ]
    name = names.language.say("Units and forecasts")
    return Sheet(name, _columns(names.language), rows)


def _columns(language: Language) -> list[Column]:
    say = language.say
    return [
        columns.unit(language),
        columns.code(language),
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
        Column(say("Figure of"), say("The month that the figure is of."), 15),
        columns.state(language),
    ]


def _row(one: Link | Unit, figure: Figure, names: Names) -> Sequence[Cell]:
    language, unit = names.language, unit_of(one)
    joined = one.joined if isinstance(one, Link) else None
    return [
        name_of(unit, names),
        unit.id,
        language.say(vocabulary.UNIT_LEVELS[unit.level]),
        _above(unit, names),
        unit.people,
        language.say(vocabulary.OUTCOMES[figure.outcome]),
        *(_shown(figure, language) if figure.shown else [None] * 12),
        state(figure, joined, language),
    ]


def _above(unit: Unit, names: Names) -> str | None:
    if unit.parent_id is None:
        return None
    company = names.report.company.unit
    if company and unit.parent_id == company.id:
        return names.company
    pages = (page.unit for page in names.report.unit_pages)
    return next((u.name for u in pages if u.id == unit.parent_id), None)


def _shown(figure: Figure, language: Language) -> list[Cell]:
    def word(code: str | None) -> str | None:
        return None if code is None else language.say(vocabulary.LEVELS[code])

    return [
        word(figure.level),
        word(figure.level_before),
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
        columns.unit(language),
        columns.code(language),
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
        for one in listed(names.report)
        for figure in unit_of(one).figures.values()
        if figure.shown
        for row in _points(unit_of(one), figure, names)
    ]
    return Sheet(language.say("Trend"), found, rows)


def _points(unit: Unit, figure: Figure, names: Names) -> Iterator[Sequence[Cell]]:
    name = name_of(unit, names)
    outcome = names.language.say(vocabulary.OUTCOMES[figure.outcome])
    for point in figure.points:
        rates = (point.rate, point.low, point.high, point.company, point.threshold)
        yield [name, unit.id, outcome, month(point.month), *map(share, rates)]
