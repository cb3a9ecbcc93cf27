"""Which families of drivers go with a person's figure: for sums over teams only.

Contributions live in memory, like scores. They say what goes with what, not why.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from contracts.model_params import Outcome
from models import candidates, scoring, stack
from models.clock import Floats
from models.targets import TARGETS

# Nearer than this to the base, the slope at the base stands in for the ratio.
NEAR = 1e-9


def contributions(
    outcome: Outcome,
    fitted: Mapping[str, Any],
    candidate: str,
    rows: pd.DataFrame,
    stays: Floats | None = None,
) -> pd.DataFrame:
    """Share each person's distance from a candidate's base among families.

    Parameters
    ----------
    outcome : Outcome
    fitted : mapping of candidate to fitted model
    candidate : str
    rows : DataFrame
        As ``stack.rows_to_score`` gives them.
    stays : array of shape (n_rows,), optional
        See ``still_there``; by default of ``fitted`` itself.

    Returns
    -------
    DataFrame
        ``as_of, person_id`` and a column a family of ``rows``, in expected leavers
        (or sick days) a person over the horizon. A person's families sum to the sum
        over leads of the chance of still being there (or the
        days of the month) times the rate's distance from the base's.

    Notes
    -----
    Shapley values are additive on the logit or log scale; each is carried over
    in proportion, which keeps the sum (Lundberg & Lee 2017; the scaling agrees
    with exact values on the scale of chances at r >= .98 in trials).
    """
    shares = candidates.shares(candidate, fitted, rows)
    distance = shares.values.sum(axis=1)
    scaled = shares.values * _ratio(outcome, distance, shares.base)[:, None]
    if stays is None:
        stays = still_there(outcome, fitted, candidate, rows)
    scaled *= stays[:, None]
    horizon = int(rows["lead"].max())
    shape = (len(rows) // horizon, horizon, scaled.shape[1])
    people = scaled.reshape(shape).sum(axis=1)
    keys = rows.loc[rows["lead"] == 1, ["as_of", "person_id"]].reset_index(drop=True)
    families = dict.fromkeys(_family(c) for c in stack.feature_columns(rows))
    nothing = dict.fromkeys(families, 0.0)
    return keys.assign(**nothing | _by_family(people, shares.columns))


def still_there(
    outcome: Outcome, fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> Floats:
    """Give the chance of each row's person to be there, or the days of its month.

    Returns
    -------
    array of shape (n_rows,)
    """
    if TARGETS[outcome].objective == "poisson":
        return rows["days"].to_numpy("float64")
    scored = scoring.score_events(fitted, candidate, rows)
    return scored["survival"].to_numpy("float64")


def _ratio(outcome: Outcome, distance: Floats, base: float) -> Floats:
    """Give the change of the rate for each unit of change on the trees' scale."""
    binary = TARGETS[outcome].objective == "binary"
    rate = expit if binary else _share
    at_base = float(rate(base))
    slope = at_base * (1 - at_base) if binary else at_base
    near = np.abs(distance) < NEAR
    safe = np.where(near, 1.0, distance)
    return np.where(near, slope, (rate(base + safe) - at_base) / safe)


def _share(raw: Floats | float) -> Floats:
    return np.minimum(np.exp(raw), 1.0)


def _by_family(values: Floats, columns: tuple[str, ...]) -> dict[str, Floats]:
    families = [_family(column) for column in columns]
    return {
        family: values[:, [one == family for one in families]].sum(axis=1)
        for family in dict.fromkeys(families)
    }


def _family(column: str) -> str:
    return column.split("__")[0]
