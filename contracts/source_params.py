"""The ``source`` section of ``params.yaml``: where records are, how they are mapped.

A file entry says how one export is written and which tables are made of it; a
step is one verb with what it applies to. Steps run in the order in which they
are written; ``connectors/mapping/`` holds what each does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from contracts._section import Section

Share = Annotated[float, Field(ge=0, le=1)]
Code = Literal["id", "whole_id", "bare_id"]
Value = Literal["day", "time", "number", "count", "flag", "flag_of_count", "duration"]
Kind = Code | Value
Period = Literal["month", "year"]
Names = tuple[str, ...]
Columns = Annotated[Names, Field(min_length=1)]


class Format(Section):
    """How an export is written; what is left out is as in a plain CSV file."""

    encoding: Literal["utf-8", "cp1252", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    decimal: Literal[".", ","] = "."
    dates: Literal["ymd", "dmy", "mdy"] = "ymd"
    time: str = "%H:%M:%S"
    null_marks: Names = ()
    header: bool = True
    skip_rows: Annotated[int, Field(ge=0)] = 0
    sheet: str = ""


class ValueMap(Section):
    """Which value of the export is which of ours."""

    column: str
    values: Mapping[str, str]
    unknown: Literal["quarantine", "stop", "keep"] = "quarantine"


class Joined(Section):
    """Columns that together make an id."""

    columns: Columns
    separator: str = "/"


class Rescale(Section):
    """A number times a factor, plus an offset."""

    factor: float = 1.0
    offset: float = 0.0


class Versions(Section):
    """Several versions of a record become its latest one."""

    by: Columns
    order: Columns


class Totals(Section):
    """Rows that share ``by`` become one, with their sums."""

    by: Columns
    sums: Columns


class Spells(Section):
    """One row a person and period becomes one row a spell in a unit."""

    person: str
    unit: str
    period: str
    every: Period
    first_day: str = ""
    left_on: str = ""
    left_where: Mapping[str, Columns] = {}
    keep: Names = ()


class Level(Section):
    """One level of the tree of units: the columns that name it."""

    kind: Literal["team", "site", "activity", "company"]
    columns: Columns


class Units(Section):
    """A tree of units out of columns, its leaves first; one company above."""

    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    company: str
    separator: str = "/"


class Legs(Section):
    """An event log becomes one row an agent's leg of a contact."""

    contact: str
    person: str
    at: str
    order: Names = ()
    opened: str = ""
    reopened: str = ""
    keep: Names = ()


class Scores(Section):
    """Columns of survey indices become one row a unit, campaign and construct."""

    constructs: Mapping[str, str]
    answers: str


class Step(Section):
    """One verb, and what it applies to."""

    rename: Mapping[str, str] | None = None
    constants: Mapping[str, str] | None = None
    value_map: ValueMap | None = None
    cast: Mapping[str, Kind] | None = None
    id_from: Mapping[str, Joined] | None = None
    rescale: Mapping[str, Rescale] | None = None
    null_if: Mapping[str, Columns] | None = None
    first_filled: Mapping[str, Columns] | None = None
    keep_where: Mapping[str, Columns] | None = None
    drop_where: Mapping[str, Columns] | None = None
    distinct: Columns | None = None
    period_end: Mapping[str, Period] | None = None
    move_days: Mapping[str, int] | None = None
    latest: Versions | None = None
    add_up: Totals | None = None
    spells_from_snapshots: Spells | None = None
    units_from_columns: Units | None = None
    legs_from_events: Legs | None = None
    scores_by_unit: Scores | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("a step holds exactly one verb; write one step a verb")
        return self

    @property
    def verb(self) -> str:
        """The name of the step's verb."""
        (name,) = self.model_fields_set
        return name


class MappedTable(Section):
    """One table made from a file, and the steps that make it."""

    table: str
    steps: tuple[Step, ...]


class FileEntry(Section):
    """One export, or several of one kind, and the tables made of it."""

    file: str
    format: Format = Format()
    tables: Annotated[tuple[MappedTable, ...], Field(min_length=1)]


class Deliveries(Section):
    """How exports that are kept one by one say what was known when."""

    dated_folders: bool
    increments: tuple[str, ...]
    late_days: Annotated[int, Field(ge=0, le=20)]
    max_vanished_share: Share


class Source(Section):
    """Where the records come from, and how much may be wrong with them."""

    path: str
    deliveries: Deliveries
    systems: Mapping[str, str]
    time_zone: str
    key_variable: str
    key_fingerprint: str
    max_broken_share: Share
    max_unmatched_share: Share
    recording_lag_days: Annotated[int, Field(ge=0)]
    files: tuple[FileEntry, ...]
