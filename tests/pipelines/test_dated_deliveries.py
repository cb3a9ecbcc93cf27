"""Exports kept by day, through ingest, activity and drivers: what was known when."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from contracts.errors import ContractError
from pipelines import _files, build_features, ingest_sources, summarise_activity

ROOT = Path(__file__).parents[2]
TEAMS = "team_id,parent_id,kind\nhq,,company\nred,hq,team\nblue,hq,team\n"
PEOPLE = "person_id,hired_on\nann,2025-01-01\nbob,2025-02-01\n"
NOBODY_LEFT = "person_id,left_on,reason\ncat,2025-03-31,voluntary\n"
CONTACTS = "interaction_id,person_id,opened_at,csat,queue\n"
KEYS = "kind,system,system_id,id\nperson,phones,x1,ann\nperson,phones,x2,bob\n"

FEBRUARY = {
    "people": PEOPLE + "cat,2025-01-01\n",
    "assignments": "person_id,team_id,starts_on,ends_on\n"
    "ann,red,2025-01-01,\nbob,red,2025-02-01,\ncat,red,2025-01-01,\n",
    "departures": NOBODY_LEFT,
    "absences": "person_id,starts_on,kind,ends_on\nann,2026-01-12,sickness,2026-01-16\n",
    "interactions": CONTACTS
    + "i1,x1,2026-01-10 09:00,,a\ni2,x1,2026-01-10 10:00,4,a\ni3,x9,2026-01-10 10:00,,a\n",
}
# In March it turns out: the absence lasted longer, bob was in blue since January and
# has left, a customer rated i1, i2 was queue b.
MARCH = {
    "people": PEOPLE + "cat,2025-01-01\n",
    "assignments": "person_id,team_id,starts_on,ends_on\n"
    "ann,red,2025-01-01,\nbob,red,2025-02-01,2025-12-31\nbob,blue,2026-01-01,\ncat,red,2025-01-01,\n",
    "departures": NOBODY_LEFT + "bob,2026-02-10,voluntary\n",
    "absences": "person_id,starts_on,kind,ends_on\nann,2026-01-12,sickness,2026-01-26\n",
    "interactions": CONTACTS
    + "i1,x1,2026-01-10 09:00,2,a\ni4,x2,2026-02-03 10:00,,b\n",
}


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two deliveries: the first days of February, and of March."""
    monkeypatch.chdir(tmp_path)
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    settings["source"] |= {
        "path": "exports",
        "max_unmatched_share": 0.5,
        "systems": {"interactions": "phones"},
        "deliveries": {
            "dated_folders": True,
            "increments": ["interactions"],
            "late_days": 5,
            "max_vanished_share": 0.5,
        },
    }
    settings["time"] |= {"last_month": "2026-02", "history_months": 6}
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(settings))
    deliver("2026-02-03", FEBRUARY)
    deliver("2026-03-04", MARCH)
    for name, text in {"teams": TEAMS, "keys": KEYS}.items():
        Path("exports", f"{name}.csv").write_text(text)
    return tmp_path


def deliver(day: str, tables: dict[str, str]) -> None:
    folder = Path("exports", day)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)


def run() -> pd.DataFrame:
    """Run the stages up to the drivers; give them by month and person."""
    for stage in (ingest_sources, summarise_activity, build_features):
        stage.main()
    features = _files.read_features()
    names = people_by_pseudonym()
    features["who"] = features["person_id"].map(names)
    features["month"] = features["as_of"].dt.strftime("%Y-%m")
    return features.set_index(["month", "who"])


def people_by_pseudonym() -> dict[str, str]:
    from privacy.pseudonyms import MADE_UP_KEY, pseudonymise

    names = pseudonymise(["ann", "bob", "cat"], MADE_UP_KEY, "person")
    return {pseudonym: name for name, pseudonym in names.items()}


def test_each_month_knows_what_was_delivered_by_then(company: Path) -> None:
    found = run()
    january, february = found.loc["2026-01"], found.loc["2026-02"]
    # An absence extended by moving its end: five days known in January, 15 later.
    days = "absence_history__sick_days_recent"
    assert (january.loc["ann", days], february.loc["ann", days]) == (5, 15)
    # A team changed back to January, and an exit of February: both told in March.
    assert "bob" in january.index
    assert january.loc["bob", "team_id"] == january.loc["ann", "team_id"]
    assert "bob" not in february.index
    # A rating that came late, beside one known from the start.
    csat = "service_quality__satisfaction"
    assert (january.loc["ann", csat], february.loc["ann", csat]) == (4, 3)


