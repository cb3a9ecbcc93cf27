"""Workbooks instead of text: what they hide, and what they round."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.bad_input.folder import CANARY, GOOD, Spoil, export, starts
from tests.bad_input.kind import Kind, aside, stops, works

Write = Callable[[Path], object]
HEADER, *ROWS = (line.split(",") for line in GOOD["absences"].splitlines())


def sheets(**content: Sequence[Sequence[Any]]) -> Write:
    """Write a workbook; a cell that begins with = is a formula, its result in a pair."""

    def write(path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            days = book.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in content.items():
                sheet = book.add_worksheet(name)
                for r, row in enumerate(rows):
                    for c, cell in enumerate(row):
                        if isinstance(cell, tuple):
                            sheet.write_formula(r, c, cell[0], None, cell[1])
                        elif isinstance(cell, date):
                            sheet.write_datetime(r, c, cell, days)
                        else:
                            sheet.write(r, c, cell)

    return write


def instead(write: Write, table: str = "absences") -> Spoil:
    """Put a workbook where a table's text file was."""

    def spoil(root: Path) -> None:
        export(root, table).unlink()
        write(export(root, table).with_suffix(".xlsx"))

    return spoil


def cell(column: str, value: Any) -> Write:
    """Write a good workbook with one cell of the first row otherwise."""
    first = [
        value if name == column else was
        for name, was in zip(HEADER, ROWS[0], strict=True)
    ]
    return sheets(absences=[HEADER, first, *ROWS[1:]])


def added(name: str, content: bytes) -> Write:
    """Write a good workbook and put another member into it."""

    def write(path: Path) -> None:
        cell("kind", "sickness")(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)

    return write


def bomb(path: Path) -> None:
    """Write a workbook of some kilobytes that says it unpacks to five gigabytes."""
    added("xl/media/image1.bin", bytes(5_000_000))(path)
    true, said = ((n).to_bytes(4, "little") for n in (5_000_000, 4_294_000_000))
    path.write_bytes(path.read_bytes().replace(true, said))


def liar(path: Path) -> None:
    """Write a workbook whose members are larger than they say."""
    added("xl/media/image1.bin", bytes(5_000_000))(path)
    true, said = ((n).to_bytes(4, "little") for n in (5_000_000, 5_000))
    path.write_bytes(path.read_bytes().replace(true, said))


def written(content: bytes) -> Write:
    return lambda path: path.write_bytes(content)


WORKBOOKS: list[Kind] = [
    stops("a workbook that unpacks to gigabytes", "absences", instead(bomb), "it unpacks to 4.3 GB", "CSV or Parquet"),
    stops("a workbook larger than it says", "absences", instead(liar), "absences.xlsx", "XLSX workbook"),
    stops("text under a workbook's name", "absences", instead(written(GOOD["absences"].encode())),
          "not readable as a workbook"),
    stops("a workbook behind a password", "absences", instead(written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))),
          "not readable as a workbook", "without a password"),
    stops("a zip that is no workbook", "absences",
          instead(lambda path: zipfile.ZipFile(path, "w").writestr("people.csv", CANARY)), "not readable as a workbook"),
    stops("a workbook cut off", "absences",
          instead(lambda path: (cell("kind", "other")(path), path.write_bytes(path.read_bytes()[:-300]))),
          "not readable as a workbook"),
    stops("a workbook of nothing", "absences", instead(sheets(absences=[])), "the sheet is empty"),
    stops("two sheets, none of the table's name", "absences", instead(sheets(one=[HEADER], two=[HEADER])),
          "it has 2 sheets and none is named", "Its sheets are one, two"),
    stops("a formula that was never worked out", "absences", instead(cell("day_share", ("=1/2", ""))),
          "hold a formula without a result"),
    stops("a cell that shows an error", "absences", instead(cell("day_share", ("=1/0", "#DIV/0!"))), "show an error"),
    stops("a code so long that the workbook rounded it", "absences", instead(cell("person_id", 12345678901234567)),
          "1 cells hold numbers of more than 15 digits"),
    stops("a column twice in a workbook", "absences",
          instead(sheets(absences=[[*HEADER, "kind"], *([*row, "other"] for row in ROWS)])),
          "the column kind stands there twice"),
    stops("ten thousand columns in a workbook", "absences",
          instead(sheets(absences=[[f"c{i}" for i in range(10_000)]])), "names 10,000 columns"),
    stops("a workbook beside the same table as text", "absences",
          lambda root: cell("kind", "other")(export(root, "absences").with_suffix(".xlsx")),
          "holds it twice"),
    aside("a word where a workbook should hold a day", "absences", instead(cell("starts_on", f"{CANARY} day")),
          "starts_on is readable as a day"),
    works("days, numbers and text in a workbook", "absences", instead(cell("starts_on", date(2025, 3, 3))),
          "typed cells are read as what they are", lambda root: starts(root) == ["2025-03-03", "2025-04-01"]),
    works("a formula with its result", "absences", instead(cell("day_share", ("=1/2", 0.5))),
          "its result counts", lambda root: len(starts(root)) == 2),
    works("notes on a sheet of their own", "absences",
          instead(sheets(read_me=[["made by hand"]], absences=[HEADER, *ROWS])),
          "the sheet of the table's name is read", lambda root: len(starts(root)) == 2),
]  # fmt: skip
