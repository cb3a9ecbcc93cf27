"""What was forecast for each team at past origins, as a distribution, and what came."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from contracts.model_params import Outcome
from models import leavers
from models.clock import Codes, Floats
from models.dispersion import Dispersion

WINDOW = ["as_of", "team_id"]
COLUMNS = ["came", "mean", "deviation", "below", "at", "low", "high", "log_score"]
# A density has no value at no hours at all: counted as one.
LEAST_HOURS = 1.0
LEAST_MEAN = 1e-9


def alone(spread: Dispersion) -> Dispersion:
    """Leave out whatever the people of a team share."""
    return replace(spread, sigma_team=0.0, sigma_month=0.0)


def windows(
    outcome: Outcome,
    judged: pd.DataFrame,
    spread: Mapping[pd.Timestamp, Dispersion],
    interval: float,
    nodes: int,
    min_people: int,
) -> pd.DataFrame:
    """Forecast every team at every origin, beside what came.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.champion_view``.
    spread : mapping of origin to Dispersion
    interval : float
    nodes : int
    min_people : int
        Smaller teams are left out.

    Returns
    -------
    DataFrame
        ``as_of, team_id, came, mean, deviation``; ``below, at``: the forecast
        chance of less than what came, and of at most that; ``low, high``: the
        range; ``log_score``. Leavers, or the share of hours lost.
    """
    sized = judged.groupby(WINDOW)["person_id"].transform("size") >= min_people
    kept = judged[sized].sort_values([*WINDOW, "person_id"])
    tail = (1 - interval) / 2
    quadrature = leavers.normal_nodes(nodes)
    parts = [
        _of_origin(outcome, people, spread[pd.Timestamp(str(origin))], tail, quadrature)
        for origin, people in kept.groupby("as_of", sort=True)
    ]
    return pd.concat(parts, ignore_index=True) if parts else kept[WINDOW]


def _of_origin(
    outcome: Outcome,
    people: pd.DataFrame,
    spread: Dispersion,
    tail: float,
    quadrature: tuple[Floats, Floats],
) -> pd.DataFrame:
    team: Codes = people.groupby("team_id", sort=True).ngroup().to_numpy()
    heads = people[WINDOW].drop_duplicates().reset_index(drop=True)
    if outcome == "absence":
        return heads.assign(**_lost(people, team, spread, tail))
    return heads.assign(**_left(people, team, spread, tail, quadrature))


def _left(
    people: pd.DataFrame,
    team: Codes,
    spread: Dispersion,
    tail: float,
    quadrature: tuple[Floats, Floats],
) -> dict[str, Floats]:
    chance = people["expected"].to_numpy("float64")
    came = np.bincount(team, people["observed"].to_numpy("float64")).astype("int64")
    sigma = np.full(len(came), spread.sigma_team)
    centre = leavers.recentred(chance, spread.sigma_team, *quadrature)
    at_most = leavers.at_most(centre, team, sigma, quadrature)
    row = np.arange(len(came))
    at = at_most[row, came]
    below = np.where(came > 0, at_most[row, np.maximum(came - 1, 0)], 0.0)
    counts = np.arange(at_most.shape[1])
    mass = np.diff(at_most, axis=1, prepend=0.0)
    mean = mass @ counts
    low, high = ((at_most < q - leavers.EDGE).sum(axis=1) for q in (tail, 1 - tail))
    return {
        "came": came.astype("float64"),
        "mean": mean,
        "deviation": np.sqrt(mass @ counts**2 - mean**2),
        "below": below,
        "at": at,
        "low": low.astype("float64"),
        "high": high.astype("float64"),
        "log_score": -np.log(np.maximum(at - below, leavers.EDGE)),
    }


def _lost(
    people: pd.DataFrame, team: Codes, spread: Dispersion, tail: float
) -> dict[str, Floats]:
    weight = people["weight"].to_numpy("float64")
    hours = np.bincount(team, weight)
    came = np.bincount(team, weight * people["observed"].to_numpy("float64"))
    mean = np.bincount(team, weight * people["expected"].to_numpy("float64"))
    mean = np.maximum(mean, LEAST_MEAN)
    variance = spread.draw_hours * mean + np.expm1(spread.sigma_team**2) * mean**2
    drawn = stats.gamma(mean**2 / variance, scale=variance / mean)
    at = np.asarray(drawn.cdf(came))
    return {
        "came": came / hours,
        "mean": mean / hours,
        "deviation": np.sqrt(variance) / hours,
        "below": at,
        "at": at,
        "low": np.asarray(drawn.ppf(tail)) / hours,
        "high": np.minimum(np.asarray(drawn.ppf(1 - tail)) / hours, 1.0),
        "log_score": -np.asarray(drawn.logpdf(np.maximum(came, LEAST_HOURS))),
    }
