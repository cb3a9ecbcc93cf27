"""The candidates, from the simplest on, and the rivals that they are held against."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from models import (
    blend,
    boosted_regression,
    boosting,
    company_rate,
    histogram_boosting,
    life_table,
    regression,
    team_past,
)
from models.clock import Floats
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
# Their files would hold single people's values: fitted where they are judged, in
# memory, and never champion.
RIVALS: Mapping[str, Rival] = {"histogram_boosting": histogram_boosting}
EVERY: Mapping[str, Rival] = {**CANDIDATES, **RIVALS}
UNTRIED = "life_table"
# Both losses are convex in the logit, or log: the mean of two forecasts loses no
# more than both do on average, and less where they err apart.
FAVOURITE = "blend"
RULE = (
    "the blend, unless another candidate's loss over the inner origins is lower by "
    "more than a standard error, paired and by team: then the lowest; settings of the "
    "grid likewise, against those of params.yaml; the life table where there is no "
    "inner origin"
)


def fit_all(rows: pd.DataFrame, settings: Fitting) -> dict[str, Any]:
    """Fit every candidate to the same rows; trees start from the one regression."""
    made_of_both = ("boosted_regression", "blend")
    fitted = {
        name: one.fit(rows, settings)
        for name, one in CANDIDATES.items()
        if name not in made_of_both
    }
    straight, bent = fitted["regression"], fitted["boosting"]
    on_top = boosted_regression.on(straight, rows, settings)
    return fitted | {
        "boosted_regression": on_top,
        "blend": blend.Blend(straight, bent),
    }
