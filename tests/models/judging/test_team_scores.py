import numpy as np
import pandas as pd
import pytest

from models.dispersion import Dispersion
from models.judging import forecasts_of_teams, team_scores

NONE = Dispersion(0.0, 0.0, 0.0, 0.0, 0)
WIDE = Dispersion(0.6, 0.0, 0.0, 0.0, 0)
HOURS = Dispersion(0.1, 0.0, 0.0, 60.0, 0)
MONTHS = pd.date_range("2025-01-31", periods=8, freq="ME")


def people(left, expected=0.1, weight=1.0, month=MONTHS[0], team="a"):
    """People of one team, each with the same chance."""
    return pd.DataFrame(
        {
            "as_of": month,
            "person_id": [f"{team}{i}" for i in range(len(left))],
            "team_id": team,
            "observed": np.asarray(left, float),
            "expected": expected,
            "weight": weight,
        }
    )


def windows(outcome, judged, spread, min_people=2):
    at = {month: spread for month in MONTHS}
    return forecasts_of_teams.windows(outcome, judged, at, 0.8, 15, min_people)


def drawn(sigma, seed=0, teams=60, size=12):
    """Teams whose people share a shift of this spread."""
    rng = np.random.default_rng(seed)
    parts = []
    for month in MONTHS:
        for number in range(teams):
            chance = 1 / (1 + np.exp(2.0 - rng.normal(0, sigma)))
            left = rng.random(size) < chance
            parts.append(people(left, 0.12, month=month, team=f"t{number}"))
    return pd.concat(parts, ignore_index=True)


def judge(judged, spread):
    return team_scores.scores(
        "turnover",
        judged,
        {month: spread for month in MONTHS},
        interval=0.8,
        nodes=15,
        min_people=5,
        horizon=3,
        gap=1,
        seed=1,
    )


def test_two_who_leave_independently_are_binomial():
    found = windows("turnover", people([1, 0]), NONE).iloc[0]
    assert found["below"] == pytest.approx(0.81)
    assert found["at"] == pytest.approx(0.99)
    assert (found["low"], found["high"]) == (0, 1)
    assert found["log_score"] == pytest.approx(-np.log(0.18))


def test_a_shared_shift_widens_the_range_and_keeps_the_mean():
    judged = people([0] * 12)
    narrow, wide = (windows("turnover", judged, one).iloc[0] for one in (NONE, WIDE))
    assert wide["mean"] == pytest.approx(narrow["mean"], rel=1e-6)
    assert wide["deviation"] > narrow["deviation"]


def test_small_teams_are_left_out():
    assert windows("turnover", people([1, 0]), NONE, min_people=3).empty


def test_hours_lost_have_the_mean_and_spread_that_were_forecast():
    found = windows("absence", people([0.05] * 12, 0.06, 400.0), HOURS).iloc[0]
    assert found["mean"] == pytest.approx(0.06)
    assert found["came"] == pytest.approx(0.05)
    hours = 12 * 400 * 0.06
    expected = np.sqrt(60 * hours + np.expm1(0.01) * hours**2) / 4800
    assert found["deviation"] == pytest.approx(expected)


def test_quantiles_of_a_right_forecast_are_uniform():
    below = np.linspace(0, 0.99, 100)
    assert team_scores.pit_distance(below, below + 0.01) < 0.01
    assert team_scores.pit_distance(below**2, below**2) > 0.2


def test_what_a_range_misses_costs_ten_times_as_much():
    one = pd.DataFrame({"low": [1.0, 1.0], "high": [3.0, 3.0], "came": [2.0, 5.0]})
    assert list(team_scores.interval_score(one, 0.8)) == [2.0, pytest.approx(22.0)]


def test_teams_that_stray_together_are_better_forecast_with_their_spread():
    judged = drawn(0.9)
    found = judge(judged, Dispersion(0.9, 0.0, 0.0, 0.0, 0))
    assert found["over_independent"]["share"] < -0.02
    assert found["ours"]["log_score"] < found["independent"]["log_score"]
    assert found["ours"]["pit_distance"] < found["independent"]["pit_distance"]


def test_where_nobody_strays_the_spread_costs_little():
    found = judge(drawn(0.0), Dispersion(0.2, 0.0, 0.0, 0.0, 0))
    assert abs(found["over_independent"]["share"]) < 0.02
    assert found["ours"]["pit_distance"] < 0.05


def test_conformal_ranges_rest_on_windows_that_were_over():
    found = judge(drawn(0.3), Dispersion(0.3, 0.0, 0.0, 0.0, 0))
    # Four of eight months come three and a gap of one after another one.
    assert found["conformal"]["windows"] == 4 * 60
    assert 0.7 < found["conformal"]["inside"] <= 1.0


def test_nothing_to_judge_is_said():
    empty = drawn(0.0).iloc[:0]
    assert judge(empty, NONE) == {"windows": 0}
