import pytest

from connectors import files
from contracts.errors import ContractError

NEEDED = ("people", "assignments", "teams", "departures")


@pytest.fixture
def folder(tmp_path):
    for name in NEEDED:
        (tmp_path / f"{name}.csv").write_text("person_id\nann\n")
    return tmp_path


def test_every_file_named_after_a_table_is_found(folder):
    (folder / "holidays.csv").write_text("day\n")
    assert sorted(files.find(folder)) == sorted(NEEDED)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ContractError, match="is not a folder"):
        files.find(tmp_path / "nowhere")


def test_an_empty_folder_names_what_it_lacks(tmp_path):
    with pytest.raises(ContractError, match="no file for people, assignments"):
        files.need_all(tmp_path, files.find(tmp_path))


def test_a_table_brought_twice_is_refused(folder):
    (folder / "people.parquet").write_bytes(b"")
    with pytest.raises(ContractError, match="holds it twice"):
        files.find(folder)


def test_a_broken_parquet_is_told_without_its_content(folder, connection):
    path = folder / "shifts.parquet"
    path.write_bytes(b"ann was here")
    with pytest.raises(ContractError, match="not readable as PARQUET") as caught:
        files.read(connection, path)
    assert "ann" not in str(caught.value)
