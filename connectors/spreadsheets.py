"""Workbooks (XLSX): one sheet as text cells, each written as its format says."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pyarrow as pa

from contracts.errors import ContractError
from contracts.source_params import Format

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

SUFFIX = ".xlsx"
DAYS = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
# A workbook of a million rows and twenty columns unpacks to about 1 GB.
MAX_UNPACKED_BYTES = 2_000_000_000
MAX_COLUMNS = 2_000
CHUNK_BYTES = 8_000_000
ROWS_A_BATCH = 50_000
# Workbooks keep fifteen digits of a number; the rest of a longer code is gone.
MOST_DIGITS = 15
# A cell that shows an error, or a formula whose result was never worked out.
NO_RESULT = re.compile(
    rb'<c [^>]*t="e"|<f[^>]*/>\s*</c>|<f[^>]*>[^<]*</f>\s*(<v\s*/>|<v>\s*</v>)?\s*</c>'
)
LONGEST_CELL_BYTES = 40_000
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(path: Path, written: Format, sheet: str = "") -> pa.Table:
    """Read one sheet of a workbook.

    Parameters
    ----------
    path : Path
    written : Format
        Typed cells are written as it says: days in its order, numbers with its
        decimal sign, so that they are read back like the text cells beside them.
    sheet : str
        Taken where ``written`` names no sheet and the workbook has one of that
        name; the only visible sheet is taken without being named.

    Returns
    -------
    Table
        Every cell as text, empty ones as none; rows without any cell left out.

    Raises
    ------
    ContractError
        If it is no workbook, unpacks to more than a sheet can hold, has no such
        sheet, or holds cells that show an error.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _refuse_bomb(path)
        with CalamineWorkbook.from_path(path) as book:
            name = _chosen(path, book, written.sheet, sheet)
            _refuse_no_result(path, name)
            rows = book.get_sheet_by_name(name).iter_rows()
            return _table(path, islice(rows, written.skip_rows, None), written)
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError):
        raise _error(
            path, "not readable as a workbook", "Save it again as XLSX"
        ) from None


def sheet_names(path: Path) -> list[str]:
    """Name the sheets of a workbook that was read before, the hidden ones too."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return list(book.sheet_names)


def _error(path: Path, what: str, advice: str) -> ContractError:
    return ContractError(
        f"{path}: {what}.\n"
        "  Expected an XLSX workbook without a password whose first row names the "
        f"columns. {advice}."
    )


def _refuse_bomb(path: Path) -> None:
    """Stop before unpacking what is far larger than any sheet."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise _error(
                path,
                f"it unpacks to {unpacked / 1e9:,.1f} GB, more than the "
                f"{MAX_UNPACKED_BYTES / 1e9:,.0f} GB that a sheet can hold",
                "Export the table as CSV or Parquet",
            )
        # Reads every member up to the size stated: one that lies fails its sum.
        if archive.testzip():
            raise _error(path, "its content is damaged", "Export it again")


def _chosen(path: Path, book: "CalamineWorkbook", named: str, usual: str) -> str:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [
        meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet
    ]
    visible = [m.name for m in sheets if m.visible == SheetVisibleEnum.Visible]
    names = [meta.name for meta in sheets]
    if named in names:
        return named
    if named:
        raise _error(
            path,
            f"it has no sheet {named}",
            f"Its sheets are {', '.join(names)}; correct sheet in source.files",
        )
    if usual in names:
        return usual
    if len(visible) == 1:
        return visible[0]
    raise _error(
        path,
        f"it has {len(visible)} sheets and none is named",
        f"Its sheets are {', '.join(names)}; name one as sheet in source.files",
    )


