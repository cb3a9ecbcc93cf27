"""Exports written again without some rows: all else stays as it was."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from connectors.rewrite import exports
from connectors.rewrite.change import ROW, Change
from contracts.source_params import Format

NOTHING = np.array([], np.int64)


def change(*gone: int, **emptied: list[int]) -> Change:
    return Change(
        np.array(gone, np.int64),
        {column: np.array(rows, np.int64) for column, rows in emptied.items()},
    )


def rewritten(
    path: Path, said: Change, written: Format | None = None, sheet: str = ""
) -> Path:
    draft = path.with_name(f"draft{path.suffix}")
    exports.rewrite(path, draft, written or Format(), {sheet: said})
    return draft


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def test_other_rows_of_a_text_stay_byte_for_byte(tmp_path: Path) -> None:
    path = text(
        tmp_path / "people.csv",
        '\ufeffperson_id; note\r\n"ann";"a ""b"";\r\nc"\r\n\r\nbob; x\r\n zoe ;é',
    )
    written = Format(delimiter=";")
    left = rewritten(path, change(1), written).read_bytes().decode()
    assert left == '\ufeffperson_id; note\r\n"ann";"a ""b"";\r\nc"\r\n\r\n zoe ;é'


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_a_text_keeps_its_encoding(tmp_path: Path, encoding: Any) -> None:
    path = text(tmp_path / "x.csv", "id,équipe\na,été\nb,noël\n", encoding)
    left = rewritten(path, change(0), Format(encoding=encoding)).read_bytes()
    assert left == "id,équipe\nb,noël\n".encode(encoding)


@pytest.mark.parametrize("end", ["le", "be"])
def test_a_wide_text_keeps_its_mark_and_the_order_of_its_bytes(
    tmp_path: Path, end: str
) -> None:
    path = text(tmp_path / "x.csv", "\ufeffid\té\na\t1\nb\t2\n", f"utf-16-{end}")
    written = Format(encoding="utf-16", delimiter="\t")
    left = rewritten(path, change(0), written).read_bytes()
    assert left == "\ufeffid\té\nb\t2\n".encode(f"utf-16-{end}")


def test_bytes_that_are_no_text_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,note\na,\xff\xfe\nb,\x81\n")
    assert rewritten(path, change(0)).read_bytes() == b"id,note\nb,\x81\n"


def test_a_cell_is_emptied_and_its_row_keeps_the_others(tmp_path: Path) -> None:
    path = text(tmp_path / "x.csv", 'a,manager_id,c\n1,"x ""y"", z","3,4"\n2,x,3\n')
    left = rewritten(path, change(manager_id=[0])).read_text()
    assert left == 'a,manager_id,c\n1,,"3,4"\n2,x,3\n'


def test_lines_above_the_header_stay(tmp_path: Path) -> None:
    path = text(tmp_path / "x.csv", "Export\nof today\nid,b\na,1\nb,2\n")
    left = rewritten(path, change(0), Format(skip_rows=2)).read_text()
    assert left == "Export\nof today\nid,b\nb,2\n"


def test_a_text_without_a_header_has_numbered_columns(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = text(tmp_path / "x.csv", "a,1\nb,2\n")
    written = Format(header=False)
    assert exports.parts(path, written) == {"": ["column0", "column1"]}
    assert rewritten(path, change(0), written).read_text() == "b,2\n"


def test_rows_of_a_text_come_with_their_places(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = text(tmp_path / "x.csv", "id;note\na;?\n\nb;x\nc\n")
    written = Format(delimiter=";", null_marks=("?",))
    (rows,) = exports.rows(connection, path, written, "", ["note"])
    assert rows.columns == ["note", ROW]
    assert rows.fetchall() == [(None, 0), ("x", 1), (None, 2)]


def test_a_parquet_file_keeps_schema_row_groups_and_compression(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    held = pa.table(
        {
            "id": pa.array(["a", "b", "c", "d"]),
            "day": pa.array([date(2026, 1, 1)] * 4),
            "pay": pa.array([1.5, None, 2.5, 3.5], pa.float32()),
        },
        metadata={"made": "by hand"},
    )
    pq.write_table(held, path, row_group_size=2, compression="gzip")
    left = rewritten(path, change(0, 3))
    assert pq.read_table(left).equals(held.take([1, 2]), check_metadata=True)
    about = pq.read_metadata(left)
    assert [about.row_group(n).num_rows for n in range(2)] == [1, 1]
    assert about.row_group(0).column(0).compression == "GZIP"


def test_a_parquet_file_keeps_how_each_column_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    held = pa.table({"few": ["a", "b"] * 50, "at": list(range(100)), "id": ["x"] * 100})
    pq.write_table(
        held,
        path,
        use_dictionary=["few"],
        column_encoding={"at": "DELTA_BINARY_PACKED"},
        compression={"few": "zstd", "at": "none", "id": "snappy"},
    )
    about = pq.read_metadata(rewritten(path, change(3))).row_group(0)
    few, at, code = (about.column(n) for n in range(3))
    assert "RLE_DICTIONARY" in few.encodings
    assert "DELTA_BINARY_PACKED" in at.encodings
    assert "RLE_DICTIONARY" not in code.encodings
    packed = [few.compression, at.compression, code.compression]
    assert packed == ["ZSTD", "UNCOMPRESSED", "SNAPPY"]


def test_no_list_of_values_in_a_parquet_file_names_who_went(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    ids = pd.Categorical(["canary", "bob", "bob"])
    frame = pd.DataFrame({"person_id": ids, "manager_id": ["bob", "canary", "zoe"]})
    frame.to_parquet(path, compression=None)
    assert b"canary" in path.read_bytes()
    left = rewritten(path, change(0, manager_id=[1]))
    assert b"canary" not in left.read_bytes()
    found = pd.read_parquet(left)
    assert list(found["person_id"]) == ["bob", "bob"]
    assert list(found["manager_id"].fillna("")) == ["", "zoe"]


def test_a_parquet_file_of_which_all_rows_go_stays_a_table(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pd.DataFrame({"id": ["a", "a"]}).to_parquet(path)
    left = pd.read_parquet(rewritten(path, change(0, 1)))
    assert (list(left.columns), len(left)) == (["id"], 0)


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    kinds = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm", timedelta: "[h]:mm:ss"}
    with Workbook(path) as book:
        looks = {kind: book.add_format({"num_format": f}) for kind, f in kinds.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(place, column, cell)
                    else:
                        sheet.write(place, column, cell, looks.get(type(cell)))
    return path


def test_a_workbook_keeps_its_sheets_and_what_each_cell_is(tmp_path: Path) -> None:
    day, time = date(2026, 1, 31), datetime.fromisoformat("2026-01-31 09:30")
    rows: list[list[Any]] = [
        ["person_id", "day", "at", "pay", "there", "worked"],
        ["007", day, time, 1.5, True, timedelta(hours=30)],
        [],
        ["canary", day, time, 2.0, False, timedelta(minutes=5)],
        [7301.0, day, time, "2", "", timedelta(0)],
    ]
    path = workbook(tmp_path / "x.xlsx", people=rows, notes=[["canary"], ["kept"]])
    left = rewritten(path, change(1), sheet="people")
    with CalamineWorkbook.from_path(left) as book:
        assert book.sheet_names == ["people", "notes"]
        found = book.get_sheet_by_name("people").to_python(skip_empty_area=False)
        notes = book.get_sheet_by_name("notes").to_python()
    assert [found[1], found[3]] == [rows[1], rows[4]]
    assert len(found) == 4
    assert notes == [["canary"], ["kept"]]


def test_a_cell_of_a_workbook_is_emptied(tmp_path: Path) -> None:
    rows = [["title"], ["person_id", "manager_id"], ["a", "x"], ["b", "x"]]
    path = workbook(tmp_path / "x.xlsx", one=rows)
    said = change(manager_id=[1])
    left = rewritten(path, said, Format(skip_rows=1), sheet="one")
    with CalamineWorkbook.from_path(left) as book:
        found = book.get_sheet_by_index(0).to_python()
    assert found == [["title", ""], ["person_id", "manager_id"], ["a", "x"], ["b", ""]]
