import numpy as np
import pandas as pd

from models import candidates, laid_out, refits, targets
from tests.models.learned import learned


def rows(teams=6, people=5):
    """A few people in each team, each with an exposure of one."""
    count = teams * people
    return pd.DataFrame(
        {
            "person_id": range(count),
            "team_id": np.repeat([f"t{n}" for n in range(teams)], people),
            "exposure": 1.0,
        }
    )


def test_a_team_is_drawn_whole_and_counts_as_often_as_drawn():
    times = refits.times_drawn(rows(), seed=3)
    of_team = pd.Series(times).groupby(rows()["team_id"])
    assert (of_team.nunique() == 1).all()
    assert times.sum() == 30


def test_teams_not_drawn_are_left_out():
    drawn = [refits.times_drawn(rows(), seed) for seed in range(20)]
    assert any((times == 0).any() for times in drawn)
    laid = laid_out.LaidOut(rows(), learned("turnover").fitting)
    assert len(laid.counted(drawn[0]).rows) == (drawn[0] > 0).sum()


def test_the_same_seed_draws_the_same_teams():
    np.testing.assert_array_equal(
        refits.times_drawn(rows(), 5), refits.times_drawn(rows(), 5)
    )


def test_each_refit_is_of_other_teams_and_the_same_twice():
    found = learned("turnover")
    team = found.known["person_id"].astype(str).str[-1]
    placed = found.known.assign(team_id=team)
    first, again = (
        refits.refits("company_rate", placed, found.fitting, 4) for _ in range(2)
    )
    assert first == again
    assert len({tuple(one.rates.values()) for one in first}) > 1


def test_a_draw_of_every_team_once_is_the_fit_itself():
    found = learned("turnover")
    settings = targets.first_alone(found.fitting)
    laid = laid_out.LaidOut(found.known, settings)
    _ = laid.terms, laid.bins
    for name, on in candidates.ON_LAID_OUT.items():
        drawn = on(laid.counted(np.ones(len(found.known), dtype=int)), settings)
        one = candidates.CANDIDATES[name]
        assert one.stored(drawn) == one.stored(one.fit(found.known, settings))
