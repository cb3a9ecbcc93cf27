"""Workbooks: read sheet by sheet, and written anew from their cells.

A workbook keeps values in places that nobody sees (styles and shared texts, caches
of pivot tables, comments, earlier results of formulas), so that taking rows out of
it would leave the person there. It is written anew instead: cells with their values
and types, sheets with their names; formulas become their values, looks go.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from connectors import spreadsheets
from connectors.rewrite.change import ROW, Change
from contracts.errors import ContractError
from contracts.source_params import Format

FORMATS: Mapping[type, str] = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


def sheets(path: Path) -> list[str]:
    """Give the names of a workbook's sheets that hold cells."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_path(path) as book:
        return [
            about.name
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
            and book.get_sheet_by_name(about.name).to_python()
        ]


def columns(path: Path, written: Format, sheet: str) -> list[str]:
    """Give the names of a sheet's columns; none of a sheet that is no table."""
    try:
        return list(table(path, written, sheet).column_names[:-1])
    except ContractError:
        return []


def table(path: Path, written: Format, sheet: str) -> pa.Table:
    """Give a sheet's rows as text, and each row's place; see ``spreadsheets.read``."""
    found = spreadsheets.read(path, written.model_copy(update={"sheet": sheet}))
    numbers = pa.array(range(found.num_rows), pa.int64())
    return found.append_column(ROW, numbers)


def texts(path: Path) -> Iterator[str]:
    """Give every cell of every sheet as text, whole numbers without a point."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).iter_rows():
                for cell in row:
                    if isinstance(cell, float) and cell.is_integer():
                        yield str(int(cell))
                    else:
                        yield str(cell)


def rewrite(
    path: Path, draft: Path, written: Format, changes: Mapping[str, Change]
) -> None:
    """Write a workbook anew without the rows that go.

    Parameters
    ----------
    path, draft : Path
    written : Format
    changes : mapping of sheet to Change
        A sheet without one keeps all its cells.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    from xlsxwriter import Workbook

    # In memory: a temporary file of the machine's would hold the rows as well.
    kept = Workbook(draft, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    looks = {kind: kept.add_format({"num_format": f}) for kind, f in FORMATS.items()}
    with CalamineWorkbook.from_path(path) as book, kept:
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            sheet = kept.add_worksheet(about.name)
            if about.visible != SheetVisibleEnum.Visible:
                sheet.hide()
            change = changes.get(about.name)
            left = _left(rows, written, change) if change else iter(rows)
            for place, row in enumerate(left):
                _write_row(sheet, place, row, looks)


def _left(
    rows: Sequence[list[Any]], written: Format, change: Change
) -> Iterator[list[Any]]:
    """Give the rows that stay; a row without any cell has no place."""
    gone = set(change.gone.tolist())
    waiting = iter(rows)
    yield from islice(waiting, written.skip_rows)
    names: list[str] = []
    place = 0
    for row in waiting:
        filled = any(cell != "" for cell in row)
        if filled and not names:
            names = _names(row, written)
            if written.header:
                yield row
                continue
        if filled and place in gone:
            place += 1
            continue
        yield _emptied(row, place, names, change) if filled else row
        place += filled


def _names(first: Sequence[Any], written: Format) -> list[str]:
    numbered = [f"column_{number}" for number in range(1, len(first) + 1)]
    if not written.header:
        return numbered
    return [str(c).strip() or n for c, n in zip(first, numbered, strict=True)]


def _emptied(
    row: list[Any], place: int, names: Sequence[str], change: Change
) -> list[Any]:
    here = {name for name, rows in change.emptied.items() if place in rows}
    pairs = zip(names, row, strict=False)
    return ["" if name in here else cell for name, cell in pairs] if here else row


def _write_row(
    sheet: Any, place: int, row: Sequence[Any], looks: Mapping[type, Any]
) -> None:
    for column, cell in enumerate(row):
        if cell == "":
            continue
        if isinstance(cell, str):
            # Written as text, whatever it looks like: a code is no number.
            sheet.write_string(place, column, cell)
        elif isinstance(cell, bool):
            sheet.write_boolean(place, column, cell)
        elif isinstance(cell, (int, float)):
            sheet.write_number(place, column, cell)
        else:
            sheet.write_datetime(place, column, cell, looks[type(cell)])
