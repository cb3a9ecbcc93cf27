"""The made-up company's report, rendered once for all tests."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from contracts.params import Threshold, Thresholds
from privacy.demonstration import demonstration
from reports import content, files, html, initiative_form
from reports.catalogue import cards
from reports.paper.folder import folder as paper_of
from reports.spreadsheet.folder import folder as workbooks_of
from tests.privacy.small_company import PARAMS
from tests.reports import made_up_release as made_up

AGREED = {
    "agreed_on": date(2026, 9, 15),
    "agreed_with": {"en": "works council", "fr": "CSE"},
}
TERMS = content.Terms(
    month=date(2026, 10, 31),
    made_up=True,
    thresholds=Thresholds(
        turnover=Threshold(rate=0.10, **AGREED), absence=Threshold(rate=0.07, **AGREED)
    ),
    drivers_shown=3,
    min_people=10,
    families=made_up.FAMILIES,
    catalogue=cards(),
    demonstration=demonstration(PARAMS.privacy),
    replacement_months=(3.0, 6.0),
)


def report_of(tables: Mapping[str, pd.DataFrame]) -> content.MonthReport:
    return content.month_report(made_up.released(tables), TERMS)


def folder_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return html.folder([report_of(tables)], "fr")


@pytest.fixture(scope="session")
def report() -> content.MonthReport:
    return report_of(made_up.tables())


@pytest.fixture(scope="session")
def folder(report: content.MonthReport) -> dict[str, str]:
    return html.folder([report], "fr")


@pytest.fixture(scope="session")
def paper(report: content.MonthReport) -> dict[str, bytes]:
    return paper_of([report])


@pytest.fixture(scope="session")
def workbooks(report: content.MonthReport) -> dict[str, bytes]:
    return workbooks_of([report])


@pytest.fixture(scope="session")
def paths(
    report: content.MonthReport,
    folder: Mapping[str, str],
    paper: Mapping[str, bytes],
    workbooks: Mapping[str, bytes],
) -> set[str]:
    """Every file of the report, as the stage writes them."""
    tables = f"{files.month_folder(report.month)}/{files.tables_name(report.month)}"
    forms = initiative_form.folder(report.month, report.noted, report.unit_names)
    return {*folder, *paper, *workbooks, *forms, tables}
