"""How honest the forecasts of teams are: held against what came, and two rivals.

The rivals: people who leave, or are sick, independently of each other; and ranges
as wide as past errors were (split conformal), which know nothing of a distribution.
Gneiting, Balabdaoui & Raftery 2007 (PIT); Gneiting & Raftery 2007 (interval score).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models.clock import Floats, matured
from models.dispersion import Dispersion
from models.judging import forecasts_of_teams, resampling

DRAWS, BOUND = 500, 0.8
GRID = np.linspace(0.0, 1.0, 101)
# Fewer past windows are no measure of how wide a range must be.
FEWEST_PAST = 50


def pit_distance(below: Floats, at: Floats, weight: Floats | None = None) -> float:
    """Give how far the forecasts' own quantiles are from uniform.

    Parameters
    ----------
    below, at : array of shape (n_windows,)
        The forecast chance of less than what came, and of at most that.
    weight : array of shape (n_windows,), optional

    Returns
    -------
    float
        The largest gap between the shares expected and seen, 0 to 1; a count
        stands at every place between ``below`` and ``at``, instead of at one drawn.
    """
    share = (GRID - below[:, None]) / np.maximum(at - below, 1e-12)[:, None]
    seen = np.average(np.clip(share, 0, 1), axis=0, weights=weight)
    return float(np.abs(seen - GRID).max())


def interval_score(windows: pd.DataFrame, interval: float) -> Floats:
    """Give each range's width, and what it missed by times 2 / (1 - interval)."""
    low, high, came = (windows[n].to_numpy("float64") for n in ("low", "high", "came"))
    missed = np.maximum(low - came, 0) + np.maximum(came - high, 0)
    score: Floats = high - low + 2 / (1 - interval) * missed
    return score


def scores(
    outcome: Outcome,
    judged: pd.DataFrame,
    spread: Mapping[pd.Timestamp, Dispersion],
    *,
    interval: float,
    nodes: int,
    min_people: int,
    horizon: int,
    gap: int,
    seed: int,
) -> dict[str, object]:
    """Judge the forecasts of teams of at least ``min_people``.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.champion_view``.
    spread : mapping of origin to Dispersion
    interval : float
        The share that a range is to hold.
    nodes : int
        Of the quadrature over a team's shift.
    min_people : int
    horizon, gap : int
        Months.
    seed : int
        Of the bootstrap.

    Returns
    -------
    dict
        ``windows``; of ``ours`` and ``independent`` the PIT's distance from uniform
        with its upper 90 % bound, interval score, width, share inside and log score;
        ``over_independent``: by how much our interval score is above the rival's,
        with its 80 % interval; ``conformal`` with our score on the same windows.
        Leavers, or the share of hours lost. Empty where no window can be judged.
    """
    alone = {origin: forecasts_of_teams.alone(one) for origin, one in spread.items()}
    ours, rival = (
        forecasts_of_teams.windows(outcome, judged, one, interval, nodes, min_people)
        for one in (spread, alone)
    )
    if ours.empty:
        return {"windows": 0}
    weights = resampling.draws(ours, horizon, DRAWS, seed)
    return _beside(ours, rival, weights, interval) | {
        "conformal": _conformal(ours, interval, horizon, gap)
    }


def _beside(
    ours: pd.DataFrame, rival: pd.DataFrame, weights: Floats, interval: float
) -> dict[str, object]:
    """Judge our forecasts and the rival's by the same draws."""
    return {
        "windows": len(ours),
        "ours": _summary(ours, weights, interval),
        "independent": _summary(rival, weights, interval),
        "over_independent": _difference(ours, rival, weights, interval),
    }


def _summary(
    windows: pd.DataFrame, weights: Floats, interval: float
) -> dict[str, float]:
    below, at = windows["below"].to_numpy(), windows["at"].to_numpy()
    drawn = [pit_distance(below, at, one) for one in weights if one.any()]
    return {
        "pit_distance": pit_distance(below, at),
        "pit_upper_90": float(np.quantile(drawn, 0.9)),
        "interval_score": float(interval_score(windows, interval).mean()),
        "width": float((windows["high"] - windows["low"]).mean()),
        "inside": _inside(windows),
        "log_score": float(windows["log_score"].mean()),
    }


def _inside(windows: pd.DataFrame) -> float:
    return float(windows["came"].between(windows["low"], windows["high"]).mean())


def _difference(
    ours: pd.DataFrame, rival: pd.DataFrame, weights: Floats, interval: float
) -> dict[str, float]:
    theirs = interval_score(rival, interval)
    apart = (interval_score(ours, interval) - theirs) / theirs.mean()
    low, high = resampling.bounds(apart, weights, BOUND)
    return {"share": float(apart.mean()), "low": low, "high": high}


def _conformal(
    ours: pd.DataFrame, interval: float, horizon: int, gap: int
) -> dict[str, float]:
    """Make ranges of past errors, in standard deviations; judge where there are any."""
    origins = sorted(ours["as_of"].unique())
    error = (ours["came"] - ours["mean"]).abs() / ours["deviation"]
    parts = []
    for origin in origins:
        past = error[ours["as_of"].isin(matured(origins, origin, horizon, gap))]
        if len(past) >= FEWEST_PAST:
            place = min(1.0, np.ceil((len(past) + 1) * interval) / len(past))
            reach = float(np.quantile(past, place))
            here = ours[ours["as_of"] == origin]
            low = (here["mean"] - reach * here["deviation"]).clip(lower=0)
            parts.append(
                here.assign(low=low, high=here["mean"] + reach * here["deviation"])
            )
    if not parts:
        return {"windows": 0.0}
    ranges = pd.concat(parts)
    same = ours.loc[ranges.index]
    return {
        "windows": float(len(ranges)),
        "interval_score": float(interval_score(ranges, interval).mean()),
        "inside": _inside(ranges),
        "ours_interval_score": float(interval_score(same, interval).mean()),
    }
