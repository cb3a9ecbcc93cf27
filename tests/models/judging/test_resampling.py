import numpy as np
import pandas as pd
import pytest

from models.judging import resampling

MONTHS = pd.date_range("2026-01-31", periods=4, freq="ME")
WINDOWS = pd.DataFrame(
    [(month, team) for month in MONTHS for team in "abc"],
    columns=["as_of", "team_id"],
)


def test_a_team_and_a_block_of_months_are_drawn_whole():
    weights = resampling.draws(WINDOWS, block=2, count=40, seed=1)
    by_month = weights.reshape(40, 4, 3)
    # Each draw is a product: so often the month, so often the team.
    for one in by_month:
        assert np.linalg.matrix_rank(one) <= 1
    assert (weights == np.round(weights)).all()


def test_neighbouring_months_are_drawn_together():
    of_month = resampling.draws(WINDOWS, 2, 200, 1).reshape(200, 4, 3).sum(axis=2)
    drawn = of_month[of_month.sum(axis=1) > 0]
    # Two blocks of two out of four: a month never comes without one beside it.
    beside = np.roll(drawn, 1, axis=1) + np.roll(drawn, -1, axis=1)
    assert (beside[drawn > 0] > 0).all()


def test_draws_weigh_as_much_as_there_are_windows_on_average():
    weights = resampling.draws(WINDOWS, 2, 4000, 1)
    assert weights.sum(axis=1).mean() == pytest.approx(len(WINDOWS), rel=0.05)


def test_the_same_seed_draws_the_same():
    first, again = (resampling.draws(WINDOWS, 2, 10, 7) for _ in range(2))
    assert (first == again).all()


def test_bounds_hold_the_mean_and_widen_with_what_teams_share():
    same = np.arange(12) % 3 * 10.0
    weights = resampling.draws(WINDOWS, 2, 2000, 1)
    weights = weights[weights.sum(axis=1) > 0]
    low, high = resampling.bounds(same, weights, 0.8)
    assert low < same.mean() < high
    noise = np.tile([1.0, -1.0, 0.0], 4) * np.repeat([1, -1, 1, -1], 3) + 10
    narrow = resampling.bounds(noise, weights, 0.8)
    assert high - low > narrow[1] - narrow[0]


def test_each_draw_has_as_many_teams_and_origins_as_there_are():
    of_team, of_origin = resampling.times(5, 6, block=3, count=50, seed=1)
    assert (of_team.sum(axis=1) == 5).all() and (of_origin.sum(axis=1) == 6).all()
