"""Which families of drivers go with a person's figure: for sums over teams only.

Contributions live in memory, like scores. They say what goes with what, not why.
"""

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from contracts.params import Outcome
from models import boosting, scoring, stack
from models.clock import Floats

# Nearer than this to the base, the slope at the base stands in for the ratio.
NEAR = 1e-9


def contributions(
    outcome: Outcome, fitted: Mapping[str, Any], rows: pd.DataFrame
) -> pd.DataFrame:
    """Share each person's distance from the trees' base among families.

    Parameters
    ----------
    outcome : Outcome
    fitted : mapping of candidate to fitted model
        The trees are explained, whichever candidate is champion.
    rows : DataFrame
        As ``stack.rows_to_score`` gives them.

    Returns
    -------
    DataFrame
        ``as_of, person_id`` and a column a family, in expected leavers (or
        sick days) a person over the horizon. A person's families sum to the sum
        over leads of the chance of still being there (or the
        days of the month) times the rate's distance from the base's.

    Notes
    -----
    Shapley values are additive on the logit or log scale; each is carried over
    in proportion, which keeps the sum (Lundberg & Lee 2017; the scaling agrees
    with exact values on the scale of chances at r >= .98 in trials).
    """
    trees: boosting.Boosting = fitted["boosting"]
    values = stack.matrix(rows, trees.columns)
    target = next(iter(trees.texts))
    shares, base = shapley(trees.texts[target], values)
    scaled = shares * _ratio(outcome, shares.sum(axis=1), base)[:, None]
    if outcome == "turnover":
        scored = scoring.score_turnover(fitted, "boosting", rows)
        scaled *= scored["survival"].to_numpy()[:, None]
    else:
        scaled *= rows["days"].to_numpy()[:, None]
    horizon = int(rows["lead"].max())
    people = scaled.reshape(-1, horizon, scaled.shape[1]).sum(axis=1)
    keys = rows.loc[rows["lead"] == 1, ["as_of", "person_id"]].reset_index(drop=True)
    return keys.assign(**_by_family(people, (*trees.columns, *stack.SEASON)))


def shapley(text: str, values: Floats) -> tuple[Floats, float]:
    """Give Shapley values on the scale of the trees' sum, and their base.

    Parameters
    ----------
    text : str
        Trees in LightGBM's format.
    values : array of shape (n_rows, n_columns)

    Returns
    -------
    array of shape (n_rows, n_columns) and float
    """
    with warnings.catch_warnings():
        # Its plots, never drawn here, are behind the times with matplotlib's colours.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        import shap

    explainer = shap.TreeExplainer(boosting.booster_of(text))
    found = explainer(values)
    return np.asarray(found.values), float(np.ravel(found.base_values)[0])


def _ratio(outcome: Outcome, distance: Floats, base: float) -> Floats:
    """Give the change of the rate for each unit of change on the trees' scale."""
    rate = expit if outcome == "turnover" else _share
    at_base = float(rate(base))
    slope = at_base * (1 - at_base) if outcome == "turnover" else at_base
    near = np.abs(distance) < NEAR
    safe = np.where(near, 1.0, distance)
    return np.where(near, slope, (rate(base + safe) - at_base) / safe)


def _share(raw: Floats | float) -> Floats:
    return np.minimum(np.exp(raw), 1.0)


def _by_family(values: Floats, columns: tuple[str, ...]) -> dict[str, Floats]:
    families = [column.split("__")[0] for column in columns]
    return {
        family: values[:, [one == family for one in families]].sum(axis=1)
        for family in dict.fromkeys(families)
    }
