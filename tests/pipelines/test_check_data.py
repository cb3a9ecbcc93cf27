from pathlib import Path

import pytest
import yaml

from contracts.errors import ContractError
from pipelines import check_data

ROOT = Path(__file__).parents[2]
EXPORTS = {
    "people": "person_id,hired_on,shoe_size\nann,2025-01-01,38\n",
    "teams": "team_id,kind\nred,team\n",
    "assignments": "person_id,team_id,starts_on\nann,red,2025-01-01\n",
    "departures": "person_id,left_on,reason\nann,2025-06-30,voluntary\n",
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    settings["source"]["path"] = "exports"
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(settings))
    (tmp_path / "exports").mkdir()
    for name, text in EXPORTS.items():
        (tmp_path / "exports" / f"{name}.csv").write_text(text)
    return tmp_path


def test_good_exports_say_what_can_be_learned_and_leave_no_file(place, capsys):
    check_data.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["people", "1", "0", "0.0%", "complete"]
    assert "people: columns not read: shoe_size." in lines
    assert (
        lines[-1] == "Turnover can be learned from these data; absence needs absences."
    )
    assert sorted(path.name for path in place.iterdir()) == ["exports", "params.yaml"]


def test_people_alone_teach_nothing(place, capsys):
    for name in ("teams", "assignments", "departures"):
        (place / f"exports/{name}.csv").unlink()
    check_data.main()
    assert capsys.readouterr().out.splitlines()[-1] == (
        "No outcome can be learned from these data: turnover needs assignments, teams, "
        "departures; absence needs assignments, teams, departures, absences."
    )


def test_broken_rows_are_counted_by_rule_and_end_in_an_error(place, capsys):
    path = place / "exports/departures.csv"
    path.write_text(EXPORTS["departures"] + "zoe,2025-06-30,voluntary\n")
    with pytest.raises(ContractError, match="departures: a run would stop here"):
        check_data.main()
    page = capsys.readouterr().out
    assert 'departures: 1 of 2 rows break "the person is known in people".' in page
    assert "50.0%" in page
    assert "zoe" not in page


def test_a_table_without_a_needed_column_is_refused_and_the_rest_checked(place, capsys):
    (place / "exports/departures.csv").write_text("person_id\nann\n")
    with pytest.raises(ContractError):
        check_data.main()
    page = capsys.readouterr().out
    assert "departures: the export has no column left_on, reason." in page
    assert page.splitlines()[-1].startswith("No outcome can be learned")


def test_an_empty_folder_is_told(place):
    for path in (place / "exports").iterdir():
        path.unlink()
    with pytest.raises(ContractError, match="no table in it"):
        check_data.main()
