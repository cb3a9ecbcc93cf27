"""Sheets as an XLSX file: typed cells, text that stays text, the same bytes twice."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from reports.spreadsheet.cells import Cell, Column, Level, Month, Share, Sheet

A4 = 9
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"valign": "top"},
    # The colours of the pages; the word says the same without them.
    "low": {"valign": "top", "bg_color": "#E3EFEB", "font_color": "#2C5A52"},
    "watch": {"valign": "top", "bg_color": "#F7EECB", "font_color": "#6A5208"},
    "elevated": {"valign": "top", "bg_color": "#FBE2CD", "font_color": "#8A3D06"},
    "high": {"valign": "top", "bg_color": "#8F1533", "font_color": "#FFFFFF"},
    "wrapped": {"valign": "top", "text_wrap": True},
    "whole": {"valign": "top", "num_format": "#,##0"},
    "number": {"valign": "top", "num_format": "#,##0.0#"},
    "share": {"valign": "top", "num_format": "0.0%", "align": "right"},
    # Both as the reader's own settings write them.
    "day": {"valign": "top", "num_format": 14, "align": "left"},
    "month": {"valign": "top", "num_format": "mmm yyyy", "align": "left"},
}
WRAPPED_FROM = 50  # Columns so wide hold sentences.


def workbook(sheets: Sequence[Sheet], first: int, title: str, made_on: date) -> bytes:
    """Write sheets into a workbook.

    Parameters
    ----------
    sheets : sequence of Sheet
    first : int
        Which one is open to begin with.
    title : str
        Stands in the properties of the file.
    made_on : date
        Stands there too: the report's month, not the day of its making.

    Returns
    -------
    bytes
        An XLSX file.
    """
    place = BytesIO()
    book = Workbook(place, {"in_memory": True})
    book.set_properties(
        {
            "title": title,
            "author": "Équipage",
            "created": datetime.combine(made_on, time()),
        }
    )
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    for at, sheet in enumerate(sheets):
        page = book.add_worksheet(sheet.name)
        _lay_out(page, sheet)
        for column, one in enumerate(sheet.columns):
            page.write_string(0, column, one.title, formats["title"])
        for row, cells in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(cells):
                _write(page, row, column, cell, sheet.columns[column], formats)
        if at == first:
            page.activate()
    book.close()
    return place.getvalue()


def _lay_out(page: Any, sheet: Sheet) -> None:
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    page.freeze_panes(1, sheet.held)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def _write(
    page: Any, row: int, at: int, cell: Cell, column: Column, formats: Mapping[str, Any]
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):  # Never read as a formula, an address or a number.
        page.write_string(row, at, cell, formats[_dress(cell, column)])
    elif isinstance(cell, date):
        look = "month" if isinstance(cell, Month) else "day"
        page.write_datetime(row, at, datetime.combine(cell, time()), formats[look])
    else:
        page.write_number(row, at, cell, formats[_look(cell)])


def _dress(text: str, column: Column) -> str:
    if isinstance(text, Level):
        return text.code
    return "wrapped" if column.width >= WRAPPED_FROM else "text"


def _look(number: float) -> str:
    if isinstance(number, Share):
        return "share"
    return "whole" if isinstance(number, int) else "number"
