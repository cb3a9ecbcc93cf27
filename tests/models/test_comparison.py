"""A difference counts as one only where it is more than luck of the draw."""

import numpy as np
import pandas as pd

from models import comparison
from models.candidates import EVERY

TEAMS, MONTHS, PEOPLE = 30, 6, 10


def judged(**candidates: float) -> pd.DataFrame:
    """Everybody's chance is 0.2; each candidate is off by a factor."""
    rng = np.random.default_rng(1)
    team, month, _ = np.indices((TEAMS, MONTHS, PEOPLE)).reshape(3, -1)
    ends = pd.date_range("2026-01-31", periods=MONTHS, freq="ME").to_numpy()
    rows = pd.DataFrame({"as_of": ends[month], "team_id": team, "weight": 1.0})
    rows["observed"] = (rng.random(len(rows)) < 0.2).astype("float64")
    for name in EVERY:
        rows[name] = 0.2 * candidates.get(name, 1.0)
    return rows


def test_a_candidate_that_errs_loses_and_its_interval_says_so() -> None:
    found = comparison.against_champion(
        "turnover", judged(company_rate=3.0), "blend", 3, 7
    )
    worse = found["company_rate"]
    assert 0 < worse["low"] < worse["difference"] < worse["high"]
    assert "blend" not in found


def test_the_same_forecast_is_no_better() -> None:
    found = comparison.against_champion("turnover", judged(), "blend", 3, 7)
    assert found["boosting"] == {"difference": 0.0, "low": 0.0, "high": 0.0}


def test_a_nudge_is_not_told_from_luck() -> None:
    rows = judged(regression=1.02)
    found = comparison.against_champion("turnover", rows, "blend", 3, 7)["regression"]
    assert found["low"] < 0 < found["high"]


def test_one_origin_has_no_interval() -> None:
    rows = judged(company_rate=3.0)
    one = rows[rows["as_of"] == rows["as_of"].min()]
    found = comparison.against_champion("turnover", one, "blend", 3, 7)
    assert np.isnan(found["company_rate"]["low"])


def test_nobody_to_judge_is_nothing_to_compare() -> None:
    assert (
        comparison.against_champion("turnover", judged().head(0), "blend", 3, 7) == {}
    )
