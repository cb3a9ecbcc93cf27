"""A line on which the champion's logits, or logs, are put: what it erred in before.

Two forecasts averaged, and trees of few steps, stay too near the mean. How much too
near, and by how much too high or low, the forecasts of origins that are over tell;
where a line learned before would not have helped, there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from models import measures, regression
from models.clock import Codes, Floats, matured, months_between
from models.targets import Objective

# By how much a forecast is usually off, before anything of it has come: a tenth of
# its distance from the mean, a tenth of its level.
USUAL = 0.1
STEPS = 12
FURTHEST = 1.0
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """Intercept and slope on the scale of logits, or logs; as it is: 0 and 1."""

    intercept: float = 0.0
    slope: float = 1.0


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A fitted model whose first target is put on a line.

    Parameters
    ----------
    model : fitted model of a candidate
    line : Line
    objective : {"binary", "poisson"}
    """

    model: Any
    line: Line
    objective: Objective


def calibrated(model: Any, line: Line, objective: Objective) -> Any:
    """Put a fitted model on a line; on none if it stays as it is."""
    return model if line == Line() else Calibrated(model, line, objective)


def alike(model: Any, other: Any) -> Any:
    """Put a fitted model on the line of another, if that has one."""
    if not isinstance(other, Calibrated):
        return model
    return Calibrated(model, other.line, other.objective)


def bare(model: Any) -> Any:
    """Give a fitted model without its line."""
    return model.model if isinstance(model, Calibrated) else model


def on_line(rates: Floats, line: Line, objective: Objective) -> Floats:
    """Put the first target on its line; what competes stays.

    Parameters
    ----------
    rates : array of shape (n_rows, n_targets)
    line : Line
    objective : {"binary", "poisson"}

    Returns
    -------
    array of shape (n_rows, n_targets)
    """
    raw = regression.link(rates[:, 0], objective == "binary")
    found = rates.copy()
    found[:, 0] = regression.rate(line.intercept + line.slope * raw, objective)
    return found


def by_origin(
    past: pd.DataFrame,
    origins: Sequence[pd.Timestamp],
    objective: Objective,
    horizon: int,
    gap: int,
    recency_per_month: float,
) -> dict[pd.Timestamp, Line]:
    """Learn the line anew at each origin, from what had matured by then.

    Parameters
    ----------
    past : DataFrame with columns as_of, team_id, raw, came, weight
        Out-of-time logits, or logs, of people and leads, and what came.
    origins : sequence of Timestamp
    objective : {"binary", "poisson"}
    horizon, gap : int
        Months.
    recency_per_month : float
        Weight of an origin against that of the month after it.

    Returns
    -------
    dict of Timestamp to Line
        As it is where the lines learned earlier would not have lowered the loss of
        what came after them by more than a standard error, by team.
    """
    months = [pd.Timestamp(str(one)) for one in sorted(past["as_of"].unique())]
    lines = {}
    for one in sorted({*months, *origins}):
        known = past[past["as_of"].isin(matured(months, one, horizon, gap))]
        lines[one] = learned(known, objective, recency_per_month)
    gains = {one: _gains(past, one, lines[one], objective) for one in months}
    found = {}
    for origin in origins:
        over = [gains[one] for one in matured(months, origin, horizon, gap)]
        helped = bool(over) and _helped(pd.concat(over))
        found[origin] = lines[origin] if helped else Line()
    return found


def learned(past: pd.DataFrame, objective: Objective, recency_per_month: float) -> Line:
    """Fit a line, drawn to the forecast as it is, the more the less teams agree.

    Notes
    -----
    Maximum likelihood; how sure it is by the sandwich over teams. With that error
    each of both is drawn as if it were usually within ``USUAL`` of nothing.
    """
    if past.empty:
        return Line()
    latest = past["as_of"].max()
    age = past["as_of"].map(lambda one: months_between(one, latest))
    weight = past["weight"].to_numpy("float64") * recency_per_month ** age.to_numpy()
    raw, came = past["raw"].to_numpy("float64"), past["came"].to_numpy("float64")
    centre = float(np.average(raw, weights=weight))
    terms = np.column_stack([np.ones(len(raw)), raw - centre])
    team = pd.factorize(past["team_id"])[0]
    off, error = _off(raw, terms, came, weight, objective, team)
    off = off * USUAL**2 / (USUAL**2 + error**2)
    level, bend = (float(one) for one in off)
    return Line(round(level - bend * centre, DIGITS), round(1 + bend, DIGITS))


def _off(
    raw: Floats,
    terms: Floats,
    came: Floats,
    weight: Floats,
    objective: Objective,
    team: Codes,
) -> tuple[Floats, Floats]:
    """Give how far off level and slope are, and the error of both."""
    off = np.zeros(2)
    for _ in range(STEPS):
        missed, curve = _slopes(raw + terms @ off, came, weight, objective)
        bend = (terms * curve[:, None]).T @ terms + np.eye(2) * 1e-9
        step = np.linalg.solve(bend, terms.T @ missed)
        off = off + np.clip(step, -FURTHEST, FURTHEST)
    by_team = np.column_stack([np.bincount(team, missed * one) for one in terms.T])
    inverse = np.linalg.inv(bend)
    variance = inverse @ (by_team.T @ by_team) @ inverse
    return off, np.sqrt(np.diag(variance))


def _slopes(
    raw: Floats, came: Floats, weight: Floats, objective: Objective
) -> tuple[Floats, Floats]:
    """Give each row's slope and curvature of the log-likelihood."""
    binary = objective == "binary"
    expected = expit(raw) if binary else np.exp(np.minimum(raw, 0))
    bend = expected * (1 - expected) if binary else expected
    return weight * (came - expected), weight * bend


def _gains(
    past: pd.DataFrame, origin: pd.Timestamp, line: Line, objective: Objective
) -> pd.DataFrame:
    """Say what a line would have gained, of the people of one origin."""
    here = past[past["as_of"] == origin]
    raw, came = here["raw"].to_numpy("float64"), here["came"].to_numpy("float64")
    before, after = (
        measures.each_loss(came, regression.rate(one, objective), objective)
        for one in (raw, line.intercept + line.slope * raw)
    )
    return here[["team_id"]].assign(gain=(before - after) * here["weight"])


def _helped(gains: pd.DataFrame) -> bool:
    """Say whether the gain is more than a standard error, by team."""
    by_team = gains.groupby("team_id")["gain"].sum()
    return bool(by_team.sum() > np.sqrt((by_team**2).sum()))