def _refuse_no_result(path: Path, sheet: str) -> None:
    """Stop at cells that a reader would take for empty, though they are not."""
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(_member(archive, sheet)) as content,
    ):
        tail = b""
        while chunk := content.read(CHUNK_BYTES):
            if NO_RESULT.search(tail + chunk):
                raise _error(
                    path,
                    f"cells of sheet {sheet} show an error or hold a formula "
                    "without a result",
                    "Paste the values in their place, or export it again",
                )
            tail = chunk[-LONGEST_CELL_BYTES:]


def _member(archive: zipfile.ZipFile, sheet: str) -> str:
    """Find the file of a sheet inside the workbook."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for one in book.iterfind(".//{*}sheet"):
        if one.get("name") == sheet:
            target = targets[one.get(RELATION)]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _table(path: Path, rows: Iterator[Sequence[Any]], written: Format) -> pa.Table:
    first = next((row for row in rows if any(cell != "" for cell in row)), ())
    if not first:
        raise _error(path, "the sheet is empty", "Export it again")
    if len(first) > MAX_COLUMNS:
        raise _error(
            path,
            f"the first row names {len(first):,} columns",
            f"A table has at most {MAX_COLUMNS:,}; export it again",
        )
    names = _names(first, written) if written.header else _numbered(len(first))
    everything = rows if written.header else _after(first, rows)
    schema = pa.schema([(name, pa.string()) for name in names])
    batches = list(_batches(path, everything, schema, written))
    return pa.Table.from_batches(batches, schema)


def _after(first: Sequence[Any], rows: Iterator[Sequence[Any]]) -> Iterator[Any]:
    yield first
    yield from rows


def _numbered(count: int) -> list[str]:
    return [f"column_{number}" for number in range(1, count + 1)]


def _names(first: Sequence[Any], written: Format) -> list[str]:
    """Name the columns; twins are told apart by a number, as in text files."""
    numbered = _numbered(len(first))
    said = [
        (_text(cell, written) or "").strip() or number
        for cell, number in zip(first, numbered, strict=True)
    ]
    times: Counter[str] = Counter()
    names = []
    for name in said:
        times[name] += 1
        names.append(name if times[name] == 1 else f"{name}_{times[name] - 1}")
    return names


def _batches(
    path: Path, rows: Iterator[Sequence[Any]], schema: pa.Schema, written: Format
) -> Iterator[pa.RecordBatch]:
    marks = set(written.null_marks)
    while batch := list(islice(rows, ROWS_A_BATCH)):
        _refuse_rounded(path, batch)
        columns = [
            pa.array(_texts((row[i] for row in batch), written, marks), pa.string())
            for i in range(len(schema))
        ]
        found = pa.record_batch(columns, schema)
        kept = [any(cell != "" for cell in row) for row in batch]
        yield found if all(kept) else found.filter(pa.array(kept))


def _texts(cells: Iterable[Any], written: Format, marks: set[str]) -> list[str | None]:
    texts = (_text(cell, written) for cell in cells)
    return [None if text in marks else text for text in texts]


def _refuse_rounded(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Stop at numbers so long that a workbook can't have kept them whole."""
    limit = 10.0**MOST_DIGITS
    long = sum(isinstance(c, float) and abs(c) >= limit for row in rows for c in row)
    if long:
        raise _error(
            path,
            f"{long:,} cells hold numbers of more than {MOST_DIGITS} digits, which a "
            "workbook rounds",
            "Export those codes as text, or the table as CSV",
        )


def _text(cell: Any, written: Format) -> str | None:
    """Write a typed cell as the format says; a whole number bears no point."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, (int, float)):
        number = str(int(cell)) if cell == int(cell) else repr(cell)
        return number.replace(".", written.decimal)
    if isinstance(cell, datetime):
        return cell.strftime(f"{DAYS[written.dates]} {written.time}")
    if isinstance(cell, date):
        return cell.strftime(DAYS[written.dates])
    if isinstance(cell, timedelta):
        return _clock(int(cell.total_seconds()))
    return cell.strftime(written.time) if isinstance(cell, time) else str(cell)


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}"
