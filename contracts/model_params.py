"""The section of ``params.yaml`` on models: how they learn, and who is champion."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from contracts._section import Section
from contracts.simulator_params import Positive
from contracts.source_params import Share

Outcome = Literal["turnover", "absence", "long_absence"]


class Boosting(Section):
    """One boosted model's settings."""

    trees: Positive
    leaves: Annotated[int, Field(ge=2)]
    learning_rate: Annotated[float, Field(gt=0, le=1)]
    min_rows_per_leaf: Positive
    l2: Annotated[float, Field(ge=0)]
    feature_share: Annotated[float, Field(gt=0, le=1)]
    recency_per_month: Annotated[float, Field(gt=0, le=1)]


class Regression(Section):
    """How much the regression's coefficients, of standardised terms, are drawn to 0."""

    usual_effect_logit: Annotated[float, Field(gt=0)]
    basis_effect_logit: Annotated[float, Field(gt=0)]
    caution: Annotated[float, Field(gt=0)]


class Grid(Section):
    """What is tried on the inner origins."""

    cautions: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1)]
    trees: Annotated[tuple[Positive, ...], Field(min_length=1)]
    trees_on_regression: Annotated[tuple[Positive, ...], Field(min_length=1)]


class Choice(Section):
    """Where, and among what, settings and champion are chosen."""

    inner_origins: Annotated[int, Field(ge=0)]
    min_train_months: Positive
    grid: Grid


class Calibration(Section):
    """How calibration is drawn."""

    bins: Annotated[int, Field(ge=2)]


class Models(Section):
    """How models are fitted and tested out of time."""

    origins: Positive
    gap_months: Annotated[int, Field(ge=0)]
    min_train_months: Positive
    min_people_per_leaf: Annotated[int, Field(ge=5)]
    threads: Positive
    seed: int
    turnover: Boosting
    absence: Boosting
    long_absence: Boosting
    regression: Regression
    boosting_on_regression: Boosting
    choice: Choice
    calibration: Calibration

    def boosting(self, outcome: Outcome) -> Boosting:
        """Give the boosted model's settings for one outcome."""
        found: Boosting = getattr(self, outcome)
        return found


class Forecast(Section):
    """The interval of a unit's forecast."""

    interval: Annotated[float, Field(gt=0.5, lt=1)]
    quadrature_nodes: Annotated[int, Field(ge=5)]


class Champion(Section):
    """Who is champion whatever the gate says; empty: the gate decides."""

    turnover: str
    absence: str
    long_absence: str


class Gate(Section):
    """What a challenger may be worse by than the champion."""

    max_loss_excess: Share
    max_team_score_excess: Share


class Drift(Section):
    """When errors that add up are told of, and when they stop a run."""

    slack_sds: Annotated[float, Field(ge=0)]
    warn_sds: Annotated[float, Field(gt=0)]
    stop_sds: Annotated[float, Field(gt=0)]
    fresh_months: Positive
    fresh_origins: Positive


class Explain(Section):
    """How many refits, or models of earlier origins, must agree on a driver."""

    refits: Positive
    origins: Positive
