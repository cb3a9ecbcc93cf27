"""Whether one candidate is better than another, or was only lucky.

Both are judged on the same people, so what counts is the difference person by
person. People of a team share what befalls it, and origins less than a horizon
apart share months: whole teams and whole blocks of origins are drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models import measures
from models.candidates import EVERY
from models.clock import Codes, Floats
from models.targets import TARGETS

DRAWS = 2000
LOWEST, HIGHEST = 0.025, 0.975


def against_champion(
    outcome: Outcome, judged: pd.DataFrame, champion: str, horizon: int, seed: int
) -> dict[str, dict[str, float]]:
    """Hold every candidate's loss against the champion's.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.judged``; monthly origins together.
    champion : str
    horizon : int
        Origins that share a month stay together in blocks of so many.
    seed : int

    Returns
    -------
    mapping of candidate to dict
        ``difference``: mean loss less the champion's, above zero where the
        champion is better; ``low`` and ``high``: its 95 % interval by a paired
        block bootstrap of teams and blocks of origins; nan with one of either.
    """
    if judged.empty:
        return {}
    objective = TARGETS[outcome].objective
    came = judged["observed"].to_numpy("float64")
    losses = {
        name: measures.each_loss(came, judged[name].to_numpy("float64"), objective)
        for name in EVERY
    }
    weight = judged["weight"].to_numpy("float64")
    draws = _draws(judged, horizon, seed)
    return {
        name: _interval(draws, weight * (loss - losses[champion]), weight)
        for name, loss in losses.items()
        if name != champion
    }


@dataclass(frozen=True, slots=True)
class _Draws:
    """Teams and origins, each drawn many times with replacement.

    Parameters
    ----------
    cell : array of shape (n_rows,)
        Team and origin of each row, as one code.
    teams : array of shape (draws, n_teams)
    origins : array of shape (draws, n_origins)
    """

    cell: Codes
    teams: Floats
    origins: Floats


def _draws(judged: pd.DataFrame, horizon: int, seed: int) -> _Draws:
    team, teams = pd.factorize(judged["team_id"], sort=True)
    origin, origins = pd.factorize(judged["as_of"], sort=True)
    rng = np.random.default_rng(seed)
    return _Draws(
        team * len(origins) + origin,
        _times(rng, len(teams), 1),
        _times(rng, len(origins), horizon),
    )


def _interval(draws: _Draws, total: Floats, weight: Floats) -> dict[str, float]:
    found = {"difference": float(total.sum() / weight.sum())}
    shape = (draws.teams.shape[1], draws.origins.shape[1])
    if min(shape) < 2:
        return found | {"low": float("nan"), "high": float("nan")}
    cells = shape[0] * shape[1]
    drawn = [
        ((draws.teams @ sums.reshape(shape)) * draws.origins).sum(axis=1)
        for sums in (
            np.bincount(draws.cell, total, cells),
            np.bincount(draws.cell, weight, cells),
        )
    ]
    low, high = np.quantile(drawn[0] / drawn[1], (LOWEST, HIGHEST))
    return found | {"low": float(low), "high": float(high)}


def _times(rng: np.random.Generator, count: int, block: int) -> Floats:
    """Count how often each unit comes up; blocks run on past the last to the first."""
    starts = rng.integers(0, count, size=(DRAWS, -(-count // block)))
    drawn = (starts[:, :, None] + np.arange(block)).reshape(DRAWS, -1)[:, :count]
    times = np.zeros((DRAWS, count))
    np.add.at(times, (np.arange(DRAWS)[:, None], drawn % count), 1.0)
    return times


def columns(found: Mapping[str, Mapping[str, float]], name: str) -> dict[str, float]:
    """Name one candidate's comparison as columns of a table; the champion has none."""
    return {f"over_champion.{key}": value for key, value in found.get(name, {}).items()}
