"""Units from people: right on average, wider where less is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from contracts.model_params import Outcome
from models import dispersion, forecast
from models.dispersion import Dispersion
from tests.models.learned import SETTINGS

MONTH = pd.Timestamp("2026-10-31")
SPREAD = Dispersion(
    sigma_team=0.4, sigma_month=0.1, sigma_person=0.0, draw_hours=100.0, windows=900
)
TEAM = 12


def units(
    chances: np.ndarray[tuple[int], np.dtype[np.float64]],
    outcome: Outcome = "turnover",
    spread: Dispersion = SPREAD,
    threshold: float = 0.1,
    weight: float = 1.0,
) -> pd.DataFrame:
    """Forecast teams of twelve and the company above them."""
    names = [f"p{i:04d}" for i in range(len(chances))]
    people = pd.DataFrame(
        {"as_of": MONTH, "person_id": names, "expected": chances, "weight": weight}
    )
    teams = pd.DataFrame(
        {
            "as_of": MONTH,
            "unit_id": [f"team{i // TEAM:03d}" for i in range(len(names))],
            "unit_level": "team",
            "person_id": names,
        }
    )
    company = teams.assign(unit_id="all", unit_level="company")
    members = pd.concat([teams, company])
    found = forecast.unit_forecast(
        outcome, people, members, spread, SETTINGS.forecast, threshold
    )
    return found.set_index("unit_id")


def test_a_unit_s_rate_is_the_mean_of_its_people() -> None:
    chances = np.linspace(0.01, 0.3, 24)
    found = units(chances)
    assert found["expected_rate"]["all"] == pytest.approx(chances.mean())
    assert found["expected_count"]["team000"] == pytest.approx(chances[:12].sum())
    assert found["people"].to_dict() == {"all": 24, "team000": 12, "team001": 12}


def test_the_interval_of_alike_people_is_that_of_the_shift() -> None:
    found = units(np.full(TEAM, 0.1)).loc["team000"]
    width = logit(found["high"]) - logit(found["low"])
    assert width == pytest.approx(2 * 1.2816 * 0.4, rel=1e-3)


def test_the_threshold_is_passed_as_often_as_in_draws() -> None:
    shift = np.random.default_rng(1).normal(0, 0.4, 200_000)
    found = units(np.full(TEAM, 0.1), threshold=0.12).loc["team000"]
    centre = logit(0.1) - 0.5 * 0.4**2 * (1 - 2 * 0.1)  # to second order
    drawn = (expit(centre + shift) > 0.12).mean()
    assert found["probability_above"] == pytest.approx(drawn, abs=0.02)


def test_without_a_shift_leavers_are_poisson_binomial() -> None:
    still = Dispersion(0.0, 0.0, 0.0, 0.0, 0)
    found = units(np.full(TEAM, 0.1), spread=still).loc["team000"]
    # Binomial(12, .1): P(0) = .28 > .1, P(<=1) = .66, P(<=2) = .89, P(<=3) = .97
    assert (found["low_drawn"], found["high_drawn"]) == (0, 3)
    assert found["low"] == pytest.approx(found["high"])


def test_a_shared_shift_widens_the_number_of_leavers() -> None:
    chances = np.full(20 * TEAM, 0.1)
    wide = units(chances, spread=Dispersion(0.4, 0.3, 0.0, 0.0, 0)).loc["all"]
    narrow = units(chances, spread=Dispersion(0.0, 0.0, 0.0, 0.0, 0)).loc["all"]
    assert wide["high_drawn"] > narrow["high_drawn"]
    assert wide["low_drawn"] < narrow["low_drawn"]


def test_a_company_averages_the_shifts_of_its_teams() -> None:
    alone = replace(SPREAD, sigma_month=0.0)
    found = units(np.full(16 * TEAM, 0.1), spread=alone)
    width = logit(found["high"]) - logit(found["low"])
    assert width["all"] == pytest.approx(width["team000"] / 4, rel=1e-3)


def test_large_units_are_counted_as_well_as_exactly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chances = np.random.default_rng(2).uniform(0.02, 0.2, 400)
    quick = units(chances).loc["all", ["low_drawn", "high_drawn"]]
    monkeypatch.setattr(forecast, "EXACT_PEOPLE", 1000)
    exact = units(chances).loc["all", ["low_drawn", "high_drawn"]]
    assert (quick - exact).abs().max() <= 1


def test_hours_lost_are_wider_drawn_than_expected() -> None:
    found = units(np.full(2 * TEAM, 0.05), "absence", weight=455.0, threshold=0.07)
    team = found.loc["team000"]
    assert team["expected_rate"] == pytest.approx(0.05)
    assert team["low_drawn"] < team["low"] < 0.05 < team["high"] < team["high_drawn"]
    assert np.isnan(team["expected_count"])
    # log shift of .4 centred on the mean: P(> .07) = 1 - Phi((ln 1.4 + .08) / .4)
    assert team["probability_above"] == pytest.approx(0.149, abs=0.002)


def test_persons_own_rates_widen_a_team_s_range_and_hardly_the_company_s() -> None:
    chances = np.full(100 * TEAM, 0.05)
    own = replace(SPREAD, sigma_person=0.8)
    without, found = (units(chances, "absence", s, weight=455.0) for s in (SPREAD, own))
    wider = (found["high"] - found["low"]) / (without["high"] - without["low"])
    # Twelve alike: the variance .4**2 grows by log(1 + .8**2 / 12), by .052.
    assert wider["team000"] == pytest.approx(np.sqrt(1 + 0.0520 / 0.16), rel=0.02)
    assert wider["all"] < 1.03
    drawn = ["low_drawn", "high_drawn"]
    pd.testing.assert_frame_equal(found[drawn], without[drawn])


def windows(sigma: float, count: int, seed: int = 3) -> pd.DataFrame:
    """Draw teams of twelve whose forecasts miss a shared shift."""
    rng = np.random.default_rng(seed)
    chances = rng.uniform(0.03, 0.2, count * TEAM)
    shift = np.repeat(rng.normal(0, sigma, count), TEAM)
    left = rng.random(count * TEAM) < expit(logit(chances) + shift)
    names = [f"p{i}" for i in range(len(left))]
    months = pd.to_datetime(np.resize(["2025-01-31", "2025-04-30"], count))
    return pd.DataFrame(
        {
            "as_of": np.repeat(months, TEAM),
            "person_id": names,
            "team_id": np.repeat(np.arange(count), TEAM),
            "expected": chances,
            "observed": left.astype("float64"),
            "weight": 1.0,
            "lasting": np.nan,
        }
    )


def learned_spread(judged: pd.DataFrame, outcome: Outcome = "turnover") -> Dispersion:
    found = dispersion.by_origin(outcome, judged, [MONTH], 3, 1, nodes=15)
    return found[MONTH]


def test_the_spread_of_teams_is_found_again() -> None:
    assert learned_spread(windows(0.6, 1200)).sigma_team == pytest.approx(0.6, abs=0.1)


def test_no_spread_is_nearly_none() -> None:
    assert learned_spread(windows(0.0, 1200)).sigma_team < 0.2


def test_without_windows_the_prior_speaks() -> None:
    found = learned_spread(windows(0.6, 10).head(0))
    # Mean of a half-normal of scale .5, as far as the grid reaches.
    assert (found.windows, found.sigma_team) == (0, pytest.approx(0.39, abs=0.03))


def test_a_window_still_open_at_an_origin_does_not_speak() -> None:
    judged = windows(0.6, 200)
    early = pd.Timestamp("2025-07-31")  # April's window closes a month later
    found = dispersion.by_origin("turnover", judged, [early, MONTH], 3, 1, 15)
    assert (found[early].windows, found[MONTH].windows) == (100, 200)


def test_the_spread_of_hours_is_found_again() -> None:
    rng = np.random.default_rng(4)
    judged = windows(0.0, 1200).assign(weight=450.0, expected=0.05)
    shift = np.repeat(rng.normal(-0.5 * 0.3**2, 0.3, 1200), TEAM)
    hours = 50.0 * rng.poisson(450 * 0.05 * np.exp(shift) / 50)  # spells of 50 hours
    found = learned_spread(judged.assign(observed=hours / 450), "absence")
    assert found.draw_hours == pytest.approx(50, rel=0.1)
    assert found.sigma_team == pytest.approx(0.3, abs=0.1)


def test_how_far_persons_stray_is_found_again_and_luck_is_not() -> None:
    rng = np.random.default_rng(5)
    judged = windows(0.0, 1200).assign(weight=450.0, expected=0.05)
    own = rng.gamma(1 / 0.7**2, 0.7**2, len(judged))
    months = 10.0 * rng.poisson(150 * 0.05 * own / 10, size=(3, len(judged)))
    errors = 3 * (months - 150 * 0.05)
    judged = judged.assign(observed=months.sum(axis=0) / 450)
    found = learned_spread(judged.assign(lasting=errors[0] * errors[2]), "absence")
    assert found.sigma_person == pytest.approx(0.7, abs=0.1)
