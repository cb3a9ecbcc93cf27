"""Ids of other systems brought to those of the people system, by the table of keys."""

from dataclasses import dataclass

import duckdb

from contracts._table import Table
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError

KNOWN = "known_keys"
# Which columns bear a system's ids, by what they identify.
COLUMNS = {"person": "person_id", "team": "team_id"}
# The day on which a row's id meant whom it meant: ids are given anew to others.
DATED_BY = {
    "absences": "starts_on",
    "activity_days": "day",
    "assignments": "starts_on",
    "departures": "left_on",
    "interactions": "opened_at",
    "milestones": "happened_on",
    "shifts": "starts_at",
    "survey_answers": "closed_on",
    "survey_invitations": "closed_on",
    "survey_scores": "closed_on",
    "team_plans": "month",
    "unit_kpis": "month",
}
ONE_AT_A_TIME = "an id of another system means one at a time"


@dataclass(frozen=True, slots=True)
class Matched:
    """How many ids of one kind a table brought, and how many nobody knows.

    Parameters
    ----------
    system : str
        The system that the ids are of; empty for the people system.
    kind : str
        ``person`` or ``team``.
    ids, unmatched : int
    """

    system: str
    kind: str
    ids: int
    unmatched: int


def with_overlaps_marked(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Mark keys that give an id to somebody while another one still has it."""
    start = "coalesce(starts_on, DATE '0001-01-01')"
    end = "coalesce(ends_on, DATE '9999-12-31')"
    return rows.query(
        "keys_seen",
        f"""
        SELECT * REPLACE (CASE WHEN {BROKEN_RULE} IS NULL AND max({end}) OVER (
                PARTITION BY kind, system, system_id, {BROKEN_RULE} IS NULL
                ORDER BY {start}, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) >= {start}
            THEN '{ONE_AT_A_TIME}' ELSE {BROKEN_RULE} END AS {BROKEN_RULE})
        FROM keys_seen
        """,
    )


def keep(connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation) -> None:
    """Keep the keys for the tables that come after."""
    connection.execute(f"DROP TABLE IF EXISTS {KNOWN}")
    rows.create(KNOWN)


def kinds_of(
    connection: duckdb.DuckDBPyConnection, system: str, table: str
) -> set[str]:
    """Say which kinds of ids the keys hold of a system.

    Raises
    ------
    ContractError
        If they hold none, or there are no keys.
    """
    try:
        found = connection.execute(
            f"SELECT system, list(DISTINCT kind) FROM {KNOWN} GROUP BY system"
        ).fetchall()
    except duckdb.CatalogException:
        found = []
    known = dict(found)
    if system not in known:
        have = ", ".join(sorted(known)) or "none"
        raise ContractError(
            f"source.systems: {table} is said to hold ids of {system}, of which keys "
            f"holds no row.\n  Systems found in keys: {have}. Export keys with that "
            "system, or correct source.systems."
        )
    return set(known[system])


def matched(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    table: Table,
    system: str,
) -> duckdb.DuckDBPyRelation:
    """Replace a system's ids by those of the people system.

    Parameters
    ----------
    connection : DuckDBPyConnection
    rows : DuckDBPyRelation
        Brought to the contract.
    table : Table
    system : str

    Returns
    -------
    DuckDBPyRelation
        The same rows; an id without a key stays, and its row is marked.

    Raises
    ------
    ContractError
        If the keys hold nothing of that system.
    """
    for kind in sorted(kinds_of(connection, system, table.name)):
        column = COLUMNS[kind]
        if column in table.column_names:
            rows = _replaced(rows, column, kind, system, DATED_BY.get(table.name))
    return rows


def rule_of(kind: str, system: str) -> str:
    """Say the rule that an id without a key breaks."""
    return f"the {kind} of {system} is known in keys"


def _replaced(
    rows: duckdb.DuckDBPyRelation,
    column: str,
    kind: str,
    system: str,
    dated: str | None,
) -> duckdb.DuckDBPyRelation:
    words = [text.replace("'", "''") for text in (system, rule_of(kind, system))]
    when = (
        f"AND coalesce(known.starts_on <= came.{dated}::DATE, true) "
        f"AND coalesce(known.ends_on >= came.{dated}::DATE, true)"
        if dated
        else ""
    )
    return rows.query(
        "came",
        f"""
        SELECT came.* REPLACE (
            coalesce(known.id, came.{column}) AS {column},
            CASE WHEN came.{BROKEN_RULE} IS NULL AND came.{column} IS NOT NULL
                AND known.id IS NULL THEN '{words[1]}'
                ELSE came.{BROKEN_RULE} END AS {BROKEN_RULE})
        FROM came LEFT JOIN {KNOWN} AS known
            ON known.kind = '{kind}' AND known.system = '{words[0]}'
            AND known.system_id = came.{column} {when}
        """,
    )
