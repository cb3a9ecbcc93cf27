import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from contracts.errors import ContractError
from pipelines import _files, ingest_sources
from privacy.pseudonyms import key_fingerprint

ROOT = Path(__file__).parents[2]
EXPORTS = {
    "people": "person_id,hired_on,birth_year\nann,2025-01-01,1990\nbob,2025-02-01,1985\n",
    "teams": "team_id,parent_id,name,kind\nhq,,,company\nred,hq,Team of Zoe,team\n",
    "assignments": "person_id,team_id,starts_on,manager_id,monthly_pay\n"
    "ann,red,2025-01-01,bob,2100\nbob,red,2025-02-01,,3000\n",
    "departures": "person_id,left_on,reason\nann,2025-06-30,voluntary\n",
    "shifts": "shift_id,person_id,starts_at,ends_at,published_at\n"
    "ann-2,ann,2025-03-01 09:00,2025-03-01 17:00,2025-02-01 12:00\n"
    "ann-1,ann,2025-03-02 09:00,2025-03-02 17:00,2025-02-01 12:00\n"
    "ann-2,ann,2025-03-01 10:00,2025-03-01 17:00,2025-02-20 12:00\n",
    "interactions": "interaction_id,person_id,opened_at,customer_id\n"
    "i1,ann,2025-03-01 09:00,zed\ni2,,2025-03-01 10:00,zed\n",
}


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A folder of good exports beside the default parameters."""
    monkeypatch.chdir(tmp_path)
    settings = yaml.safe_load((ROOT / "params.yaml").read_text())
    settings["source"]["path"] = "exports"
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(settings))
    (tmp_path / "exports").mkdir()
    for name, text in EXPORTS.items():
        (tmp_path / "exports" / f"{name}.csv").write_text(text)
    return tmp_path


def stored(root, name, folder="tables"):
    if folder == "tables":
        return pd.read_parquet(root / _files.table_path(name))
    return pd.read_parquet(root / f"data/restricted/{folder}/{name}.parquet")


def change_params(root, section, **values):
    settings = yaml.safe_load((root / "params.yaml").read_text())
    settings[section].update(values)
    (root / "params.yaml").write_text(yaml.safe_dump(settings))


def test_people_become_pseudonyms_that_match_across_tables(source):
    ingest_sources.main()
    people = set(stored(source, "people")["person_id"])
    assert people.isdisjoint({"ann", "bob"})
    assert set(stored(source, "assignments")["person_id"]) == people
    assert set(stored(source, "assignments")["manager_id"].dropna()) <= people


def test_an_interaction_loses_its_id_and_keeps_an_empty_agent(source):
    ingest_sources.main()
    interactions = stored(source, "interactions")
    assert "interaction_id" not in interactions.columns
    assert interactions["person_id"].isna().sum() == 1
    assert "zed" not in set(interactions["customer_id"])


def test_shifts_are_numbered_anew_and_versions_stay_together(source):
    ingest_sources.main()
    numbers = sorted(stored(source, "shifts")["shift_id"])
    assert numbers == ["2025-03.1", "2025-03.2", "2025-03.2"]


def test_birth_years_lie_apart_from_what_drivers_read(source):
    ingest_sources.main()
    assert list(stored(source, "people").columns) == ["person_id", "hired_on"]
    assert sorted(stored(source, "audit_people")["birth_year"]) == [1985, 1990]


def test_what_no_purpose_names_is_emptied(source):
    ingest_sources.main()
    assert stored(source, "assignments")["monthly_pay"].isna().all()


def test_a_purpose_keeps_its_column(source):
    change_params(source, "governance", purpose=["monthly_pay"])
    ingest_sources.main()
    assert stored(source, "assignments")["monthly_pay"].notna().all()


def test_a_teams_internal_name_goes(source):
    ingest_sources.main()
    assert stored(source, "teams")["name"].isna().all()


def test_broken_rows_past_the_limit_stop_the_run_with_a_sentence(source):
    path = source / "exports/departures.csv"
    path.write_text(EXPORTS["departures"] + "bob,tomorrow,voluntary\n")
    with pytest.raises(ContractError) as caught:
        ingest_sources.main()
    assert str(caught.value).startswith(
        'departures: 1 of 2 rows break "left_on is readable as a day".\n'
        "  They are in data/restricted/quarantine/departures.parquet."
    )


def test_broken_rows_within_the_limit_go_aside_and_are_counted(source):
    path = source / "exports/departures.csv"
    path.write_text(EXPORTS["departures"] + "bob,tomorrow,voluntary\n")
    change_params(source, "source", max_broken_share=0.5)
    ingest_sources.main()
    assert len(stored(source, "departures")) == 1
    assert len(stored(source, "departures", "quarantine")) == 1
    counts = json.loads((source / "metrics/ingest.json").read_text())
    assert counts["tables"]["departures"]["broken"] == {
        "left_on is readable as a day": 1
    }


def test_rows_of_people_whom_hr_does_not_know_stop_the_run(source):
    path = source / "exports/departures.csv"
    path.write_text(EXPORTS["departures"] + "zoe,2025-06-30,voluntary\n")
    with pytest.raises(ContractError, match="the person is known in people") as caught:
        ingest_sources.main()
    assert "zoe" not in str(caught.value)


def test_real_data_without_leave_stop_before_a_record_is_read(source):
    change_params(source, "governance", data="real", retention_months=48)
    shutil.rmtree(source / "exports")
    with pytest.raises(ContractError, match="dpia_reference, consulted_on"):
        ingest_sources.main()


def test_real_data_without_a_key_file_stop(source, monkeypatch):
    leave = dict.fromkeys(
        ("dpia_reference", "consulted_on", "opinion", "reviewer"), "x"
    )
    leave["retention_months"] = 48
    change_params(source, "governance", data="real", **leave)
    with pytest.raises(ContractError, match="names no key file"):
        ingest_sources.main()


def allow_real_data(source, monkeypatch, **governance):
    """Fill in what real data ask for, key file included."""
    (source / "key").write_bytes(b"k" * 32)
    monkeypatch.setenv("EQUIPAGE_TEST_KEY", str(source / "key"))
    leave = dict.fromkeys(
        ("dpia_reference", "consulted_on", "opinion", "reviewer"), "x"
    )
    change_params(source, "governance", data="real", **leave, **governance)
    print_of_key = key_fingerprint(b"k" * 32)
    named = {"key_variable": "EQUIPAGE_TEST_KEY", "key_fingerprint": print_of_key}
    change_params(source, "source", **named)


def test_who_left_before_the_retention_limit_comes_in_no_more(source, monkeypatch):
    allow_real_data(source, monkeypatch, retention_months=12)
    shorter = {"sustained_months": 3, "before_months": 2, "long_months": 3}
    change_params(source, "features", recent_months=1, **shorter)
    for last_month, kept in (("2026-06", 2), ("2026-07", 1)):
        change_params(source, "time", last_month=last_month, history_months=6)
        ingest_sources.main()
        people = pd.read_parquet(source / "data/restricted/tables/people.parquet")
        assert len(people) == kept, last_month
    counts = json.loads((source / "metrics/ingest.json").read_text())["tables"]
    assert {name: one["past_retention"] for name, one in counts.items()} == {
        "people": 1,
        "teams": 0,
        "assignments": 1,
        "departures": 1,
        "shifts": 3,
        "interactions": 2,
    }
    assert not list((source / "data/restricted/quarantine").iterdir())


def test_two_runs_write_the_same_bytes(source):
    ingest_sources.main()
    first = files_of(source)
    ingest_sources.main()
    assert files_of(source) == first


def files_of(root):
    """Every table's bytes, file by file."""
    tables = root / "data/restricted/tables"
    return {
        path.relative_to(tables).as_posix(): path.read_bytes()
        for path in tables.rglob("*.parquet")
    }


