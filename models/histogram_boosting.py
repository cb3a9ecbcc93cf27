"""scikit-learn's boosted trees, as they come but for their leaves: a rival.

Its file would hold thresholds between two people's values, so it is fitted where
it is judged and never stored.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from models import stack
from models.clock import Floats
from models.targets import Fitting, row_weights

if TYPE_CHECKING:
    from sklearn.ensemble import (
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )

    Trees: TypeAlias = HistGradientBoostingClassifier | HistGradientBoostingRegressor

# As many bins as our trees have. With weights scikit-learn looks for its own by
# sorting each column once a bin, which takes longer than all its trees.
BINS = 63


@dataclass(frozen=True, slots=True)
class HistogramBoosting:
    """Trees of the first target, in memory only; a rate of each other."""

    columns: tuple[str, ...]
    borders: tuple[Floats, ...]
    trees: "Mapping[str, Trees | float]"


def fit(rows: pd.DataFrame, settings: Fitting) -> HistogramBoosting:
    """Fit trees as large as those of boosting, to the first target.

    What competes is so rare that everybody stands at the company's rate of it.
    """
    # A column of which nothing was ever seen has no bins.
    columns = tuple(c for c in settings.columns if rows[c].notna().any())
    values = stack.matrix(rows, columns)
    borders = tuple(_borders(column) for column in values.T)
    binned = _binned(values, borders)
    weight = row_weights(rows, settings.boosting.recency_per_month)
    first, *others = settings.targets.names
    trees = _trees(binned, rows[first].to_numpy("float64"), weight, settings)
    rates = {
        name: float(np.average(rows[name].to_numpy("float64"), weights=weight))
        for name in others
    }
    return HistogramBoosting(columns, borders, {first: trees, **rates})


def predict(fitted: HistogramBoosting, rows: pd.DataFrame) -> Floats:
    """Predict each target; array of shape (n_rows, n_targets), none above one."""
    values = _binned(stack.matrix(rows, fitted.columns), fitted.borders)
    columns = [_rates(one, values) for one in fitted.trees.values()]
    capped: Floats = np.minimum(np.column_stack(columns), 1.0)
    return capped


def _borders(column: Floats) -> Floats:
    """Part a column into bins of equal numbers; what is empty is in none."""
    seen = column[~np.isnan(column)]
    if not len(seen):
        return np.array([])
    return np.unique(np.quantile(seen, np.arange(1, BINS) / BINS))


def _binned(values: Floats, borders: tuple[Floats, ...]) -> Floats:
    """Put each value's bin in its place; empty stays empty."""
    codes = [np.searchsorted(b, c) for b, c in zip(borders, values.T, strict=True)]
    return np.where(np.isnan(values), np.nan, np.column_stack(codes))


def _trees(
    values: Floats, observed: Floats, weight: Floats, settings: Fitting
) -> "Trees | float":
    from sklearn.ensemble import (
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )

    if not observed.any():
        return 0.0
    chosen = settings.boosting
    shape: dict[str, Any] = {
        "max_iter": chosen.trees,
        "max_leaf_nodes": chosen.leaves,
        "learning_rate": chosen.learning_rate,
        "min_samples_leaf": chosen.min_rows_per_leaf,
        "l2_regularization": chosen.l2,
        "max_features": chosen.feature_share,
        "early_stopping": False,
        "random_state": settings.seed,
    }
    model: Trees = (
        HistGradientBoostingRegressor(loss="poisson", **shape)
        if settings.targets.objective == "poisson"
        else HistGradientBoostingClassifier(**shape)
    )
    with _one_thread():
        return model.fit(values, observed, sample_weight=weight)


def _rates(trees: "Trees | float", values: Floats) -> Floats:
    if isinstance(trees, float):
        return np.full(len(values), trees)
    with _one_thread():
        if hasattr(trees, "predict_proba"):
            return np.asarray(trees.predict_proba(values)[:, 1], "float64")
        return np.asarray(trees.predict(values), "float64")


def _one_thread() -> AbstractContextManager[Any]:
    """Keep the trees to one thread: on a busy machine more wait for each other."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(1, user_api="openmp")
    return limits
