import pandas as pd
import pytest

from models.judging import gate
from models.judging.gate import Check

GOOD, BAD = Check("loss", 0.1, 0.5), Check("calibration", 1.2, 1.0)


def test_the_first_choice_is_champion():
    found = gate.decide("trees", "", "", [BAD])
    assert (found.champion, found.reason) == ("trees", "first")


def test_a_challenger_that_passes_every_check_is_promoted():
    found = gate.decide("trees", "life_table", "", [GOOD])
    assert (found.champion, found.previous, found.reason) == (
        "trees", "life_table", "promoted"
    )  # fmt: skip


def test_a_challenger_that_fails_one_is_refused_by_name():
    found = gate.decide("trees", "life_table", "", [GOOD, BAD])
    assert (found.champion, found.reason) == ("life_table", "refused")
    assert found.refused_by == ("calibration",)


def test_the_champion_chosen_again_stays():
    assert gate.decide("trees", "trees", "", [BAD]).reason == "unchanged"


def test_whoever_is_pinned_is_champion_whatever_the_checks_say():
    found = gate.decide("trees", "trees", "life_table", [GOOD])
    assert (found.champion, found.reason) == ("life_table", "pinned")


def test_what_is_not_known_does_not_pass():
    assert not Check("loss", float("nan"), 1.0).passed


def test_calibration_is_told_in_half_widths_of_its_band():
    bands = {
        "o_over_e": {"value": 1.3, "low": 0.8, "high": 1.2},
        "calibration_slope": {"value": float("nan"), "low": 0.9, "high": 1.1},
    }
    (found,) = gate.calibrated(bands)
    assert (found.name, found.value) == ("o_over_e", pytest.approx(1.5))
    assert not found.passed


def test_a_group_surely_worse_forecast_fails_on_either_side():
    groups = pd.DataFrame(
        {
            "attribute": ["women", "older", "remote"],
            "low": [1.3, 0.5, 0.9],
            "high": [1.9, 0.7, 1.6],
        }
    )
    found = {check.name: check.passed for check in gate.fair(groups)}
    assert found == {
        "fairness_women": False, "fairness_older": False, "fairness_remote": True
    }  # fmt: skip


def test_a_leaf_that_lacks_people_fails_and_a_model_without_trees_is_not_asked():
    assert gate.peopled(None) == []
    assert [check.passed for n in (0, 1) for check in gate.peopled(n)] == [True, False]
