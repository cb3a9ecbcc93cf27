"""``params.yaml`` as frozen, typed sections: the one home of every number."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from contracts import params_file
from contracts._section import Section
from contracts.engine_params import Engine
from contracts.model_params import (
    Champion,
    Drift,
    Explain,
    Forecast,
    Gate,
    Models,
    Outcome,
)
from contracts.params_refusal import refusal
from contracts.people_tables import DEPARTURE_REASONS
from contracts.report_params import Costs, Report, Words
from contracts.simulator_params import MonthText, Positive, Simulator
from contracts.source_params import Share, Source


class Governance(Section):
    """Whose data these are, and who agreed to their use."""

    data: Literal["made_up", "real"]
    purpose: tuple[Literal["monthly_pay", "commute_minutes"], ...]
    dpia_reference: str
    consulted_on: str
    opinion: str
    reviewer: str
    retention_months: Positive


class Time(Section):
    """The clock: which months are seen, forecast and learned from."""

    last_month: MonthText
    history_months: Annotated[int, Field(ge=6)]
    snapshot_every_months: Annotated[int, Field(ge=1, le=12)]
    horizon_months: Annotated[int, Field(ge=1, le=12)]
    label_lag_days: Annotated[int, Field(ge=0)]
    spell_gap_days: Annotated[int, Field(ge=0)]


class Activity(Section):
    """How the one heavy pass may use the machine."""

    threads: Positive
    memory_limit_gb: Annotated[float, Field(gt=0)]


class Features(Section):
    """The windows of the drivers, and what full time is."""

    latest_months: Positive
    recent_months: Positive
    sustained_months: Positive
    before_months: Positive
    long_months: Positive
    full_time_hours: Annotated[float, Field(gt=0, le=80)]
    threads: Positive
    snapshots_at_once: Positive
    memory_limit_gb: Annotated[float, Field(gt=0)]

    @model_validator(mode="after")
    def _no_window_is_longer_than_the_long_one(self) -> Features:
        trend = self.recent_months + self.before_months
        longest = max(self.latest_months, self.sustained_months, trend)
        if longest > self.long_months:
            raise ValueError(
                f"features.long_months is {self.long_months}, and the other windows "
                f"reach {longest} months back (a trend: recent_months and "
                "before_months together); no window may be longer than long_months"
            )
        return self


class FeatureGates(Section):
    """What a feature may look like before a model learns from it."""

    max_out_of_bounds_share: Share
    usual_drift_sds: Annotated[float, Field(gt=0)]


class Turnover(Section):
    """Which departures count as voluntary."""

    counts_as_voluntary: tuple[Literal[*DEPARTURE_REASONS], ...]  # type: ignore[valid-type]


class Absence(Section):
    """Which absences count."""

    kinds: tuple[Literal["sickness", "accident", "planned", "other"], ...]


class LongAbsence(Section):
    """Which absences count, and how long a long one is."""

    kinds: tuple[Literal["sickness", "accident", "planned", "other"], ...]
    min_days: Positive


class Outcomes(Section):
    """What is forecast."""

    modelled: tuple[Outcome, ...]
    turnover: Turnover
    absence: Absence
    long_absence: LongAbsence


class DriverSteps(Section):
    """What a driver is rounded to: expected leavers, or sick days, per 10 people."""

    turnover: Annotated[float, Field(gt=0)]
    absence: Annotated[float, Field(gt=0)]


class Privacy(Section):
    """The door. Floors stand in the types: no setting goes below the promise."""

    min_people: Annotated[int, Field(ge=5)]
    min_people_health: Annotated[int, Field(ge=20)]
    min_answers: Annotated[int, Field(ge=5)]
    min_managers: Annotated[int, Field(ge=2)]
    round_people_to: Annotated[int, Field(ge=5)]
    rate_step_people: Annotated[float, Field(ge=0.1)]
    rate_step_people_above: Annotated[float, Field(ge=1)]
    protection_points: Annotated[float, Field(ge=5, le=50)]
    carried_months: Annotated[int, Field(ge=0, le=3)]
    probability_step_points: Annotated[int, Field(ge=10, le=50)]
    driver_step_per_10: DriverSteps
    driver_max_member_share: Annotated[float, Field(gt=0, le=0.5)]
    min_stability: Share


class Threshold(Section):
    """A rate agreed with the teams, when and with whom."""

    rate: Share
    agreed_on: date
    agreed_with: Words


class Thresholds(Section):
    """The agreed rate of each outcome."""

    turnover: Threshold
    absence: Threshold


class FollowUp(Section):
    """How long, and against how many, what was tried is followed up."""

    min_months: Annotated[int, Field(ge=2)]
    max_months: Annotated[int, Field(ge=2, le=12)]
    min_comparison_units: Annotated[int, Field(ge=3)]
    max_false_alarm_share: Annotated[float, Field(gt=0, le=0.5)]
    draws: Annotated[int, Field(ge=199)]
    seed: int


class Release(Section):
    """What the released tables walk, what was published of them, what else is tried."""

    months: Positive
    ledger_head: str
    threshold_options_each_side: Annotated[int, Field(ge=1, le=4)]
    threshold_options_step_points: Annotated[float, Field(ge=0.5)]

    @model_validator(mode="after")
    def _the_head_is_a_hash(self) -> Release:
        if not re.fullmatch("([0-9a-f]{64})?", self.ledger_head):
            raise ValueError(
                "release.ledger_head is no hash: expected the 64 digits that make "
                "publish wrote, or nothing where no month was ever published"
            )
        return self


class Track(Section):
    """Where experiments are kept."""

    experiment: str


class Params(Section):
    """The whole of ``params.yaml``."""

    governance: Governance
    source: Source
    simulator: Simulator
    time: Time
    engine: Engine
    activity: Activity
    features: Features
    feature_gates: FeatureGates
    outcomes: Outcomes
    models: Models
    champion: Champion
    gate: Gate
    drift: Drift
    forecast: Forecast
    explain: Explain
    privacy: Privacy
    thresholds: Thresholds
    follow_up: FollowUp
    release: Release
    costs: Costs
    report: Report
    track: Track

    @model_validator(mode="after")
    def _the_gap_covers_the_label_lag(self) -> Params:
        if self.models.gap_months * 31 < self.time.label_lag_days:
            raise ValueError(
                "models.gap_months is shorter than time.label_lag_days: a model "
                "would learn from months whose departures are not all recorded yet"
            )
        return self

    @model_validator(mode="after")
    def _what_is_learned_from_is_kept_long_enough(self) -> Params:
        reach = self.time.history_months + self.features.long_months
        kept = self.governance.retention_months
        if self.governance.data == "real" and reach > kept:
            raise ValueError(
                f"time.history_months and features.long_months reach {reach} months "
                f"back, past governance.retention_months ({kept}): whoever left before "
                "is gone, so that old snapshots would hold only those who stayed; "
                "shorten the history, or have a longer retention agreed"
            )
        return self


def load(path: Path = Path("params.yaml")) -> Params:
    """Read and check the parameters.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Params

    Raises
    ------
    ContractError
        If a name is unknown or missing, or a value breaks its bounds.
    """
    try:
        return Params.model_validate(params_file.read(path))
    except ValidationError as error:
        raise refusal(path, error) from None
