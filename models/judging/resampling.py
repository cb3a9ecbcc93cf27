"""Bootstrap draws over teams and blocks of months: what hangs together stays so.

Windows of one team are alike, and so are windows that share months. Teams are drawn
with replacement, and blocks of as many origins as a window is long; a window counts
as often as its team and its origin were drawn together.
"""

import numpy as np
import pandas as pd

from models.clock import Codes, Floats


def draws(windows: pd.DataFrame, block: int, count: int, seed: int) -> Floats:
    """Draw how often each window counts.

    Parameters
    ----------
    windows : DataFrame with columns as_of, team_id
    block : int
        Consecutive origins that are drawn together.
    count : int
        Draws.
    seed : int

    Returns
    -------
    array of shape (count, n_windows)
        Each row sums to about ``n_windows``.
    """
    team, teams = pd.factorize(windows["team_id"], sort=True)
    origin, origins = pd.factorize(windows["as_of"], sort=True)
    of_team, of_origin = times(len(teams), len(origins), block, count, seed)
    weights: Floats = of_team[:, team] * of_origin[:, origin]
    return weights


def times(
    teams: int, origins: int, block: int, count: int, seed: int
) -> tuple[Floats, Floats]:
    """Draw how often each team, and each origin, counts.

    Returns
    -------
    array of shape (count, teams) and array of shape (count, origins)
    """
    rng = np.random.default_rng(seed)
    of_team = rng.multinomial(teams, np.full(teams, 1 / teams), count)
    of_origin = _blocks(rng, origins, min(block, origins), count)
    return of_team.astype("float64"), of_origin.astype("float64")


def _blocks(rng: np.random.Generator, origins: int, block: int, count: int) -> Codes:
    """Draw blocks of neighbours, the last origin's being the first."""
    starts = rng.integers(origins, size=(count, -(-origins // block), 1))
    drawn = ((starts + np.arange(block)) % origins).reshape(count, -1)[:, :origins]
    return np.stack([np.bincount(one, minlength=origins) for one in drawn])


def bounds(values: Floats, weights: Floats, level: float) -> tuple[float, float]:
    """Give the interval of a weighted mean over the draws.

    Parameters
    ----------
    values : array of shape (n_windows,)
    weights : array of shape (count, n_windows)
        As ``draws`` gives.
    level : float
        Share of draws inside.

    Returns
    -------
    tuple of float
    """
    means = (weights @ values) / np.maximum(weights.sum(axis=1), 1)
    low, high = np.quantile(means, ((1 - level) / 2, (1 + level) / 2))
    return float(low), float(high)
