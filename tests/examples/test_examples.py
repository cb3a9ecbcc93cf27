"""The examples' mappings, on the exports themselves: they are not in the project."""

import os
import zipfile
from pathlib import Path

import pytest

from contracts.params import Params
from pipelines import _check_page, build_example, check_data

FOLDER = Path(os.environ.get("EQUIPAGE_REAL_DATA", "-"))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason="set EQUIPAGE_REAL_DATA to the folder of the examples' exports",
    ),
]


def findings(name, folder):
    settings = Params.model_validate(build_example.example_params(name, str(folder)))
    return check_data.check(settings.source, settings.activity.threads)


def test_ten_yearly_statuses_become_people_spells_units_and_exits():
    found = findings("mfg10year", FOLDER / "mfg10year")
    assert {name: one.rows for name, one in found.items()} == {
        "people": 6284,
        "teams": 343,
        "assignments": 6284,
        "departures": 1485,
    }
    assert not any(one.broken for one in found.values())
    assert _check_page.learnable(found).startswith("Turnover can be learned")


def test_an_event_log_becomes_legs_and_teaches_no_outcome(tmp_path):
    log = FOLDER / "uci_servicenow_incidents/incident_event_log.zip"
    zipfile.ZipFile(log).extractall(tmp_path)
    found = findings("servicenow", tmp_path / "incident_event_log")
    assert {name: one.rows for name, one in found.items()} == {"interactions": 29791}
    assert not found["interactions"].broken
    assert _check_page.learnable(found).startswith("No outcome can be learned")


def test_a_survey_by_organisation_becomes_scores_and_teaches_no_outcome():
    found = findings("nhs_survey", FOLDER / "nhs_staff_survey")
    assert {name: one.rows for name, one in found.items()} == {
        "teams": 147,
        "survey_scores": 2144,
    }
    assert not any(one.broken for one in found.values())
    assert _check_page.learnable(found).startswith("No outcome can be learned")
