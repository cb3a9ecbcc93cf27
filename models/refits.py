"""A candidate fitted anew to teams drawn with replacement: how steady it is.

What one set of teams shows and another doesn't is no working condition, but luck.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from models.candidates import CANDIDATES
from models.targets import Fitting

# Runs a function over seeds, one after the other or side by side.
Spread = Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]]


def redrawn(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Draw teams with replacement; a row counts as often as its team was drawn.

    Parameters
    ----------
    rows : DataFrame
        Stacked rows, with ``team_id`` and ``exposure``.
    seed : int

    Returns
    -------
    DataFrame
        The rows of the teams drawn, in the order they had.
    """
    team, teams = pd.factorize(rows["team_id"], sort=True)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(teams), size=len(teams))
    times = np.bincount(drawn, minlength=len(teams))[team]
    kept = rows[times > 0]
    return kept.assign(exposure=kept["exposure"] * times[times > 0])


def refits(
    candidate: str,
    rows: pd.DataFrame,
    settings: Fitting,
    count: int,
    spread: Spread = map,
) -> list[Any]:
    """Fit a candidate so many times.

    Parameters
    ----------
    candidate : str
    rows : DataFrame
        As for ``redrawn``.
    settings : Fitting
    count : int
    spread : callable
        ``map``, or a pool's.

    Returns
    -------
    list
        What the candidate's ``fit`` gives, in the order of the draws.
    """

    def fit(number: int) -> Any:
        drawn = redrawn(rows, settings.seed + number)
        return CANDIDATES[candidate].fit(drawn, settings)

    return list(spread(fit, range(1, count + 1)))
