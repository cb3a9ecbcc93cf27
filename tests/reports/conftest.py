"""The made-up company's report, rendered once for all tests."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from contracts.params import Threshold, Thresholds
from privacy.attack.demonstration import demonstration
from reports import files
from reports.content import monthly
from reports.content.catalogue import cards
from reports.pages import html
from reports.paper.folder import folder as paper_of
from reports.spreadsheet import initiative_form
from reports.spreadsheet.folder import folder as workbooks_of
from tests.privacy.small_company import PARAMS
from tests.reports import made_up_release as made_up

AGREED = {
    "agreed_on": date(2026, 9, 15),
    "agreed_with": {"en": "works council", "fr": "CSE"},
}
TERMS = monthly.Terms(
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
    near_share=0.15,
)


def report_of(tables: Mapping[str, pd.DataFrame]) -> monthly.MonthReport:
    return monthly.month_report(made_up.released(tables), TERMS)


def folder_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return html.folder([report_of(tables)], "fr")


@pytest.fixture(scope="session")
def report() -> monthly.MonthReport:
    return report_of(made_up.tables())


@pytest.fixture(scope="session")
def folder(report: monthly.MonthReport) -> dict[str, str]:
    return html.folder([report], "fr")


@pytest.fixture(scope="session")
def paper(report: monthly.MonthReport) -> dict[str, bytes]:
    return paper_of([report])


@pytest.fixture(scope="session")
def workbooks(report: monthly.MonthReport) -> dict[str, bytes]:
    return workbooks_of([report])


@pytest.fixture(scope="session")
def paths(
    report: monthly.MonthReport,
    folder: Mapping[str, str],
    paper: Mapping[str, bytes],
    workbooks: Mapping[str, bytes],
) -> set[str]:
    """Every file of the report, as the stage writes them."""
    tables = f"{files.month_folder(report.month)}/{files.tables_name(report.month)}"
    forms = initiative_form.folder(report.month, report.noted, report.unit_names)
    return {*folder, *paper, *workbooks, *forms, tables}
