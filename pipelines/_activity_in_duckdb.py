"""The activity of a month in DuckDB: planned once, then run month by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import narwhals as nw

from activity import contacts, days, rotas
from contracts.frames import Lazy

# Only ever compared: as numbers they are sorted and grouped in half the time. Two
# of a million share one once in ten million times; where it is two people, the
# table of names refuses them.
NUMBERED = {
    "interactions": ("person_id", "queue", "channel", "customer_id"),
    "activity_days": ("person_id",),
    "shifts": ("person_id", "shift_id"),
}
EMPTY = ", ".join(
    (
        "SELECT NULL::VARCHAR AS person_id, NULL::DATE AS day",
        "NULL::DATE AS known_month",
        *(f"NULL::BIGINT AS {name}" for name in days.SUMS),
    )
)
NAMED = "SELECT names.person_id, numbered.* EXCLUDE (person_id) FROM numbered"


@dataclass(frozen=True, slots=True)
class Plan:
    """What DuckDB is to do for a month; thinking it up takes longer than a small one.

    Parameters
    ----------
    connection : DuckDBPyConnection
    tables : mapping of name to Path
        A file of each table, which shows its columns where a month has none.
    steps : tuple of name, DuckDBPyRelation
        Tables to be filled, in this order: what is read twice is computed once,
        and one part at a time fills memory.
    days : DuckDBPyRelation
        The person-days, from the last of them.
    """

    connection: duckdb.DuckDBPyConnection
    tables: Mapping[str, Path]
    steps: tuple[tuple[str, duckdb.DuckDBPyRelation], ...]
    days: duckdb.DuckDBPyRelation


def plan(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Path]) -> Plan:
    """Plan the activity of a month, in a connection of its own.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Its tables are made anew each month.
    tables : mapping of name to Path
        A file of each table that the source has.
    """
    _show(connection, tables, {})
    steps: list[tuple[str, duckdb.DuckDBPyRelation]] = []

    def table(name: str) -> Lazy:
        frame: Lazy = nw.from_native(connection.table(name))
        return frame

    def kept(frame: Lazy, name: str) -> Lazy:
        steps.append((name, frame.to_native()))
        steps[-1][1].limit(0).create(name)
        return table(name)

    parts = []
    if "interactions" in tables:
        parts += contacts.contact_days(table("interactions"))
    elif "activity_days" in tables:
        parts += contacts.from_daily_totals(table("activity_days"))
    if "shifts" in tables:
        versions = kept(rotas.versions(table("shifts")), "shift_versions")
        parts.append(rotas.shift_days(versions))
    if not parts:
        return Plan(connection, tables, (), connection.sql(f"{EMPTY} LIMIT 0"))
    stored = [kept(part, f"part_{number}") for number, part in enumerate(parts)]
    numbered = days.person_days(stored).to_native()
    named = numbered.query(
        "numbered", f"{NAMED} JOIN names ON names.number = numbered.person_id"
    )
    return Plan(connection, tables, tuple(steps), named)


def write_month(plan: Plan, tables: Mapping[str, Path], path: Path) -> None:
    """Write the person-days of a month, in the order of their key.

    Parameters
    ----------
    plan : Plan
    tables : mapping of name to Path
        The month's file of each table that has one.
    path : Path
    """
    _show(plan.connection, plan.tables, tables)
    for name, relation in plan.steps:
        plan.connection.execute(f"DROP TABLE {name}")
        relation.create(name)
    ordered = plan.days.order("person_id, day, known_month")
    ordered.write_parquet(str(path), compression="zstd")


def _show(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Path],
    month: Mapping[str, Path],
) -> None:
    """Let each table's name stand for the month's file; for no row, if it has none."""
    for name, path in tables.items():
        rows = connection.read_parquet(str(month.get(name, path)))
        if name not in month:
            rows = rows.limit(0)
        numbers = ", ".join(f"{_number(c)} AS {c}" for c in NUMBERED[name])
        rows.project(f"* REPLACE ({numbers})").create_view(name)
    people = " UNION ALL ".join(
        f"SELECT person_id FROM read_parquet('{path}')" for path in month.values()
    )
    connection.execute(
        "CREATE OR REPLACE TABLE names (number UBIGINT PRIMARY KEY, person_id VARCHAR)"
    )
    if people:
        connection.execute(
            f"INSERT INTO names SELECT DISTINCT {_number('person_id')}, person_id "
            f"FROM ({people}) WHERE person_id IS NOT NULL"
        )


def _number(column: str) -> str:
    """Write the SQL of a text's number, empty where the text is."""
    return f"CASE WHEN {column} IS NOT NULL THEN hash({column}) END"
