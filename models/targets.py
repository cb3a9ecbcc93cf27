"""What each outcome predicts, and with which settings a candidate is fitted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from contracts.drivers import Sign
from contracts.model_params import Boosting, Models, Outcome, Regression
from models.clock import Floats

Objective = Literal["binary", "poisson"]


@dataclass(frozen=True, slots=True)
class Targets:
    """The columns that an outcome predicts.

    Parameters
    ----------
    outcome : Outcome
    names : tuple of str
        Target columns of the stacked rows, the outcome itself first. Their
        unit is events a person-month, or sick days a contracted day.
    objective : {"binary", "poisson"}
    """

    outcome: Outcome
    names: tuple[str, ...]
    objective: Objective


TARGETS: Mapping[Outcome, Targets] = {
    "turnover": Targets("turnover", ("voluntary", "other"), "binary"),
    "absence": Targets("absence", ("rate",), "poisson"),
    "long_absence": Targets("long_absence", ("begins", "left"), "binary"),
}


@dataclass(frozen=True, slots=True)
class Fitting:
    """All that a candidate may know beside its rows.

    Parameters
    ----------
    targets : Targets
    columns : tuple of str
        The feature columns, in the order of the model's matrix.
    signs : mapping of column to Sign
    regression : Regression
    boosting : Boosting
    boosting_on_regression : Boosting
    min_people : int
        Distinct people that every leaf or tenure band holds at least.
    seed : int
    """

    targets: Targets
    columns: tuple[str, ...]
    signs: Mapping[str, Sign]
    regression: Regression
    boosting: Boosting
    boosting_on_regression: Boosting
    min_people: int
    seed: int


def fitting_of(
    outcome: Outcome,
    columns: tuple[str, ...],
    signs: Mapping[str, Sign],
    settings: Models,
) -> Fitting:
    """Bring together what the fit of one outcome needs."""
    return Fitting(
        targets=TARGETS[outcome],
        columns=columns,
        signs=signs,
        regression=settings.regression,
        boosting=settings.boosting(outcome),
        boosting_on_regression=settings.boosting_on_regression,
        min_people=settings.min_people_per_leaf,
        seed=settings.seed,
    )


def first_alone(settings: Fitting) -> Fitting:
    """Leave out the targets that nothing asks for but the chance of staying."""
    targets = replace(settings.targets, names=settings.targets.names[:1])
    return replace(settings, targets=targets)


def row_weights(rows: pd.DataFrame, recency_per_month: float) -> Floats:
    """Weigh rows by exposure and by how recent their label month is.

    Parameters
    ----------
    rows : DataFrame with columns label_month and exposure
    recency_per_month : float
        Weight of a month against the one after it.

    Returns
    -------
    array of shape (n_rows,)
        Mean one, so that a penalty means the same for both outcomes.
    """
    month = rows["label_month"].to_numpy().astype("datetime64[M]").astype("int64")
    recency = recency_per_month ** (month.max() - month)
    weight: Floats = rows["exposure"].to_numpy("float64") * recency
    mean_one: Floats = weight / weight.mean()
    return mean_one
