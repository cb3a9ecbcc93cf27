"""The numbers of leavers forecast for teams against how likely each truly is."""

import numpy as np
import pandas as pd

from models.clock import Floats
from models.leavers import count_chances

TEAM = ["as_of", "team_id"]


def against(
    people: pd.DataFrame, counts: pd.DataFrame, candidate: str, min_people: int
) -> dict[str, float]:
    """Measure the counts of teams that a candidate's chances make.

    Parameters
    ----------
    people : DataFrame with columns as_of, team_id, known and the candidate's
        See ``truth.over_months``.
    counts : DataFrame with columns as_of, team_id, leavers, chance
        How likely each number is.
    candidate : str
    min_people : int
        Smaller teams are left out.

    Returns
    -------
    dict of str to float
        ``teams``: team-months measured. ``share_attainable``: the ranked
        probability score avoided in expectation, over what the true chances of
        the counts would avoid, both against everybody at the mean known chance.
    """
    counts = counts.assign(
        as_of=pd.to_datetime(counts["as_of"]).astype("datetime64[us]")
    )
    by_team = dict(iter(counts.groupby(TEAM)))
    mean = float(people["known"].mean())
    gained = attainable = 0.0
    teams = 0
    for key, team in people.groupby(TEAM):
        if len(team) < min_people or key not in by_team:
            continue
        true = _cumulated(by_team[key], len(team))
        ours = count_chances(team[candidate].to_numpy("float64"))
        flat = count_chances(np.full(len(team), mean))
        base = _distance(np.cumsum(flat), true)
        attainable += base
        gained += base - _distance(np.cumsum(ours), true)
        teams += 1
    share = gained / attainable if attainable > 0 else float("nan")
    return {"teams": float(teams), "share_attainable": share}


def _cumulated(counts: pd.DataFrame, people: int) -> Floats:
    """Give P(at most k leavers) for k from 0 to all of them."""
    chances = np.zeros(people + 1)
    # Records may lack somebody who was there: whoever is too many counts as all.
    at = np.minimum(counts["leavers"].to_numpy(), people)
    np.add.at(chances, at, counts["chance"].to_numpy("float64"))
    return np.asarray(np.cumsum(chances))


def _distance(ours: Floats, true: Floats) -> float:
    """Give what a forecast's expected score is worse than the truth's own."""
    return float(((ours - true) ** 2).sum())
