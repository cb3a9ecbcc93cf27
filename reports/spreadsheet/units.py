"""Which units a workbook tells of, and how each is called in it."""

from collections.abc import Iterator

from reports.content.company import CompanyPage
from reports.content.figures import Unit
from reports.content.monthly import MonthReport
from reports.content.unit import UnitPage
from reports.pages.links import Link
from reports.spreadsheet.cells import Cell
from reports.words.naming import Names


def listed(report: MonthReport) -> Iterator[Link | Unit]:
    """Give the company, then each site with all its units, the merged ones too."""
    if report.company.unit:
        yield report.company.unit
    for place in report.company.places:
        if place.site:
            yield place.site
        yield from place.units


def shown(report: MonthReport) -> Iterator[tuple[Unit, CompanyPage | UnitPage]]:
    """Give every unit that has figures, with its page, the company first."""
    company = report.company
    if company.unit and company.unit.shown:
        yield company.unit, company
    yield from ((page.unit, page) for page in report.unit_pages if page.unit.shown)


def unit_of(one: Link | Unit) -> Unit:
    """Give the unit itself."""
    return one.unit if isinstance(one, Link) else one


def name_of(unit: Unit, names: Names) -> str:
    """Name a unit, the company in the reader's language."""
    return names.company if unit.level == "company" else unit.name


def who(unit: Unit, names: Names) -> list[Cell]:
    """Give the cells that say which unit a row is of."""
    return [name_of(unit, names), unit.id]
