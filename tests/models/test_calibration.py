"""A line is put under forecasts where it would have helped before, and only there."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from contracts.model_params import Outcome
from models import calibration, candidates, explain, scoring
from models.calibration import Line
from models.targets import TARGETS, Objective
from tests.models.learned import Learned, learned

MONTHS = list(pd.date_range("2025-01-31", periods=12, freq="ME"))
TEAMS, PEOPLE = 40, 25
LATEST = [MONTHS[-1]]
STRETCHED = Line(intercept=0.2, slope=1.25)


def past(stretch: float, raised: float, objective: Objective) -> pd.DataFrame:
    """Draw what comes from the raw forecasts, stretched around their mean."""
    rng = np.random.default_rng(1)
    count = len(MONTHS) * TEAMS * PEOPLE
    # Rates near one would be cut off there.
    raw = rng.normal(-2.0, 0.7 if objective == "binary" else 0.4, count)
    true = -2.0 + raised + stretch * (raw + 2.0)
    drawn = (
        (rng.random(count) < expit(true)).astype("float64")
        if objective == "binary"
        else rng.gamma(0.5, np.exp(true) / 0.5)
    )
    return pd.DataFrame(
        {
            "as_of": np.repeat(np.array(MONTHS), TEAMS * PEOPLE),
            "team_id": np.tile(np.arange(TEAMS), count // TEAMS),
            "raw": raw,
            "came": drawn,
            "weight": 1.0,
        }
    )


def line(seen: pd.DataFrame, objective: Objective) -> Line:
    found = calibration.by_origin(seen, LATEST, objective, 3, 1, 0.98)
    return found[LATEST[0]]


@pytest.mark.parametrize("objective", ["binary", "poisson"])
def test_forecasts_too_near_the_mean_are_stretched(objective: Objective) -> None:
    found = line(past(1.5, 0.3, objective), objective)
    assert found.slope == pytest.approx(1.5, abs=0.12)
    assert found.intercept + found.slope * -2.0 == pytest.approx(-1.7, abs=0.12)


@pytest.mark.parametrize("objective", ["binary", "poisson"])
def test_right_forecasts_stay_as_they_are(objective: Objective) -> None:
    assert line(past(1.0, 0.0, objective), objective) == Line()


def test_months_that_were_not_over_teach_nothing() -> None:
    seen = past(1.5, 0.3, "binary")
    before = calibration.by_origin(seen, MONTHS[:9], "binary", 3, 1, 0.98)
    late = seen["as_of"] > MONTHS[4]
    other = seen.assign(came=seen["came"].where(~late, 0.0))
    after = calibration.by_origin(other, MONTHS[:9], "binary", 3, 1, 0.98)
    assert before[MONTHS[8]] == after[MONTHS[8]]
    assert before[MONTHS[8]] != Line()


def test_what_helps_one_team_only_is_no_line() -> None:
    seen = past(1.0, 0.0, "binary")
    struck = (seen["team_id"] == 0) & (seen["raw"] > -1.8)
    assert line(seen.assign(came=seen["came"].where(~struck, 1.0)), "binary") == Line()


def test_nothing_over_is_no_line() -> None:
    first = calibration.by_origin(
        past(1.5, 0.0, "binary"), MONTHS[:4], "binary", 3, 1, 1.0
    )
    assert set(first.values()) == {Line()}


@pytest.mark.parametrize("candidate", ["blend", "regression"])
@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_contributions_on_a_line_still_sum_to_what_they_explain(
    outcome: Outcome, candidate: str
) -> None:
    case = learned(outcome)
    fitted = on_line(case, candidate, outcome)
    shares = candidates.shares(candidate, fitted, case.to_score)
    rates = candidates.predict(candidate, fitted, case.to_score)[:, 0]
    summed = shares.base + shares.values.sum(axis=1)
    binary = TARGETS[outcome].objective == "binary"
    wanted = expit(summed) if binary else np.exp(np.minimum(summed, 0))
    np.testing.assert_allclose(rates, wanted, rtol=0, atol=1e-9)
    found = explain.contributions(outcome, fitted, candidate, case.to_score)
    assert np.isfinite(found.select_dtypes("number")).all().all()


def test_a_line_leaves_what_competes_alone() -> None:
    case = learned("turnover")
    before = scoring.score_events(case.fitted, "blend", case.to_score)
    fitted = on_line(case, "blend", "turnover")
    after = scoring.score_events(fitted, "blend", case.to_score)
    pd.testing.assert_series_equal(before["competing"], after["competing"])
    assert (after["hazard"] != before["hazard"]).all()


def test_models_fitted_anew_go_on_the_same_line() -> None:
    other = calibration.calibrated("fitted", STRETCHED, "binary")
    assert calibration.alike("anew", other).line == STRETCHED
    assert calibration.alike("anew", "fitted") == "anew"
    assert calibration.bare(other) == calibration.bare("fitted") == "fitted"
    assert calibration.calibrated("fitted", Line(), "binary") == "fitted"


def on_line(case: Learned, candidate: str, outcome: Outcome) -> dict[str, object]:
    fitted = case.fitted[candidate]
    asked = TARGETS[outcome].objective
    return {candidate: calibration.calibrated(fitted, STRETCHED, asked)}
