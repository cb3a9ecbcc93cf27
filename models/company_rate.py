"""The simplest candidate: everybody at the company's rate."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.clock import Floats
from models.targets import Fitting, row_weights


@dataclass(frozen=True, slots=True)
class CompanyRate:
    """The company's rate of each target, an event a person-month or a sick share."""

    rates: Mapping[str, float]


def fit(rows: pd.DataFrame, settings: Fitting) -> CompanyRate:
    """Average each target over all rows, recent months weighing more."""
    weight = row_weights(rows, settings.boosting.recency_per_month)
    return CompanyRate(
        {
            name: float(np.average(rows[name].to_numpy("float64"), weights=weight))
            for name in settings.targets.names
        }
    )


def predict(fitted: CompanyRate, rows: pd.DataFrame) -> Floats:
    """Give everybody the same rate; array of shape (n_rows, n_targets)."""
    return np.tile(np.array(list(fitted.rates.values())), (len(rows), 1))
