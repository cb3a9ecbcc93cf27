import numpy as np
import pandas as pd
import pytest

from models.dispersion import Dispersion
from models.judging import drift

MONTHS = pd.date_range("2025-01-31", periods=6, freq="ME")
LIMITS = drift.Limits(slack_sds=0.5, warn_sds=4.0, stop_sds=8.0)
SPREAD = {month: Dispersion(0.2, 0.1, 0.0, 0.0, 0) for month in MONTHS}


def months(*errors):
    return pd.DataFrame({"as_of": MONTHS[: len(errors)], "error": np.array(errors)})


def test_errors_are_in_deviations_of_chance_and_what_a_month_shares():
    judged = pd.DataFrame(
        {
            "as_of": MONTHS[0],
            "observed": [1.0] * 12 + [0.0] * 88,
            "expected": 0.1,
            "weight": 1.0,
        }
    )
    found = drift.by_month("turnover", judged, SPREAD).iloc[0]
    assert (found["observed"], found["expected"]) == (12, pytest.approx(10))
    assert found["error"] == pytest.approx(2 / np.sqrt(9 + (0.1 * 10) ** 2))


def test_errors_inside_the_slack_add_nothing_up():
    assert (drift.cusum(np.array([0.4, -0.4, 0.5]), 0.5) == 0).all()


def test_errors_to_one_side_add_up_and_those_to_the_other_take_away():
    sums = drift.cusum(np.array([2.0, 2.0, -1.0]), 0.5)
    assert list(sums[:, 0]) == [1.5, 3.0, 1.5]
    assert list(sums[:, 1]) == [0.0, 0.0, 0.5]


def test_a_steady_world_is_steady():
    assert drift.verdict(months(0.3, -0.8, 0.9, -0.2), LIMITS)["state"] == "steady"


def test_a_shift_is_told_with_its_side_and_its_first_month():
    found = drift.verdict(months(0.0, -0.2, 2.0, 2.0, 2.0), LIMITS)
    assert found == {
        "state": "drifted", "side": "more", "sum_sds": 4.5, "since": "2025-03",
        "fresh": {},
    }  # fmt: skip


def test_a_large_shift_stops():
    found = drift.verdict(months(-4.0, -4.0, -4.0), LIMITS)
    assert (found["state"], found["side"], found["since"]) == (
        "stop",
        "less",
        "2025-01",
    )


def test_no_month_is_no_drift():
    assert drift.verdict(months(), LIMITS)["state"] == "steady"


def forecasts(chance):
    """A tenth of each team leaves every month; everybody is given one chance."""
    rng = np.random.default_rng(1)
    month, team = np.repeat(MONTHS, 300), np.tile(np.arange(300) // 15, len(MONTHS))
    return pd.DataFrame(
        {
            "as_of": month,
            "team_id": team,
            "observed": (rng.random(len(month)) < 0.1).astype("float64"),
            "expected": chance,
            "weight": 1.0,
        }
    )


def test_fits_to_the_latest_months_that_forecast_better_outdate_a_champion():
    fresh = drift.against_fresh("turnover", forecasts(0.3), forecasts(0.1), seed=1)
    assert fresh["low"] < fresh["difference"] < fresh["high"] < 0
    assert drift.verdict(months(0.1, -0.1), LIMITS, fresh)["state"] == "outdated"
    assert drift.verdict(months(4.0, 4.0), LIMITS, fresh)["state"] == "drifted"


@pytest.mark.parametrize("chance", [0.1, 0.105, 0.3])
def test_fits_that_are_no_better_or_worse_say_nothing(chance):
    fresh = drift.against_fresh("turnover", forecasts(0.1), forecasts(chance), seed=1)
    assert fresh["high"] >= 0
    assert drift.verdict(months(0.1), LIMITS, fresh)["state"] == "steady"


def test_without_a_closed_month_there_is_nothing_to_hold_against():
    nobody = forecasts(0.1).head(0)
    assert drift.against_fresh("turnover", nobody, nobody, seed=1) == {}
