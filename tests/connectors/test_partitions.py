import pandas as pd
import pytest

from connectors import files, partitions
from contracts.errors import ContractError


def month(path, **columns):
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(columns).to_parquet(path, index=False)


def rows(connection, path):
    found = files.read(connection, path)
    return sorted(found.project("shift_id, person_id").fetchall())


@pytest.fixture
def shifts(tmp_path):
    folder = tmp_path / "shifts"
    month(folder / "2026-02.parquet", shift_id=["s2"], person_id=["bob"])
    month(folder / "2026-01.parquet", shift_id=["s1"], person_id=["ann"])
    return folder


def test_a_folder_of_a_tables_name_is_that_table(shifts, connection):
    found = files.find(shifts.parent)
    assert found == {"shifts": shifts}
    assert rows(connection, found["shifts"]) == [("s1", "ann"), ("s2", "bob")]


def test_a_folder_as_clusters_write_it_is_read_without_what_lies_beside(tmp_path):
    folder = tmp_path / "shifts.parquet"
    month(folder / "month=2026-01" / "part-0.parquet", shift_id=["s1"])
    for aside in ("_SUCCESS", ".part-0.parquet.crc", "_temporary/part-1.parquet"):
        (folder / aside).parent.mkdir(exist_ok=True)
        (folder / aside).write_bytes(b"")
    assert files.find(tmp_path) == {"shifts": folder}
    assert [p.name for p in partitions.within(folder)] == ["part-0.parquet"]


def test_what_a_folders_name_says_is_a_column(tmp_path, connection):
    for day in ("2026-01-30", "2026-01-31"):
        month(tmp_path / "queue_days" / f"day={day}" / "0.parquet", queue=["bills"])
    found = files.read(connection, tmp_path / "queue_days")
    assert sorted(found.project("day, queue").fetchall()) == [
        ("2026-01-30", "bills"),
        ("2026-01-31", "bills"),
    ]


def test_files_of_unlike_columns_are_one_table(shifts, connection):
    month(shifts / "2026-03.parquet", shift_id=["s3"], person_id=["zoe"], remote=[True])
    assert len(rows(connection, shifts)) == 3


def test_a_folder_that_a_mapping_reads_is_left_to_it(shifts):
    (used, _) = partitions.within(shifts)
    assert files.find(shifts.parent, used={used}) == {}


def test_a_folder_beside_a_file_of_its_table_is_refused(shifts):
    (shifts.parent / "shifts.csv").write_text("shift_id\n")
    with pytest.raises(ContractError, match=r"twice, as shifts and as shifts\.csv"):
        files.find(shifts.parent)


def test_a_folder_without_rows_is_refused(tmp_path):
    (tmp_path / "shifts").mkdir()
    (tmp_path / "shifts" / "2026-01.csv").write_text("shift_id\n")
    with pytest.raises(ContractError, match="folder of Parquet files"):
        files.find(tmp_path)


def test_the_damaged_file_of_a_folder_is_named(shifts, connection):
    (shifts / "2026-03.parquet").write_bytes(b"ann was here")
    with pytest.raises(ContractError, match=r"2026-03\.parquet: not readable") as told:
        rows(connection, shifts)
    assert "ann" not in str(told.value)


def test_every_file_below_a_tables_folder_belongs_to_it(shifts):
    around = shifts.parent
    part = around / "2026-01-31" / "shifts" / "month=2026-01" / "part-0.parquet"
    assert partitions.table_of(part, around) == "shifts"
    assert partitions.table_of(around / "notes" / "2026.parquet", around) is None
    assert partitions.table_of(shifts / "_temporary" / "0.parquet", around) is None
