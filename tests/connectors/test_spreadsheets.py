import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from connectors import files, spreadsheets
from connectors.mapping.reading import read as read_mapped
from contracts.errors import ContractError
from contracts.source_params import FileEntry, Format

PLAIN = Format()
FRENCH = Format(dates="dmy", decimal=",", time="%H:%M")
Rows = Sequence[Sequence[Any]]


def workbook(path: Path, hidden: Sequence[str] = (), **sheets: Rows) -> Path:
    """Write a workbook, a keyword a sheet."""
    with xlsxwriter.Workbook(path) as book:
        forms = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            time: book.add_format({"num_format": "hh:mm"}),
            timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    sheet.write(r, c, cell, *filter(None, [forms.get(type(cell))]))
            if name in hidden:
                sheet.hide()
    return path


def rows_of(path: Path, written: Format = PLAIN, sheet: str = "") -> list[Any]:
    return [
        tuple(row.values())
        for row in spreadsheets.read(path, written, sheet).to_pylist()
    ]


def test_codes_and_numbers_keep_what_was_typed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", s=[["a", "b", "c"], [1318, "0012", 1.5]])
    assert rows_of(path) == [("1318", "0012", "1.5")]


def test_typed_cells_are_written_as_the_format_says(tmp_path: Path) -> None:
    opened = datetime(2026, 1, 31, 9, 5)  # noqa: DTZ001 - cells bear no zone
    typed = [date(2026, 1, 31), opened, 7.5, True]
    path = workbook(tmp_path / "a.xlsx", s=[["a", "b", "c", "d"], typed])
    assert rows_of(path, FRENCH) == [("31/01/2026", "31/01/2026 09:05", "7,5", "true")]
    assert rows_of(path) == [("2026-01-31", "2026-01-31 09:05:00", "7.5", "true")]


def test_durations_past_a_day_are_hours(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", s=[["a"], [timedelta(hours=30, seconds=5)]])
    assert rows_of(path) == [("30:00:05",)]


def test_rows_without_a_cell_are_left_out_and_empty_cells_are_none(
    tmp_path: Path,
) -> None:
    cells = [["a", "b"], ["x", ""], ["", ""], ["", "?"]]
    path = workbook(tmp_path / "a.xlsx", s=cells)
    marked = Format(null_marks=("?",))
    assert rows_of(path) == [("x", None), (None, "?")]
    assert rows_of(path, marked) == [("x", None), (None, None)]


def test_lines_above_the_header_are_skipped(tmp_path: Path) -> None:
    cells = [["Workers", ""], ["on 1 March", ""], ["a", "b"], ["x", "y"]]
    path = workbook(tmp_path / "a.xlsx", s=cells)
    table = spreadsheets.read(path, Format(skip_rows=2))
    assert table.column_names == ["a", "b"]
    assert table.num_rows == 1


def test_columns_without_a_name_are_numbered(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", s=[["a", "", "c"], ["x", "y", "z"]])
    names = spreadsheets.read(path, Format()).column_names
    assert names == ["a", "column_2", "c"]
    bare = spreadsheets.read(path, Format(header=False)).column_names
    assert bare == ["column_1", "column_2", "column_3"]


def test_the_only_visible_sheet_is_taken_and_others_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["notes"], s=[["a"], [2]], notes=[["n"], [1]])
    assert rows_of(path) == [("2",)]
    assert rows_of(path, Format(sheet="notes")) == [("1",)]


def test_a_plain_workbook_is_a_table_by_its_name(
    tmp_path: Path, connection: Any
) -> None:
    cells = {
        "read_me": [["hello"]],
        "people": [["person_id", "hired_on"], ["007", date(2025, 2, 1)]],
    }
    path = workbook(tmp_path / "people.xlsx", **cells)
    assert files.find(tmp_path) == {"people": path}
    rows = files.read(connection, path)
    assert rows.fetchall() == [("007", "2025-02-01")]


def test_a_mapped_workbook_is_read_like_text(tmp_path: Path, connection: Any) -> None:
    workbook(tmp_path / "march.xlsx", s=[["person_id"], [1]])
    workbook(tmp_path / "april.xlsx", s=[["person_id", "b"], [2, "x"]])
    entry = FileEntry.model_validate(
        {"file": "*.xlsx", "tables": [{"table": "people", "steps": []}]}
    )
    rows = read_mapped(connection, tmp_path, entry, "mapped")
    assert rows.order("person_id").fetchall() == [("1", None, None), ("2", "x", None)]


def test_twins_are_told_apart_by_a_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", s=[["a", "a", "b"], ["x", "y", "z"]])
    assert spreadsheets.read(path, PLAIN).column_names == ["a", "a_1", "b"]


def refusal(path: Path, written: Format = PLAIN) -> str:
    with pytest.raises(ContractError) as refused:
        spreadsheets.read(path, written)
    return str(refused.value)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([["", ""]], "the sheet is empty"),
        ([["a"], [12345678901234567]], "1 cells hold numbers of more than 15 digits"),
        ([["a"], ["=1+1"]], "hold a formula without a result"),
        ([[f"c{i}" for i in range(2001)]], "names 2,001 columns"),
    ],
    ids=["empty", "long number", "formula", "many columns"],
)  # fmt: skip
def test_what_can_not_be_read_right_is_refused(
    cells: Rows, said: str, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("s")
        for r, row in enumerate(cells):
            for c, cell in enumerate(row):
                is_formula = str(cell).startswith("=")
                write = sheet.write_formula if is_formula else sheet.write
                write(r, c, cell, *([None, ""] if is_formula else []))
    assert said in refusal(tmp_path / "a.xlsx")


def test_a_cell_that_shows_an_error_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, "=1+1", None, 2)
    assert "show an error" in refusal(tmp_path / "a.xlsx")


def test_a_formula_with_its_result_is_a_value(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("s")
        sheet.write(0, 0, "a")
        sheet.write_formula(1, 0, "=1+1", None, 2)
    assert rows_of(tmp_path / "a.xlsx") == [("2",)]


def test_sheets_are_named_where_the_choice_is_open(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", s=[["a"]], t=[["a"]])
    assert "it has 2 sheets and none is named" in refusal(path)
    said = refusal(path, Format(sheet="u"))
    assert "it has no sheet u" in said
    assert "Its sheets are s, t" in said


def test_a_workbook_that_unpacks_without_end_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 5_000_000)
    path = workbook(tmp_path / "a.xlsx", s=[["a"], ["x"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.bin", bytes(6_000_000))
    assert "it unpacks to 0.0 GB" in refusal(path)


def test_a_workbook_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", s=[["a"], ["x"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.bin", bytes(6_000_000))
    whole = path.read_bytes()
    true, lie = (6_000_000).to_bytes(4, "little"), (6_000).to_bytes(4, "little")
    assert whole.count(true) == 2
    path.write_bytes(whole.replace(true, lie))
    assert "workbook" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0 locked"])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert "not readable as a workbook" in refusal(tmp_path / "a.xlsx")