def test_large_tables_lie_in_a_file_a_month(source):
    more = "i3,ann,2025-04-30 23:59,zed\n"
    path = source / "exports/interactions.csv"
    path.write_text(EXPORTS["interactions"] + more)
    ingest_sources.main()
    folder = source / "data/restricted/tables/interactions"
    months = {one.name: len(pd.read_parquet(one)) for one in folder.iterdir()}
    assert months == {"2025-03.parquet": 2, "2025-04.parquet": 1}


def test_a_month_whose_rows_are_the_same_keeps_its_bytes(source):
    ingest_sources.main()
    before = files_of(source)
    contacts, shifts = (source / f"exports/{n}.csv" for n in ("interactions", "shifts"))
    # Rows the other way round, one more month, and ids that come before the others'.
    header, *rows = EXPORTS["interactions"].splitlines()
    added = ["a0,bob,2025-04-01 08:00,amy"]
    contacts.write_text("\n".join([header, *added, *reversed(rows)]) + "\n")
    shifts.write_text(
        EXPORTS["shifts"] + "a,bob,2025-04-02 09:00,2025-04-02 17:00,2025-03-01 12:00\n"
    )
    ingest_sources.main()
    after = files_of(source)
    march = [name for name in before if name.endswith("/2025-03.parquet")]
    assert len(march) == 2
    assert all(after[name] == before[name] for name in march)
    assert {*after} - {*before} == {
        "interactions/2025-04.parquet",
        "shifts/2025-04.parquet",
    }


def test_all_versions_of_a_shift_lie_where_its_first_one_began(source):
    path = source / "exports/shifts.csv"
    moved = "ann-2,ann,2025-04-01 10:00,2025-04-01 17:00,2025-02-21 12:00\n"
    path.write_text(EXPORTS["shifts"] + moved)
    ingest_sources.main()
    folder = source / "data/restricted/tables/shifts"
    assert [one.name for one in folder.iterdir()] == ["2025-03.parquet"]
    assert len(pd.read_parquet(folder)) == 4


def test_a_table_without_rows_is_still_a_table(source):
    (source / "exports/shifts.csv").write_text(EXPORTS["shifts"].splitlines()[0] + "\n")
    change_params(source, "outcomes", modelled=[])
    ingest_sources.main()
    assert stored(source, "shifts").empty
    assert "starts_at" in stored(source, "shifts")
