"""Drivers against what truly drives, where that is known: team by team and month.

Only contrasts count: how far a team stands from the company of the same month.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from contracts.model_params import Outcome
from models.clock import Floats

TEAM = ["as_of", "team_id"]
# Families that records show and that add nothing in a made-up company.
DECOYS = ("development", "work_life")
# The same for every team of a month: no contrast to find.
COMMON = ("season",)
STANDARD_ERRORS = 2.0


def team_contrasts(people: pd.DataFrame, families: Sequence[str]) -> pd.DataFrame:
    """Give each team's mean contribution of each family, against the company's.

    Parameters
    ----------
    people : DataFrame with columns as_of, person_id, team_id and the families
    families : sequence of str

    Returns
    -------
    DataFrame
        Indexed by ``as_of, team_id``; ``people`` and a column a family.
    """
    names = list(families)
    teams = people.groupby(TEAM)[names].mean()
    company = people.groupby("as_of")[names].mean()
    away = teams - company.reindex(teams.index.get_level_values("as_of")).to_numpy()
    return away.assign(people=people.groupby(TEAM).size())


def planted_contrasts(terms: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Give what each family truly adds in each team, against the mean team.

    Parameters
    ----------
    terms : DataFrame with columns as_of, team_id, family, turnover, absence
    outcome : Outcome

    Returns
    -------
    DataFrame
        Indexed by ``as_of, team_id``, a column a family.
    """
    terms = terms.assign(as_of=pd.to_datetime(terms["as_of"]).astype("datetime64[us]"))
    wide = terms.pivot_table(index=TEAM, columns="family", values=outcome)
    months = wide.groupby(level="as_of").transform("mean")
    return wide - months


def recovery(
    found: pd.DataFrame, planted: pd.DataFrame, min_people: int
) -> dict[str, object]:
    """Hold the drivers found against those planted.

    Parameters
    ----------
    found : DataFrame
        See ``team_contrasts``.
    planted : DataFrame
        See ``planted_contrasts``.
    min_people : int
        Smaller teams are left out.

    Returns
    -------
    dict
        ``spearman``: by family, over team-months; families that add the same
        everywhere have none. ``top_right``: of the team-months whose largest
        planted contrast is past two standard errors of what is found, the share
        in which the largest found is of the same family; ``clear`` counts those
        team-months. ``decoy_on_top``: the share of them in which the largest found
        is a decoy's.
    """
    found = found[found["people"] >= min_people]
    families = [f for f in found.columns if f in planted.columns and f not in COMMON]
    both = found.index.intersection(planted.index)
    ours = found.loc[both, families].to_numpy("float64")
    theirs = planted.loc[both, families].to_numpy("float64")
    if not len(both):
        return {}
    true_ones = np.array([family not in DECOYS for family in families])
    scaled, errors = _on_the_planted_scale(ours, theirs)
    clear = _clear(theirs, errors)
    top = scaled.argmax(axis=1)
    right = (top == theirs.argmax(axis=1))[clear]
    fooled = ~true_ones[top][clear]
    return {
        "spearman": _ranks(ours, theirs, families),
        "clear": int(clear.sum()),
        "top_right": float(right.mean()) if clear.any() else float("nan"),
        "decoy_on_top": float(fooled.mean()) if clear.any() else float("nan"),
    }


def _on_the_planted_scale(ours: Floats, theirs: Floats) -> tuple[Floats, Floats]:
    """Bring what is found to the planted scale by one factor; give each family's error.

    One factor for all: models shrink, and are not asked how much here.
    """
    factor = float((ours * theirs).sum() / max((ours**2).sum(), 1e-12))
    scaled = ours * factor
    errors: Floats = (scaled - theirs).std(axis=0)
    return scaled, errors


def _clear(
    theirs: Floats, errors: Floats
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Say where the largest planted contrast is past two standard errors."""
    top = theirs.argmax(axis=1)
    largest = theirs[np.arange(len(theirs)), top]
    return np.asarray(largest > STANDARD_ERRORS * errors[top])


def _ranks(ours: Floats, theirs: Floats, families: Sequence[str]) -> dict[str, float]:
    """Give the rank correlation of each family that differs between teams."""
    return {
        family: float(spearmanr(ours[:, place], theirs[:, place]).statistic)
        for place, family in enumerate(families)
        if np.ptp(theirs[:, place]) > 0 and np.ptp(ours[:, place]) > 0
    }
