"""The simplest candidate: everybody at the company's rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit

from models.clock import Floats
from models.shares import Shares
from models.targets import Fitting, row_weights

EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class CompanyRate:
    """The company's rate of each target, an event a person-month or a sick share.

    Parameters
    ----------
    rates : mapping of target to float
    binary : bool
        Whether rates are chances, rather than shares.
    """

    rates: Mapping[str, float]
    binary: bool


def fit(rows: pd.DataFrame, settings: Fitting) -> CompanyRate:
    """Average each target over all rows, recent months weighing more."""
    weight = row_weights(rows, settings.boosting.recency_per_month)
    return CompanyRate(
        {
            name: float(np.average(rows[name].to_numpy("float64"), weights=weight))
            for name in settings.targets.names
        },
        settings.targets.objective == "binary",
    )


def predict(fitted: CompanyRate, rows: pd.DataFrame) -> Floats:
    """Give everybody the same rate; array of shape (n_rows, n_targets)."""
    return np.tile(np.array(list(fitted.rates.values())), (len(rows), 1))


def linear(fitted: CompanyRate, rows: pd.DataFrame) -> Floats:
    """Give the rates as logits, or logs; array of shape (n_rows, n_targets)."""
    return np.tile(_linked(fitted), (len(rows), 1))


def shares(fitted: CompanyRate, rows: pd.DataFrame) -> Shares:
    """Give no column a share: everybody stands at the base."""
    return Shares(np.zeros((len(rows), 0)), float(_linked(fitted)[0]), ())


def _linked(fitted: CompanyRate) -> Floats:
    rates = np.maximum(list(fitted.rates.values()), EDGE)
    return np.asarray(logit(rates) if fitted.binary else np.log(rates))


def stored(fitted: CompanyRate) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the rates as plain content."""
    return {}, {"rates": dict(fitted.rates), "binary": fitted.binary}


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> CompanyRate:
    """Give back what ``stored`` took apart."""
    return CompanyRate(
        {name: plain["rates"][name] for name in targets}, plain["binary"]
    )
