"""The sheet of the map: every team once, a level an outcome, coloured and worded."""

from collections.abc import Iterator, Sequence

from reports.content.figures import Figure
from reports.pages.links import Link
from reports.spreadsheet import columns, forecasts, units
from reports.spreadsheet.cells import Cell, Column, Level, Sheet
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def all_teams(names: Names) -> Sheet:
    """Give every team's level of each outcome, site by site."""
    say = names.language.say
    found = [
        *columns.who(names.language),
        Column(say("Site"), say("The site that the team belongs to."), 20),
        Column(say("People"), say("People present, rounded to 5."), 10),
        *(_outcome(code, names) for code in _outcomes(names)),
    ]
    return Sheet(say("All teams"), found, list(_rows(names)))


def _outcome(code: str, names: Names) -> Column:
    say = names.language.say
    meaning = say("Its level, or why there is none. The colours say the same.")
    return Column(say(vocabulary.OUTCOMES[code]), meaning, 26)


def _rows(names: Names) -> Iterator[Sequence[Cell]]:
    for place in names.report.company.places:
        site = place.site.unit.name if place.site else None
        for link in place.units:
            levels = (_level(link, code, names) for code in _outcomes(names))
            yield [*units.who(link.unit, names), site, link.unit.people, *levels]


def _outcomes(names: Names) -> Sequence[str]:
    return names.report.company.outcomes


def _level(link: Link, code: str, names: Names) -> Level | str | None:
    figure = link.unit.figures.get(code)
    if figure is None:
        return None
    return _said(figure, names.language) or forecasts.state(
        figure, link.joined, names.language
    )


def _said(figure: Figure, language: Language) -> Level | None:
    return forecasts.level(figure.level, language) if figure.shown else None
