"""Boosted trees: small, monotone where the sign is certain, no leaf of few people."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from contracts import model_params
from contracts.errors import ContractError
from models import leaves, stack
from models.clock import Floats
from models.laid_out import THREADS, LaidOut, for_bins
from models.shares import Shares
from models.targets import Fitting

if TYPE_CHECKING:
    from lightgbm import Booster, Dataset
    from shap import TreeExplainer

DIRECTION = {"raises": 1, "lowers": -1, "unsure": 0}
# A split by month must gain five times what another gains: its rows are many but
# its months few. In trials this halved the error where there was no season.
SEASON_GAIN = 0.2
FEWER_TREES = 3  # what competes is rarer, and bears fewer by this factor
EXPLAINERS = 8  # kept at a time: a month is explained by the models of a few origins


@dataclass(frozen=True, slots=True)
class Boosting:
    """Boosted trees of one origin, as text.

    Parameters
    ----------
    columns : tuple of str
        Feature columns, in the order of the matrix.
    texts : mapping of target to str
        LightGBM's own format, the ranges of features hidden.
    """

    columns: tuple[str, ...]
    texts: Mapping[str, str]


def fit(rows: pd.DataFrame, settings: Fitting) -> Boosting:
    """Fit trees to each target.

    Parameters
    ----------
    rows : DataFrame
        Stacked rows in a fixed order.
    settings : Fitting

    Returns
    -------
    Boosting

    Raises
    ------
    ContractError
        If no tree can be grown whose leaves all hold enough people.
    """
    return on(LaidOut(rows, settings), settings)


def on(laid: LaidOut, settings: Fitting) -> Boosting:
    """Fit trees to rows laid out already; see ``fit``."""
    fewer = max(1, settings.boosting.trees // FEWER_TREES)
    competing = settings.boosting.model_copy(update={"trees": fewer})
    texts = {}
    for place, name in enumerate(settings.targets.names):
        trees = competing if place else settings.boosting
        data = laid.target(name, trees.recency_per_month)
        texts[name] = grown(laid, data, name, settings, trees)
    return Boosting(settings.columns, texts)


def predict(fitted: Boosting, rows: pd.DataFrame) -> Floats:
    """Predict each target; array of shape (n_rows, n_targets), none above one."""
    values = stack.matrix(rows, fitted.columns)
    columns = [
        np.asarray(booster_of(text).predict(values, num_threads=THREADS), "float64")
        for text in fitted.texts.values()
    ]
    # A sick share on the log scale could pass one; nobody is sick more than always.
    capped: Floats = np.minimum(np.column_stack(columns), 1.0)
    return capped


def linear(fitted: Boosting, rows: pd.DataFrame, trees: int = leaves.ALL) -> Floats:
    """Give the sum of the first trees, a logit or a log, of each target.

    Returns
    -------
    array of shape (n_rows, n_targets)
    """
    values = stack.matrix(rows, fitted.columns)
    return np.column_stack([raw(text, values, trees) for text in fitted.texts.values()])


def raw(text: str, values: Floats, trees: int = leaves.ALL) -> Floats:
    """Give the sum of the first trees; array of shape (n_rows,)."""
    found = booster_of(text).predict(
        values, num_threads=THREADS, raw_score=True, num_iteration=trees
    )
    return np.asarray(found, "float64")


def shares(fitted: Boosting, rows: pd.DataFrame) -> Shares:
    """Share the first target's distance from the trees' base among the columns."""
    values = stack.matrix(rows, fitted.columns)
    found, base = shapley(next(iter(fitted.texts.values())), values)
    return Shares(found, base, (*fitted.columns, *stack.SEASON))


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
    found = _explainer(text)(values)
    return np.asarray(found.values), float(np.ravel(found.base_values)[0])


@lru_cache(maxsize=EXPLAINERS)
def _explainer(text: str) -> "TreeExplainer":
    """Take trees apart once for all months that are explained by them."""
    with warnings.catch_warnings():
        # Its plots, never drawn here, are behind the times with matplotlib's colours.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        import shap

    return shap.TreeExplainer(booster_of(text))


def stored(fitted: Boosting) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the trees as texts by target, and the columns as plain content."""
    return dict(fitted.texts), {"columns": list(fitted.columns)}


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> Boosting:
    """Give back what ``stored`` took apart."""
    columns = tuple(plain["columns"])
    return Boosting(columns, {name: texts[name] for name in targets})


def booster_of(text: str) -> "Booster":
    """Read trees back from their text."""
    import lightgbm

    return lightgbm.Booster(model_str=text)


def with_hidden_ranges(text: str) -> str:
    """Replace the range of each feature, which is two people's exact values."""

    def hide(line: re.Match[str]) -> str:
        count = len(line[0].split(" "))
        return "feature_infos=" + " ".join(["[-1e+300:1e+300]"] * count)

    return re.sub(r"^feature_infos=.*$", hide, text, count=1, flags=re.MULTILINE)


def grown(
    laid: LaidOut,
    data: "Dataset",
    name: str,
    settings: Fitting,
    trees: model_params.Boosting,
) -> str:
    """Grow trees to one target, coarser from where a leaf would hold too few people.

    Parameters
    ----------
    laid : LaidOut
    data : Dataset
        See ``LaidOut.target``.
    name : str
        The target.
    settings : Fitting
    trees : Boosting
        The settings of these trees.

    Returns
    -------
    str
        LightGBM's own format, the ranges of features hidden.

    Raises
    ------
    ContractError
        If no tree can be grown whose leaves all hold enough people.
    """
    import lightgbm

    min_rows, asked = trees.min_rows_per_leaf, 0
    booster = lightgbm.Booster(_params(name, settings, trees, min_rows), data)
    while asked < trees.trees:
        first = booster.num_trees()
        some = min(leaves.TREES_AT_ONCE, trees.trees - asked)
        for _ in range(some):
            booster.update()
        least = settings.min_people
        if least <= 1 or leaves.enough(booster, laid, least, first):
            asked += some
            continue
        if min_rows > len(laid.rows):
            raise _too_few(name, least)
        for _ in range(booster.num_trees() - first):
            booster.rollback_one_iter()
        min_rows *= 2
        booster.reset_parameter({"min_data_in_leaf": min_rows})
    return with_hidden_ranges(booster.model_to_string())


def _too_few(name: str, least: int) -> ContractError:
    return ContractError(
        f"models: too few people to learn {name} from.\n"
        f"  Expected {least} or more in every leaf. "
        "Bring a longer history, or more teams."
    )


def _directions(name: str, settings: Fitting) -> list[int]:
    """Give the sign of each column; competing exits have none that is certain."""
    if name != settings.targets.names[0]:
        return [0] * (len(settings.columns) + len(stack.SEASON))
    signs = [DIRECTION[settings.signs.get(c, "unsure")] for c in settings.columns]
    return [*signs, *[0] * len(stack.SEASON)]


def _params(
    name: str, settings: Fitting, chosen: model_params.Boosting, min_rows: int
) -> dict[str, Any]:
    return for_bins(settings) | {
        "objective": settings.targets.objective,
        "num_leaves": chosen.leaves,
        "min_data_in_leaf": min_rows,
        "learning_rate": chosen.learning_rate,
        "lambda_l2": chosen.l2,
        "feature_fraction": chosen.feature_share,
        "monotone_constraints_method": "intermediate",
        "monotone_constraints": _directions(name, settings),
        "feature_contri": [
            SEASON_GAIN if column in (stack.SIN, stack.COS) else 1.0
            for column in (*settings.columns, *stack.SEASON)
        ],
    }
