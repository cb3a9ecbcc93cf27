"""A rate alone says as much as people who are all alike, and no more."""

import numpy as np
import pandas as pd
import pytest

from models import forecast, unit_rates
from models.dispersion import Dispersion
from tests.models.learned import SETTINGS

MONTH = pd.Timestamp("2026-10-31")
SPREAD = Dispersion(
    sigma_team=0.4, sigma_month=0.1, sigma_person=0.3, draw_hours=100.0, windows=900
)
TEAM = 12


def team(rate: float, step: float) -> pd.DataFrame:
    unit = {"as_of": MONTH, "unit_id": "team000", "unit_level": "team"}
    figures = {"people": TEAM, "rate": rate, "step": step, "evenness": 1.0}
    return pd.DataFrame([unit | figures])


def rated(rate: float, step: float, outcome="turnover", hours=1.0) -> pd.Series:
    """The forecast of a team of which its rate alone is known."""
    asked = (SPREAD, SETTINGS.forecast, 0.12, hours)
    return unit_rates.of_rates(outcome, team(rate, step), *asked).iloc[0]


@pytest.mark.parametrize(("outcome", "hours"), [("turnover", 1.0), ("absence", 450.0)])
def test_a_rate_alone_is_forecast_as_people_who_are_alike(outcome, hours) -> None:
    names = [f"p{i}" for i in range(TEAM)]
    people = pd.DataFrame(
        {"as_of": MONTH, "person_id": names, "expected": 0.1, "weight": hours}
    )
    members = people[["as_of", "person_id"]].assign(
        unit_id="team000", unit_level="team"
    )
    asked = (people, members, SPREAD, SETTINGS.forecast, 0.12)
    told = forecast.unit_forecast(outcome, *asked).iloc[0]
    found = rated(0.1, 0.0, outcome, hours)
    for name in ("low", "high", "low_drawn", "high_drawn", "probability_above"):
        assert found[name] == pytest.approx(told[name]), name


def test_a_rate_rounded_coarsely_is_less_sure_to_lie_above() -> None:
    fine, coarse = rated(0.2, 0.0), rated(0.2, 0.1)
    assert 0.5 < coarse["probability_above"] < fine["probability_above"]
    assert (fine["low"], fine["high"]) == (coarse["low"], coarse["high"])


def test_a_rate_rounded_to_nothing_still_has_a_range() -> None:
    found = rated(0.0, 0.02)
    assert 0 < found["low"] < found["high"] < 0.02


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_thresholds_asked_together_are_answered_as_each_alone(outcome) -> None:
    def above(*thresholds: float) -> np.ndarray:
        asked = (SPREAD, SETTINGS.forecast, thresholds)
        return unit_rates.chances_above(outcome, team(0.1, 0.02), *asked)[0]

    together = above(0.05, 0.1, 0.2)
    assert together.tolist() == [above(one)[0] for one in (0.05, 0.1, 0.2)]
    assert together[0] > together[1] > together[2]