def test_a_correction_is_no_second_contact(company: Path) -> None:
    run()
    days = pd.read_parquet(_files.ACTIVITY)
    january = days[days["day"].astype(str) == "2026-01-10"]
    by_month = january.groupby(january["known_month"].astype(str))["contacts"].sum()
    assert by_month.cumsum().to_dict() == {"2026-01-01": 2, "2026-02-01": 2}


def test_a_later_delivery_changes_no_earlier_month(company: Path) -> None:
    both = run().loc["2026-01"]
    for path in Path("exports/2026-03-04").iterdir():
        path.unlink()
    Path("exports/2026-03-04").rmdir()
    alone = run().loc["2026-01"]
    pd.testing.assert_frame_equal(both, alone, check_dtype=False)


def test_a_delivery_told_again_changes_nothing(company: Path) -> None:
    before = run()
    deliver("2026-03-05", MARCH)
    pd.testing.assert_frame_equal(before, run())


def test_ids_are_counted_by_system_and_keys_are_not_kept(company: Path) -> None:
    run()
    counts = json.loads(Path("metrics/ingest.json").read_text("utf-8"))["tables"]
    assert counts["interactions"]["ids"] == [
        {"system": "phones", "kind": "person", "ids": 3, "unmatched": 1}
    ]
    assert counts["interactions"]["broken"] == {
        "the person of phones is known in keys": 1
    }
    assert not _files.has_table("keys")


def test_an_export_that_no_delivery_holds_is_told(company: Path) -> None:
    change(
        "source",
        files=[{"file": "time_*.csv", "tables": [{"table": "absences", "steps": []}]}],
    )
    with pytest.raises(ContractError, match=r"no file time_\*\.csv in exports or in a"):
        ingest_sources.main()


def test_a_mapped_export_may_lack_in_a_delivery(company: Path) -> None:
    change("source", files=[MAPPED])
    Path("exports/2026-03-04/away.csv").write_text("who,first\nann,2026-02-02\n")
    for day in ("2026-02-03", "2026-03-04"):
        Path("exports", day, "absences.csv").unlink()
    ingest_sources.main()
    assert len(_files.read_table("absences")) == 1


MAPPED: dict[str, Any] = {
    "file": "away.csv",
    "tables": [
        {
            "table": "absences",
            "steps": [
                {"rename": {"who": "person_id", "first": "starts_on"}},
                {"constants": {"kind": "sickness"}},
            ],
        }
    ],
}


def test_a_table_beside_the_folders_and_in_them_is_told(company: Path) -> None:
    Path("exports/people.csv").write_text(PEOPLE)
    with pytest.raises(ContractError, match="people: exports holds it both beside"):
        ingest_sources.main()


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"interactions": "mars"}, "of which keys holds no row"),
        ({"people": "phones"}, "people can't bear another system's ids"),
        ({"calls": "phones"}, "calls can't bear another system's ids"),
    ],
    ids=["unknown system", "the people system's own", "unknown table"],
)
def test_a_wrong_system_is_told(
    section: dict[str, str], said: str, company: Path
) -> None:
    change("source", systems=section)
    with pytest.raises(ContractError, match=said):
        ingest_sources.main()


def change(section: str, **values: Any) -> None:
    path = Path("params.yaml")
    settings = yaml.safe_load(path.read_text("utf-8"))
    settings[section] |= values
    path.write_text(yaml.safe_dump(settings))


@pytest.fixture
def stage_of_files(company: Path) -> Callable[[str], str]:
    """Give what a damaged file is answered with."""

    def answer(day: str) -> str:
        Path("exports", day, "absences.csv").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(ContractError) as told:
            ingest_sources.main()
        return str(told.value)

    return answer


@pytest.mark.parametrize("day", ["2026-02-03", "2026-03-04"])
def test_a_damaged_file_is_named_with_its_folder(
    day: str, stage_of_files: Callable[[str], str]
) -> None:
    assert stage_of_files(day).startswith(f"exports/{day}/absences.csv: not readable")
