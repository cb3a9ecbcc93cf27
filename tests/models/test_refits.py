import numpy as np
import pandas as pd

from models import refits
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
    drawn = refits.redrawn(rows(), seed=3)
    times = drawn.groupby("team_id")["exposure"]
    assert (times.nunique() == 1).all()
    assert (times.size() == 5).all()
    assert drawn["exposure"].sum() == 30


def test_teams_not_drawn_are_left_out():
    kept = [refits.redrawn(rows(), seed)["team_id"].nunique() for seed in range(20)]
    assert min(kept) < 6


def test_the_same_seed_draws_the_same_teams():
    pd.testing.assert_frame_equal(refits.redrawn(rows(), 5), refits.redrawn(rows(), 5))


def test_each_refit_is_of_other_teams_and_the_same_twice():
    found = learned("turnover")
    team = found.known["person_id"].astype(str).str[-1]
    placed = found.known.assign(team_id=team)
    first, again = (
        refits.refits("company_rate", placed, found.fitting, 4) for _ in range(2)
    )
    assert first == again
    assert len({tuple(one.rates.values()) for one in first}) > 1
