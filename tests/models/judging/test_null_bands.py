import numpy as np
import pandas as pd
import pytest

from models.dispersion import Dispersion
from models.judging import null_bands

MONTHS = pd.date_range("2025-01-31", periods=5, freq="ME")
CHANCES = Dispersion(0.2, 0.1, 0.0, 0.0, 0)
HOURS = Dispersion(0.1, 0.05, 0.0, 60.0, 0)


def judged(times=1.0, weight=1.0, seed=0):
    """People of 30 teams at five origins; what came is ``times`` what was expected."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        [(m, f"p{p}", f"t{p % 30}") for m in MONTHS for p in range(600)],
        columns=["as_of", "person_id", "team_id"],
    )
    expected = rng.uniform(0.02, 0.3, len(frame))
    came = (rng.random(len(frame)) < expected * times).astype(float)
    return frame.assign(expected=expected, observed=came, weight=weight)


def test_origins_that_share_months_count_once():
    assert null_bands.apart(pd.Series(MONTHS), 3) == [MONTHS[4], MONTHS[1]]


def test_a_right_forecast_lies_in_its_bands():
    found = null_bands.bands("turnover", judged(), CHANCES, 3, seed=1)
    assert set(found) == {"o_over_e", "calibration_slope", "calibration_intercept"}
    assert all(one["inside"] == 1.0 for one in found.values())
    assert found["o_over_e"]["low"] < 1 < found["o_over_e"]["high"]


def test_twice_as_many_as_forecast_do_not():
    found = null_bands.bands("turnover", judged(times=2.0), CHANCES, 3, seed=1)
    assert found["o_over_e"]["value"] == pytest.approx(2.0, abs=0.2)
    assert found["o_over_e"]["inside"] == 0.0


def test_what_teams_share_widens_the_band():
    still = null_bands.bands("turnover", judged(), Dispersion(0, 0, 0, 0, 0), 3, 1)
    moved = null_bands.bands("turnover", judged(), Dispersion(0, 0.4, 0, 0, 0), 3, 1)

    def width(found):
        return found["o_over_e"]["high"] - found["o_over_e"]["low"]

    assert width(moved) > 1.5 * width(still)


def test_hours_lost_have_bands_of_their_own():
    frame = judged(weight=400.0)
    frame["expected"] /= 5
    rng = np.random.default_rng(3)
    mean = frame["expected"] * 400
    frame["observed"] = np.minimum(rng.gamma(mean / 60, 60) / 400, 0.999)
    found = null_bands.bands("absence", frame, HOURS, 3, seed=1)
    assert set(found) == {"o_over_e", "calibration_slope"}
    assert found["o_over_e"]["inside"] == 1.0
