"""Size, seed, plants and record errors of the simulated company."""

from typing import Annotated

from pydantic import Field

from contracts._section import Section

MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Positive = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]


class Plants(Section):
    """What is set into the history for methods to find, or to stumble over."""

    initiatives: bool
    level_shift: bool
    new_taxonomy: bool
    new_and_merged_team: bool
    reorganisation: bool
    rehires: bool
    boycott: bool


class RecordErrors(Section):
    """What goes wrong between what happens and what systems show of it."""

    late_departures: bool
    wrong_reasons: bool
    repeated_people: bool
    missing_weeks: bool
    minutes_for_seconds: bool
    fte_typos: bool
    flipped_scale: bool
    late_transfers: bool
    other_ids: bool
    clock_changes: bool
    overwritten_deliveries: bool


class Oracle(Section):
    """How the chances over the horizon are found: by living on from each month's end.

    Parameters
    ----------
    months : int
        Month ends that are lived on from, the last ones.
    horizon_months : int
    continuations : int
        From each month's end; 0 leaves the tables out.
    threads : int
        The chances are the same on any number.
    """

    months: Positive
    horizon_months: Annotated[int, Field(ge=1, le=12)]
    continuations: NotNegative
    threads: Positive


class Simulator(Section):
    """Size and seed of the simulated company."""

    seed: int
    agents: Annotated[int, Field(ge=40)]
    teams: Annotated[int, Field(ge=4)]
    sites: Positive
    months: Annotated[int, Field(ge=12)]
    last_month: MonthText
    contacts_per_agent_day: Annotated[float, Field(gt=0)]
    plants: Plants
    record_errors: RecordErrors
    oracle: Oracle
