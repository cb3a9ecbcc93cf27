"""The candidates, from the simplest on, and the rule that picks the champion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from models import boosting, company_rate, life_table
from models.clock import Floats
from models.targets import Fitting


@dataclass(frozen=True, slots=True)
class Candidate:
    """How one kind of model is fitted and asked.

    Parameters
    ----------
    fit : callable
        Stacked rows and settings in, a frozen dataclass out.
    predict : callable
        What ``fit`` gave and rows in, array of shape (n_rows, n_targets) out.
    """

    fit: Callable[[pd.DataFrame, Fitting], Any]
    predict: Callable[[Any, pd.DataFrame], Floats]


CANDIDATES: Mapping[str, Candidate] = {
    "company_rate": Candidate(company_rate.fit, company_rate.predict),
    "life_table": Candidate(life_table.fit, life_table.predict),
    "boosting": Candidate(boosting.fit, boosting.predict),
}
UNTRIED = "life_table"
# Losses nearer than this, relative to the lower, are a tie.
TIE = 1e-4
RULE = (
    "the lowest loss over all origins that can be judged; in a tie the simpler "
    "candidate; the life table where no origin can be judged yet"
)


def fit_all(rows: pd.DataFrame, settings: Fitting) -> dict[str, Any]:
    """Fit every candidate to the same rows."""
    return {name: one.fit(rows, settings) for name, one in CANDIDATES.items()}


def champion(losses: Mapping[str, float]) -> str:
    """Pick the champion by rule.

    Parameters
    ----------
    losses : mapping of candidate to float
        Pooled out-of-time loss; empty where no origin can be judged.

    Returns
    -------
    str
    """
    if not losses:
        return UNTRIED
    limit = min(losses.values()) * (1 + TIE)
    return next(name for name in CANDIDATES if losses[name] <= limit)
