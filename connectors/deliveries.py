"""Dated deliveries: what each record said, known from the delivery that showed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from contracts._table import Table
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.versions import DELIVERED, SUPERSEDED, VERSION, has_versions

DAY_FORMAT = "YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One table as one delivery brought it.

    Parameters
    ----------
    folder_day : date
        The day that the folder bears.
    known_on : date
        The day from which its content counts as known.
    rows : DuckDBPyRelation
        Brought to the contract, broken rules marked.
    """

    folder_day: date
    known_on: date
    rows: duckdb.DuckDBPyRelation


def folders(path: Path) -> list[tuple[date, Path]]:
    """List the dated folders of a source, oldest first.

    Raises
    ------
    ContractError
        If there is none, or a folder's name is no day.
    """
    if not path.is_dir():
        raise ContractError(
            f"source.path: {path} is not a folder.\n"
            f"  Expected a folder with one folder a delivery, named {DAY_FORMAT}. "
            "Correct source.path in params.yaml."
        )
    named = [p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".")]
    found, odd = {}, []
    for folder in named:
        try:
            found[date.fromisoformat(folder.name)] = folder
        except ValueError:
            odd.append(folder.name)
    if odd or not found:
        wrong = f"{', '.join(sorted(odd))} names no day" if odd else "no folder in it"
        raise ContractError(
            f"{path}: {wrong}.\n"
            f"  Expected one folder a delivery, named {DAY_FORMAT}. Rename it, or set "
            "source.deliveries.dated_folders to false."
        )
    return sorted(found.items())


def known_on(day: date, late_days: int) -> date:
    """Say from which day on a delivery's content counts as known.

    An export made in a month's first days is how the month before is told: it
    counts as known at that month's end.

    Parameters
    ----------
    day : date
    late_days : int
        How many first days of a month count so.
    """
    if day.day <= late_days:
        return day.replace(day=1) - timedelta(days=1)
    return day


def folded(
    connection: duckdb.DuckDBPyConnection,
    deliveries: Sequence[Delivered],
    table: Table,
    *,
    increments: bool,
    max_vanished_share: float,
) -> duckdb.DuckDBPyRelation:
    """Make one table of all deliveries of it.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the rows of all deliveries afterwards.
    deliveries : sequence of Delivered
        Oldest first, at least one.
    table : Table
    increments : bool
        Whether a delivery holds only what is new or changed. In a full one, a
        record that is not there any more was withdrawn.
    max_vanished_share : float
        How much of a full delivery the next one may lack.

    Returns
    -------
    DuckDBPyRelation
        Dated records: a row a version, with the columns of ``contracts.versions``.
        Other tables: the latest of each record ever seen. Broken rows once each.

    Raises
    ------
    ContractError
        If a full delivery lacks too much of the one before.
    """
    every = _together(connection, deliveries, table)
    good, key = f"{every}_good", _names(table.key)
    connection.sql(f"FROM {every} WHERE {BROKEN_RULE} IS NULL").create_view(good)
    if not increments and table.key:
        _refuse_shrunk(connection, good, deliveries, table, max_vanished_share)
    kept = _records(good, key, table, increments=increments)
    columns = _names(table.column_names)
    broken = (
        f"SELECT DISTINCT {columns}, {BROKEN_RULE} FROM {every} "
        f"WHERE {BROKEN_RULE} IS NOT NULL"
    )
    return connection.sql(f"({kept}) UNION ALL BY NAME ({broken})")


def _records(good: str, key: str, table: Table, *, increments: bool) -> str:
    """Write the SQL that keeps of each record what its kind of table needs."""
    if table.name == "shifts":
        return _published(_versions(good, key, table, increments=increments))
    if has_versions(table):
        return _versions(good, key, table, increments=increments)
    if table.key:
        return _latest_of(good, key, table)
    return _campaigns(good, table)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _together(
    connection: duckdb.DuckDBPyConnection,
    deliveries: Sequence[Delivered],
    table: Table,
) -> str:
    """Lay all deliveries into one table of the connection; give its name."""
    name = f"delivered_{table.name}"

    def parts() -> Iterator[str]:
        for number, delivery in enumerate(deliveries, start=1):
            view = f"{name}_{number}"
            delivery.rows.create_view(view)
            yield (
                f"SELECT *, {number} AS delivery, {_day(delivery.known_on)} AS known "
                f"FROM {view}"
            )

    every = " UNION ALL BY NAME ".join(parts())
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {every}")
    return name


