"""Whether one candidate is better than another, or was only lucky.

Both are judged on the same people, so what counts is the difference person by
person. People of a team share what befalls it, and origins less than a horizon
apart share months: whole teams and whole blocks of origins are drawn.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models import measures
from models.candidates import EVERY
from models.clock import Floats
from models.judging import resampling
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
    return {
        name: paired(judged, loss - losses[champion], horizon, seed)
        for name, loss in losses.items()
        if name != champion
    }


def paired(
    judged: pd.DataFrame, apart: Floats, block: int, seed: int
) -> dict[str, float]:
    """Average a difference of losses, with its interval.

    Parameters
    ----------
    judged : DataFrame with columns as_of, team_id, weight
    apart : array of shape (n_rows,)
    block : int
        Consecutive origins that are drawn together.
    seed : int

    Returns
    -------
    dict
        ``difference``, ``low``, ``high``; see ``against_champion``.
    """
    weight = judged["weight"].to_numpy("float64")
    found = {"difference": float(np.average(apart, weights=weight))}
    team, teams = pd.factorize(judged["team_id"], sort=True)
    origin, origins = pd.factorize(judged["as_of"], sort=True)
    shape = len(teams), len(origins)
    if min(shape) < 2:
        return found | {"low": float("nan"), "high": float("nan")}
    of_team, of_origin = resampling.times(*shape, block, DRAWS, seed)
    cell, cells = team * len(origins) + origin, len(teams) * len(origins)
    lost, weighed = (
        ((of_team @ np.bincount(cell, each, cells).reshape(shape)) * of_origin).sum(1)
        for each in (weight * apart, weight)
    )
    low, high = np.quantile(lost[weighed > 0] / weighed[weighed > 0], (LOWEST, HIGHEST))
    return found | {"low": float(low), "high": float(high)}


def columns(found: Mapping[str, Mapping[str, float]], name: str) -> dict[str, float]:
    """Name one candidate's comparison as columns of a table; the champion has none."""
    return {f"over_champion.{key}": value for key, value in found.get(name, {}).items()}
