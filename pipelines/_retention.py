"""The retention limit: who left too long ago to be kept, and which rows are too old.

Pure: relations in, relations out. With real data, ingest leaves out what lies past
the limit before anything is written, the quarantine included.
"""

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd
import pyarrow as pa

from contracts._table import Table
from contracts.params import Params
from contracts.versions import SUPERSEDED

PAST = "people_past_the_limit"
# The day by which a dated row is told from one that is still needed: its last, so
# that what has not ended is never too old.
ENDS = {
    "absences": "ends_on",
    "activity_days": "day",
    "assignments": "ends_on",
    "departures": "left_on",
    "interactions": "opened_at",
    "milestones": "happened_on",
    "shifts": "ends_at",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a table.

    Parameters
    ----------
    rows : DuckDBPyRelation
        The same columns; a manager past the limit is named no more.
    rows_of_people : int
        Rows left out because their person left before the limit.
    rows_by_day : int
        Rows of others left out because they ended before it.
    """

    rows: duckdb.DuckDBPyRelation
    rows_of_people: int
    rows_by_day: int


def limit_day(settings: Params) -> date:
    """Give the last day of the month before which nothing is kept.

    Returns
    -------
    date
        ``governance.retention_months`` before the end of ``time.last_month``;
        whoever left on that day is still kept, whoever left earlier is not.
    """
    last = pd.Period(settings.time.last_month, "M")
    limit: date = (last - settings.governance.retention_months).end_time.date()
    return limit


def people_past(
    connection: duckdb.DuckDBPyConnection,
    departures: duckdb.DuckDBPyRelation,
    people: duckdb.DuckDBPyRelation,
    assignments: duckdb.DuckDBPyRelation,
    limit: date,
) -> list[str]:
    """Keep, as ``PAST`` in the connection, who left before the limit for the last time.

    Parameters
    ----------
    connection : DuckDBPyConnection
    departures, people, assignments : DuckDBPyRelation
        Brought to their contracts, ids those of the people system; of dated
        deliveries only the versions that stand now count.
    limit : date

    Returns
    -------
    list of str
        Their ids, in order. Whoever was hired again, or began in a team, after
        the last departure is still here, and not among them.
    """
    last = _standing(departures).aggregate(
        "person_id, max(left_on) AS left_on", "person_id"
    )
    began = _standing(people).project("person_id, hired_on AS began")
    began = began.union(_standing(assignments).project("person_id, starts_on"))
    back = began.aggregate("person_id, max(began) AS began", "person_id")
    found = (
        last.set_alias("last")
        .join(back.set_alias("back"), "last.person_id = back.person_id", how="left")
        .filter(f"left_on < DATE '{limit}' AND coalesce(began <= left_on, true)")
        .project("last.person_id AS person_id")
        .order("person_id")
        .fetchall()
    )
    past = [one for (one,) in found if one is not None]
    connection.register(PAST, pa.table({"person_id": pa.array(past, pa.string())}))
    return past


def within(rows: duckdb.DuckDBPyRelation, table: Table, limit: date) -> Kept:
    """Leave out what lies past the limit.

    Parameters
    ----------
    rows : DuckDBPyRelation
        Brought to the contract, of a connection that holds ``PAST``; ids those of
        the people system.
    table : Table
    limit : date

    Returns
    -------
    Kept
    """
    about, old = _about_people_past(table), _older_than(table, limit)
    ((people, days),) = rows.aggregate(
        f"count(*) FILTER ({about}), count(*) FILTER (NOT {about} AND {old})"
    ).fetchall()
    kept = rows.filter(f"NOT {about} AND NOT {old}")
    if "manager_id" in table.column_names:
        unnamed = f"CASE WHEN NOT {_past('manager_id')} THEN manager_id END"
        kept = kept.project(f"* REPLACE ({unnamed} AS manager_id)")
    return Kept(kept, people, days)


def _standing(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    if SUPERSEDED not in rows.columns:
        return rows
    return rows.filter(f"{SUPERSEDED} IS NULL")


def _about_people_past(table: Table) -> str:
    """Write the condition that a row is about somebody past the limit."""
    if table.name == "keys":
        return f"coalesce(kind = 'person' AND {_past('id')}, false)"
    return _past("person_id") if "person_id" in table.column_names else "false"


def _older_than(table: Table, limit: date) -> str:
    """Write the condition that a row ended before the limit."""
    if table.name not in ENDS:
        return "false"
    return f"coalesce({ENDS[table.name]}::DATE < DATE '{limit}', false)"


def _past(column: str) -> str:
    return f"coalesce({column} IN (SELECT person_id FROM {PAST}), false)"
