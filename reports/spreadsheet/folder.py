"""A month's workbooks, one a language."""

from collections.abc import Iterable

from reports import files
from reports.content.monthly import MonthReport
from reports.spreadsheet import conditions, decisions, forecasts, records, teams, upper
from reports.spreadsheet.cells import Sheet
from reports.spreadsheet.notes import notes
from reports.spreadsheet.workbook import workbook
from reports.words.language import LANGUAGES, language
from reports.words.naming import Names


def folder(reports: Iterable[MonthReport]) -> dict[str, bytes]:
    """Write the workbooks of every month.

    Parameters
    ----------
    reports : iterable of MonthReport

    Returns
    -------
    dict of path to XLSX
        Paths are relative to the report's folder, with forward slashes.
    """
    made = {}
    for report in reports:
        for code in LANGUAGES:
            path = files.workbook_name(report.month, code)
            under = f"{files.month_folder(report.month)}/{code}"
            made[f"{under}/{path}"] = _workbook(Names(report, language(code)))
    return made


def _workbook(names: Names) -> bytes:
    sheets = sheets_of(names)
    written = names.language.numbers.month(names.report.month)
    title = f"{names.whole} · {names.language.say('Monthly report')} · {written}"
    return workbook([notes(sheets, names), *sheets], 1, title, names.report.month)


def sheets_of(names: Names) -> list[Sheet]:
    """Give the sheets of a month, the notes left out."""
    return [
        forecasts.forecasts(names),
        teams.all_teams(names),
        forecasts.trend(names),
        conditions.factors(names),
        conditions.plain_figures(names),
        upper.staffing(names),
        upper.listening(names),
        decisions.tried(names),
        decisions.thresholds(names),
        records.track_record(names),
        records.coverage(names),
    ]
