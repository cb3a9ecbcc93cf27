"""A few trees on the regression's logit: what a straight line leaves over.

The forecast is the sum of both; trees find thresholds and conditions that weigh
for some people only. Competing exits, too few for that, keep the regression.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models import boosting, leaves, regression, stack
from models.clock import Floats
from models.laid_out import LaidOut
from models.regression import Regression
from models.shares import Shares
from models.targets import Fitting

ON_REGRESSION = "_on_regression"
# The trees start from as many digits as the regression's file keeps.
DIGITS = 8


@dataclass(frozen=True, slots=True)
class BoostedRegression:
    """A regression, and trees to its first target.

    Parameters
    ----------
    regression : Regression
    columns : tuple of str
        Feature columns of the trees.
    target : str
    text : str
        Trees in LightGBM's format, the ranges of features hidden.
    """

    regression: Regression
    columns: tuple[str, ...]
    target: str
    text: str


def fit(rows: pd.DataFrame, settings: Fitting) -> BoostedRegression:
    """Fit the regression, then trees that start from its logit."""
    return on(LaidOut(rows, settings), settings)


def on(
    laid: LaidOut, settings: Fitting, first: Regression | None = None
) -> BoostedRegression:
    """Fit to rows laid out already, on a regression of theirs if there is one."""
    first = first or regression.on(laid, settings)
    target, trees = settings.targets.names[0], settings.boosting_on_regression
    start = np.round(regression.sums(first, laid.terms[1])[:, 0], DIGITS)
    data = laid.target(target, trees.recency_per_month, start)
    text = boosting.grown(laid, data, target, settings, trees)
    return BoostedRegression(first, settings.columns, target, text)


def predict(fitted: BoostedRegression, rows: pd.DataFrame) -> Floats:
    """Predict each target; array of shape (n_rows, n_targets), none above one."""
    return regression.rate(linear(fitted, rows), fitted.regression.objective)


def linear(
    fitted: BoostedRegression, rows: pd.DataFrame, trees: int = leaves.ALL
) -> Floats:
    """Give the regression's logit, or log, plus the sum of the first trees.

    Returns
    -------
    array of shape (n_rows, n_targets)
    """
    found = regression.linear(fitted.regression, rows)
    values = stack.matrix(rows, fitted.columns)
    found[:, 0] += boosting.raw(fitted.text, values, trees)
    return found


def shares(fitted: BoostedRegression, rows: pd.DataFrame) -> Shares:
    """Put the shares of the regression and of the trees beside each other."""
    straight = regression.shares(fitted.regression, rows)
    values = stack.matrix(rows, fitted.columns)
    bent, base = boosting.shapley(fitted.text, values)
    return Shares(
        np.hstack([straight.values, bent]),
        straight.base + base,
        (*straight.columns, *fitted.columns, *stack.SEASON),
    )


def stored(fitted: BoostedRegression) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the trees as text; the rest as plain content."""
    _, plain = regression.stored(fitted.regression)
    content = {"regression": plain, "columns": list(fitted.columns)}
    return {fitted.target + ON_REGRESSION: fitted.text}, content


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> BoostedRegression:
    """Give back what ``stored`` took apart."""
    return BoostedRegression(
        regression.restored({}, plain["regression"], targets),
        tuple(plain["columns"]),
        targets[0],
        texts[targets[0] + ON_REGRESSION],
    )
