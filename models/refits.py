"""A candidate fitted anew to teams drawn with replacement: how steady it is.

What one set of teams shows and another doesn't is no working condition, but luck.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from models.candidates import CANDIDATES, ON_LAID_OUT
from models.clock import Codes
from models.laid_out import LaidOut
from models.targets import Fitting, first_alone

# Runs a function over seeds, one after the other or side by side.
Spread = Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]]


def times_drawn(rows: pd.DataFrame, seed: int) -> Codes:
    """Draw teams with replacement; a row counts as often as its team was drawn.

    Parameters
    ----------
    rows : DataFrame with column team_id
    seed : int

    Returns
    -------
    array of shape (n_rows,)
    """
    team, teams = pd.factorize(rows["team_id"], sort=True)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(teams), size=len(teams))
    times: Codes = np.bincount(drawn, minlength=len(teams))[team]
    return times


def refits(
    candidate: str,
    rows: pd.DataFrame,
    settings: Fitting,
    count: int,
    spread: Spread = map,
) -> list[Any]:
    """Fit a candidate so many times to its first target, which drivers are told of.

    Parameters
    ----------
    candidate : str
    rows : DataFrame
        Stacked rows, with ``team_id`` and ``exposure``.
    settings : Fitting
    count : int
    spread : callable
        ``map``, or a pool's.

    Returns
    -------
    list
        What the candidate's ``fit`` gives, in the order of the draws.
    """
    settings = first_alone(settings)
    laid = LaidOut(rows, settings)
    on_laid_out = ON_LAID_OUT.get(candidate)
    if on_laid_out:
        # Made here, before any draw asks for them: all draws share them.
        _ = laid.terms, laid.bins

    def fit(number: int) -> Any:
        drawn = laid.counted(times_drawn(rows, settings.seed + number))
        if on_laid_out:
            return on_laid_out(drawn, settings)
        return CANDIDATES[candidate].fit(drawn.rows, settings)

    return list(spread(fit, range(1, count + 1)))
