"""The candidates, from the simplest on, and the rivals that they are held against."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pandas as pd

from models import (
    blend,
    boosted_regression,
    boosting,
    calibration,
    company_rate,
    histogram_boosting,
    life_table,
    regression,
    team_past,
)
from models.calibration import Calibrated
from models.clock import Floats
from models.laid_out import LaidOut
from models.shares import Shares
from models.targets import Fitting


class Rival(Protocol):
    """How one kind of model is fitted and asked: a module with these functions."""

    def fit(self, rows: pd.DataFrame, settings: Fitting) -> Any:
        """Learn from stacked rows; a frozen dataclass comes out."""

    def predict(self, fitted: Any, rows: pd.DataFrame) -> Floats:
        """Give an array of shape (n_rows, n_targets)."""


class Candidate(Rival, Protocol):
    """A kind of model that may become champion: it is explained and stored."""

    def shares(self, fitted: Any, rows: pd.DataFrame) -> Shares:
        """Take the first target's forecast apart, column by column."""

    def stored(self, fitted: Any) -> tuple[dict[str, str], dict[str, Any]]:
        """Give trees as texts, the rest as plain content: numbers about groups."""

    def restored(
        self,
        texts: Mapping[str, str],
        plain: Mapping[str, Any],
        targets: tuple[str, ...],
    ) -> Any:
        """Give back what ``stored`` took apart."""


CANDIDATES: Mapping[str, Candidate] = {
    "company_rate": company_rate,
    "team_past": team_past,
    "life_table": life_table,
    "regression": regression,
    "boosted_regression": boosted_regression,
    "boosting": boosting,
    "blend": blend,
}
# Those that are fitted to rows laid out already, and that share what lies there.
ON_LAID_OUT: Mapping[str, Callable[[LaidOut, Fitting], Any]] = {
    "regression": regression.on,
    "boosted_regression": boosted_regression.on,
    "boosting": boosting.on,
    "blend": blend.on,
}
# Their files would hold single people's values: fitted where they are judged, in
# memory, and never champion.
RIVALS: Mapping[str, Rival] = {"histogram_boosting": histogram_boosting}
EVERY: Mapping[str, Rival] = {**CANDIDATES, **RIVALS}
SIMPLE = ("company_rate", "team_past", "life_table")
UNTRIED = "life_table"
# Both losses are convex in the logit, or log: the mean of two forecasts loses no
# more than both do on average, and less where they err apart.
FAVOURITE = "blend"
RULE = (
    "the blend, unless another candidate's loss over the inner origins is lower by "
    "more than two standard errors, paired and by team: then the lowest; settings of "
    "the grid likewise, by one, against those of params.yaml; the life table where "
    "there is no inner origin"
)


def predict(name: str, fitted: Mapping[str, Any], rows: pd.DataFrame) -> Floats:
    """Predict each target by one of the candidates, on its line if it has one.

    Returns
    -------
    array of shape (n_rows, n_targets)
    """
    one = fitted[name]
    if not isinstance(one, Calibrated):
        return EVERY[name].predict(one, rows)
    rates = EVERY[name].predict(one.model, rows)
    return calibration.on_line(rates, one.line, one.objective)


def shares(name: str, fitted: Mapping[str, Any], rows: pd.DataFrame) -> Shares:
    """Take the first target's forecast apart; a line's slope stretches all alike."""
    one = fitted[name]
    if not isinstance(one, Calibrated):
        return CANDIDATES[name].shares(one, rows)
    found = CANDIDATES[name].shares(one.model, rows)
    slope, base = one.line.slope, one.line.intercept + one.line.slope * found.base
    return Shares(slope * found.values, base, found.columns)


def fit_all(rows: pd.DataFrame, settings: Fitting) -> dict[str, Any]:
    """Fit every candidate to the same rows; trees start from the one regression."""
    laid = LaidOut(rows, settings)
    straight, bent = regression.on(laid, settings), boosting.on(laid, settings)
    simple = {name: CANDIDATES[name].fit(rows, settings) for name in SIMPLE}
    return {
        **simple,
        "regression": straight,
        "boosted_regression": boosted_regression.on(laid, settings, straight),
        "boosting": bent,
        "blend": blend.Blend(straight, bent, simple["company_rate"]),
    }
