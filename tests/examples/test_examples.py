"""The examples' mappings, on the exports themselves: they are not in the project."""

import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml

from contracts.params import Params
from pipelines import (
    build_example,
    build_features,
    check_data,
    check_features,
    ingest_sources,
    show_reach,
    summarise_activity,
)
from pipelines.checking import table_findings

FOLDER = Path(os.environ.get("EQUIPAGE_REAL_DATA", "-"))
LINE = (ingest_sources, summarise_activity, build_features, check_features, show_reach)
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason="set EQUIPAGE_REAL_DATA to the folder of the examples' exports",
    ),
]


def findings(name, folder):
    settings = Params.model_validate(build_example.example_params(name, str(folder)))
    return check_data.check(settings)


def test_ten_yearly_statuses_become_people_spells_units_and_exits():
    found = findings("mfg10year", FOLDER / "mfg10year")
    assert {name: one.rows for name, one in found.items()} == {
        "people": 6284,
        "teams": 343,
        "assignments": 6284,
        "departures": 1485,
    }
    assert not any(one.broken for one in found.values())
    assert table_findings.learnable(found).startswith("Turnover can be learned")


def reached(name, folder, place, monkeypatch, capsys):
    """Go from an example's export to the end of its line; give the last words."""
    settings = build_example.example_params(name, str(folder))
    assert settings["outcomes"]["modelled"] == []
    monkeypatch.chdir(place)
    Path("params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    for stage in LINE:
        stage.main()
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    place = tmp_path_factory.mktemp("log")
    packed = FOLDER / "uci_servicenow_incidents/incident_event_log.zip"
    zipfile.ZipFile(packed).extractall(place)
    return place / "incident_event_log"


def test_an_event_log_becomes_legs_groups_and_a_roster(log):
    found = findings("servicenow", log)
    assert {name: one.rows for name, one in found.items()} == {
        "teams": 79,
        "assignments": 446,
        "interactions": 29791,
    }
    assert not any(one.broken for one in found.values())
    assert table_findings.learnable(found).endswith(
        "no outcome can be learned from these data."
    )


def test_an_event_log_reaches_the_drivers(log, tmp_path, monkeypatch, capsys):
    said = reached("servicenow", log, tmp_path, monkeypatch, capsys)
    assert "person-days of activity        6,936" in said
    assert "people, summed over snapshots    585" in said
    assert "5 of the 41 features of families whose tables came have a figure." in said
    passed_on = next(x for x in said.splitlines() if x.startswith("Contacts passed on"))
    assert "93.0% in 2016-02 (n 15)  27.3% in 2016-05 (n 175)" in passed_on
    assert "Turnover lacks people, departures; absence lacks people" in said


def test_a_survey_by_organisation_becomes_scores_and_teaches_no_outcome():
    found = findings("nhs_survey", FOLDER / "nhs_staff_survey")
    assert {name: one.rows for name, one in found.items()} == {
        "teams": 147,
        "survey_scores": 2144,
    }
    assert not any(one.broken for one in found.values())
    assert table_findings.learnable(found).endswith(
        "no outcome can be learned from these data."
    )


def test_a_survey_reaches_the_climate_of_units(tmp_path, monkeypatch, capsys):
    folder = FOLDER / "nhs_staff_survey"
    said = reached("nhs_survey", folder, tmp_path, monkeypatch, capsys)
    lines = {line[:10]: line for line in said.splitlines()}
    assert "units, summed over snapshots  1,168" in said
    assert (
        "0.708 in 2012-12 (n 141)  0.733 in 2019-12 (n 131)  0.722"
        in lines["Engagement"]
    )
    assert (
        "0.37 in 2012-12 (n 141)   0.395 in 2019-12 (n 130)  0.37"
        in lines["Exhaustion"]
    )
    assert "closed in 2018-12 (5 units), 2019-12 (126 units)" in said
    units = pd.read_parquet("data/restricted/features.parquet")
    assert units["climate__engagement"].notna().sum() == 1091
    assert "person_id" not in units
