"""The regression and the trees together: the mean of both on the logit, or the log.

What one of them errs in by the luck of the draw the other seldom does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models import boosting, regression
from models.boosting import Boosting
from models.clock import Floats
from models.laid_out import LaidOut
from models.regression import Regression
from models.shares import Shares
from models.targets import Fitting

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Blend:
    """A regression and trees, each of all targets."""

    regression: Regression
    boosting: Boosting


def fit(rows: pd.DataFrame, settings: Fitting) -> Blend:
    """Fit both, each on its own."""
    return on(LaidOut(rows, settings), settings)


def on(laid: LaidOut, settings: Fitting) -> Blend:
    """Fit both to rows laid out already."""
    return Blend(regression.on(laid, settings), boosting.on(laid, settings))


def predict(fitted: Blend, rows: pd.DataFrame) -> Floats:
    """Predict each target; array of shape (n_rows, n_targets), none above one."""
    straight = regression.linear(fitted.regression, rows)
    both = mean(straight, boosting.linear(fitted.boosting, rows))
    return regression.rate(both, fitted.regression.objective)


def mean(straight: Floats, bent: Floats) -> Floats:
    """Give the mean of two logits, or logs."""
    return HALF * straight + HALF * bent


def shares(fitted: Blend, rows: pd.DataFrame) -> Shares:
    """Put half the shares of each beside the other's."""
    straight = regression.shares(fitted.regression, rows)
    bent = boosting.shares(fitted.boosting, rows)
    return Shares(
        HALF * np.hstack([straight.values, bent.values]),
        HALF * (straight.base + bent.base),
        (*straight.columns, *bent.columns),
    )


def stored(fitted: Blend) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the trees as texts, those of boosting; the rest as plain content."""
    texts, trees = boosting.stored(fitted.boosting)
    _, straight = regression.stored(fitted.regression)
    return texts, {"regression": straight, "boosting": trees}


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> Blend:
    """Give back what ``stored`` took apart."""
    return Blend(
        regression.restored({}, plain["regression"], targets),
        boosting.restored(texts, plain["boosting"], targets),
    )