def _refuse_shrunk(
    connection: duckdb.DuckDBPyConnection,
    good: str,
    deliveries: Sequence[Delivered],
    table: Table,
    most: float,
) -> None:
    """Stop where a full delivery looks like an increment, or like half an export."""
    key = _names(table.key)
    counts = connection.sql(
        f"""
        WITH following AS (
            SELECT delivery, lead(delivery) OVER (
                PARTITION BY {key} ORDER BY delivery) AS next_seen
            FROM {good}
        )
        SELECT delivery, count(*) AS held,
            count(*) FILTER (next_seen IS DISTINCT FROM delivery + 1) AS gone
        FROM following WHERE delivery < {len(deliveries)}
        GROUP BY delivery ORDER BY delivery
        """
    ).fetchall()
    for number, held, gone in counts:
        if gone > most * held:
            raise ContractError(
                f"{table.name}: the delivery of {deliveries[number].folder_day} lacks "
                f"{gone:,} of the {held:,} rows of the one before.\n"
                "  Expected a full export. Export it again; or, if it holds only what "
                f"is new or changed, name {table.name} in "
                "source.deliveries.increments; or raise "
                f"source.deliveries.max_vanished_share (now {most})."
            )


def _versions(good: str, key: str, table: Table, *, increments: bool) -> str:
    """Write the SQL that folds deliveries of alike content into versions."""
    content = _names([c for c in table.column_names if c not in table.key])
    starts = "before IS NULL OR differs"
    # Missing from a full delivery, a record was withdrawn; back, it is a new version.
    starts += "" if increments else " OR before <> delivery - 1"
    end = (
        f"lead(known) OVER (PARTITION BY {key} ORDER BY delivery)"
        if increments
        else "(SELECT min(known) FROM days WHERE days.delivery = last_seen + 1)"
    )
    return f"""
    WITH days AS (SELECT DISTINCT delivery, known FROM {good}), marked AS (
        SELECT *, lag(delivery) OVER seen AS before,
            row({content}) IS DISTINCT FROM lag(row({content})) OVER seen AS differs
        FROM {good} WINDOW seen AS (PARTITION BY {key} ORDER BY delivery)
    ), numbered AS (
        SELECT *, {starts} AS is_new, count(*) FILTER ({starts})
            OVER (PARTITION BY {key} ORDER BY delivery) AS {VERSION}
        FROM marked
    ), spans AS (
        SELECT *, max(delivery) OVER (PARTITION BY {key}, {VERSION}) AS last_seen
        FROM numbered QUALIFY is_new
    )
    SELECT {_names(table.column_names)}, {BROKEN_RULE}, {VERSION},
        CASE WHEN delivery > 1 THEN known END AS {DELIVERED}, {end} AS {SUPERSEDED}
    FROM spans
    """


def _published(versions: str) -> str:
    """Write the SQL that dates each version of a shift that does not say itself.

    A shift keeps its versions by ``published_at``: one first seen in a delivery was
    published by then, a change of it no earlier than the delivery that showed it.
    """
    known = f"{DELIVERED}::TIMESTAMP"
    return f"""
    SELECT * EXCLUDE ({", ".join((VERSION, DELIVERED, SUPERSEDED))}) REPLACE (
        CASE WHEN {VERSION} = 1 THEN coalesce(published_at, {known})
            ELSE greatest(published_at, {known}) END AS published_at)
    FROM ({versions})
    """


def _latest_of(good: str, key: str, table: Table) -> str:
    """Write the SQL that keeps the latest of each record ever seen."""
    return f"""
    SELECT {_names(table.column_names)}, {BROKEN_RULE} FROM {good}
    QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY delivery DESC) = 1
    """


def _campaigns(good: str, table: Table) -> str:
    """Write the SQL that keeps each campaign's answers as last delivered.

    Answers may be alike and all be meant, so that a campaign is replaced whole;
    it was published no later than the delivery that first showed it.
    """
    return f"""
    WITH seen AS (
        SELECT campaign_id, max(delivery) AS delivery, min(delivery) AS first_seen,
            min(known) AS first_known
        FROM {good} GROUP BY campaign_id
    )
    SELECT {_names(table.column_names)}, {BROKEN_RULE} FROM (
        SELECT * REPLACE (coalesce(published_on,
            CASE WHEN first_seen > 1 THEN first_known END) AS published_on)
        FROM {good} JOIN seen USING (campaign_id, delivery)
    )
    """
