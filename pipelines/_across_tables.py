"""Rules that need two rows: a contact and an employment, a shift and the one before."""

from collections.abc import Mapping

import duckdb

from contracts._table import Table
from contracts.across_tables import EMPLOYED, ONE_SHIFT, TEAM_THERE
from contracts.check import BROKEN_RULE
from contracts.versions import SUPERSEDED

# What is kept of a table that came, for those that come after.
KEPT: Mapping[str, str] = {
    "people": "SELECT person_id, min(hired_on) AS hired_on",
    "assignments": "SELECT person_id, min(starts_on) AS first, max(starts_on) AS last",
    "departures": "SELECT person_id, min(left_on) AS first, max(left_on) AS last",
    "teams": "SELECT team_id, max(ends_on) AS ends_on",
}
# The day of a row about somebody's work; a planned shift says what was planned.
WORKED_ON: Mapping[str, str] = {
    "activity_days": "day",
    "interactions": "opened_at",
    "shifts": "CASE WHEN status = 'worked' THEN starts_at END",
}
SURVEYS = ("survey_answers", "survey_invitations", "survey_scores")
# Whoever was here before is employed since nobody knows when; whoever left and came
# back is employed still.
SPANS = """
    SELECT person_id,
           CASE WHEN d.first < least(hired_on, a.first) THEN NULL
                ELSE least(hired_on, a.first) END AS first_day,
           CASE WHEN d.last >= greatest(hired_on, a.last) THEN d.last END AS last_day
    FROM kept_people LEFT JOIN kept_assignments AS a USING (person_id)
    LEFT JOIN kept_departures AS d USING (person_id)
"""
OVERLAPPING = f"""
    WITH stands AS (
        SELECT shift_id, person_id, starts_at, ends_at FROM shifts
        WHERE status = 'worked' AND {BROKEN_RULE} IS NULL
        QUALIFY row_number() OVER (
            PARTITION BY shift_id ORDER BY published_at DESC NULLS LAST) = 1
    ), beside AS (
        SELECT shift_id, starts_at, max(ends_at) OVER (
            PARTITION BY person_id ORDER BY starts_at, ends_at, shift_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until FROM stands
    )
    SELECT DISTINCT shift_id AS overlapping FROM beside WHERE starts_at < until
"""


def keep(
    connection: duckdb.DuckDBPyConnection, good: duckdb.DuckDBPyRelation, table: Table
) -> None:
    """Keep what later tables are held against."""
    if table.name not in KEPT:
        return
    key = "team_id" if table.name == "teams" else "person_id"
    now = f"WHERE {SUPERSEDED} IS NULL" if SUPERSEDED in good.columns else ""
    kept = good.query("good", f"{KEPT[table.name]} FROM good {now} GROUP BY {key}")
    connection.execute(f"DROP TABLE IF EXISTS kept_{table.name}")
    kept.create(f"kept_{table.name}")


def marked(
    connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, table: Table
) -> duckdb.DuckDBPyRelation:
    """Mark rows that contradict other rows; what breaks a rule already stays as it is.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds what ``keep`` kept.
    rows : DuckDBPyRelation
        The columns of the contract and ``broken_rule``.
    table : Table
    """
    there = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
    if table.name in WORKED_ON and "kept_people" in there:
        rows = _employed(connection, rows, table, there)
    if table.name == "shifts":
        rows = _one_at_a_time(rows)
    if table.name in SURVEYS and "kept_teams" in there:
        rows = _team_there(rows)
    return rows


def _employed(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    table: Table,
    there: set[str],
) -> duckdb.DuckDBPyRelation:
    for name in ("assignments", "departures"):
        if f"kept_{name}" not in there:
            connection.execute(
                f"CREATE TABLE kept_{name} (person_id VARCHAR, first DATE, last DATE)"
            )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE employed AS {SPANS}")
    day = f"({WORKED_ON[table.name]})::DATE"
    return _where(
        rows,
        "LEFT JOIN employed USING (person_id)",
        f"{day} < first_day OR {day} > last_day",
        EMPLOYED,
    )


def _one_at_a_time(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    return _where(
        rows,
        f"LEFT JOIN ({OVERLAPPING.replace('FROM shifts', 'FROM came')}) "
        "ON shift_id = overlapping",
        "status = 'worked' AND overlapping IS NOT NULL",
        ONE_SHIFT,
    )


def _team_there(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    last = "SELECT team_id, ends_on AS last_day FROM kept_teams"
    beside = f"LEFT JOIN ({last}) USING (team_id)"
    return _where(rows, beside, "closed_on > last_day", TEAM_THERE)


def _where(
    rows: duckdb.DuckDBPyRelation, beside: str, broken: str, rule: str
) -> duckdb.DuckDBPyRelation:
    """Mark the rows of which something is so, given what stands beside them."""
    columns = ", ".join(
        f'came."{name}"' for name in rows.columns if name != BROKEN_RULE
    )
    return rows.query(
        "came",
        f"""SELECT {columns}, CASE WHEN came.{BROKEN_RULE} IS NULL AND ({broken})
            THEN '{rule}' ELSE came.{BROKEN_RULE} END AS {BROKEN_RULE}
            FROM came {beside}""",
    )
