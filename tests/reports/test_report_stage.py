import shutil
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pandas as pd
import pytest

from contracts.errors import ContractError, DisclosureError
from pipelines import show_report, write_report
from tests.reports import made_up_release as made_up

PARAMS = Path("params.yaml").resolve()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty checkout with the tables that the door wrote."""
    shutil.copy(PARAMS, tmp_path / "params.yaml")
    monkeypatch.chdir(tmp_path)
    released = made_up.released(made_up.tables())
    Path("data/released").mkdir(parents=True)
    for name, frame in released.tables.items():
        frame.to_parquet(f"data/released/{name}.parquet", index=False)
    Path("data/released/digest.txt").write_text(f"{released.digest}\n")
    return tmp_path


def test_the_stage_writes_a_folder_that_replaces_the_old_one(place):
    stale = place / "data/reports/2025-01"
    stale.mkdir(parents=True)
    write_report.main()
    assert (place / "data/reports/2026-10/fr/index.html").is_file()
    assert not stale.exists()
    assert not list((place / "data").glob(".reports*"))


def test_paper_spreadsheet_and_tables_lie_beside_the_pages(place):
    write_report.main()
    month = place / "data/reports/2026-10"
    for code in ("fr", "en"):
        for name in ("", "-unit-s1", "-unit-t01"):
            document = month / code / f"equipage-2026-10{name}-{code}.pdf"
            assert document.read_bytes().startswith(b"%PDF-1.7")
        assert is_zipfile(month / code / f"equipage-2026-10-{code}.xlsx")


def test_the_archive_holds_the_tables_as_the_door_wrote_them(place):
    write_report.main()
    released = made_up.released(made_up.tables())
    with ZipFile(place / "data/reports/2026-10/equipage-2026-10-csv.zip") as archive:
        packed = {name: archive.read(name).decode() for name in archive.namelist()}
    assert packed == {
        f"{name}.csv": frame.to_csv(index=False, lineterminator="\n")
        for name, frame in released.tables.items()
    }


def test_edited_tables_are_refused(place):
    path = place / "data/released/team_kpis.parquet"
    frame = pd.read_parquet(path)
    frame.loc[0, "value"] = 0.5
    frame.to_parquet(path, index=False)
    with pytest.raises(DisclosureError, match="not those that were"):
        write_report.main()


def test_without_released_tables_the_stage_says_what_to_run(place):
    (place / "data/released/digest.txt").unlink()
    with pytest.raises(ContractError, match="dvc repro release_teams"):
        write_report.main()


def test_the_last_lines_say_what_to_open(place, capsys):
    write_report.main()
    show_report.main()
    sentence, address = capsys.readouterr().out.strip().split("\n")
    assert "data/reports/index.html" in sentence
    assert address == (place / "data/reports/index.html").as_uri()


def test_without_a_report_one_is_told_to_make_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ContractError, match="make report"):
        show_report.main()
