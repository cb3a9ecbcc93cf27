"""One table checked: brought to its contract, ids matched, broken rows marked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import duckdb
import pyarrow as pa

from connectors import deliveries, files, intake, keys, sources
from contracts._table import Table
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.source_params import Source
from pipelines import _across_tables

CHECKED_AGAINST = ("people", "teams")
HOMES = (("person", "person_id", "people"), ("team", "team_id", "teams"))
Rows: TypeAlias = duckdb.DuckDBPyRelation


@dataclass(frozen=True, slots=True)
class Checked:
    """One table, checked.

    Parameters
    ----------
    rows : DuckDBPyRelation
        Columns of the contract and ``broken_rule``; where exports are kept by
        day, those of ``contracts.versions`` too.
    missing_columns, unknown_columns : tuple of str
        Optional columns that no part brings; columns that nothing reads.
    ids : tuple of Matched
        How many ids of people and units came, and how many nobody knows.
    """

    rows: Rows
    missing_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    ids: tuple[keys.Matched, ...]


def arrivals(found: Collection[str]) -> list[str]:
    """Order the tables: those that others are checked against come first."""
    first = (*CHECKED_AGAINST, "keys")
    rest = [name for name in INPUTS if name in found and name not in first]
    return [*(name for name in first if name in found), *rest]


def checked(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    source: Source,
    against: Collection[str] = CHECKED_AGAINST,
) -> Checked:
    """Bring one table to its contract; mark every row that breaks a rule.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the people, teams and keys that came before.
    export : Export
    table : Table
    source : Source
    against : collection of str
        Tables that people and teams must be known in.

    Raises
    ------
    ContractError
        If the table can't be read as what it should be.
    """
    taken = [_brought(part, table, source) for part in export]
    rows = _one_table(connection, export, taken, table, source)
    if table.name == "keys":
        rows = keys.with_overlaps_marked(rows)
    system = source.systems.get(table.name, "")
    if system:
        rows = keys.matched(connection, rows, table, system)
    rows = _across_tables.marked(connection, known_rows(rows, table, against), table)
    missing = set.intersection(*(set(one.missing_columns) for one in taken))
    return Checked(
        rows=rows,
        missing_columns=tuple(c for c in table.column_names if c in missing),
        unknown_columns=tuple(sorted({c for t in taken for c in t.unknown_columns})),
        ids=tuple(_ids(rows, table, system, against)),
    )


def _brought(part: sources.Part, table: Table, source: Source) -> intake.Intake:
    with files.damage_told(part.path):
        return intake.bring(part.read(), table, source.time_zone)


def _one_table(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    taken: list[intake.Intake],
    table: Table,
    source: Source,
) -> Rows:
    """Give the one part's rows, or all deliveries folded into one table."""
    if export[0].delivered_on is None:
        return intake.with_repeats_marked(connection, taken[0].rows, table)
    said = source.deliveries
    dated = [
        deliveries.Delivered(
            part.delivered_on,
            deliveries.known_on(part.delivered_on, said.late_days),
            _stored(connection, part, one, table),
        )
        for part, one in zip(export, taken, strict=True)
        if part.delivered_on
    ]
    folded = deliveries.folded(
        connection,
        dated,
        table,
        increments=table.name in said.increments,
        max_vanished_share=said.max_vanished_share,
    )
    # Every later look at the table would fold it again.
    return _kept(connection, folded, f"folded_{table.name}")


def _kept(connection: duckdb.DuckDBPyConnection, rows: Rows, name: str) -> Rows:
    connection.execute(f"DROP TABLE IF EXISTS {name}")
    rows.create(name)
    return connection.table(name)


def _stored(
    connection: duckdb.DuckDBPyConnection,
    part: sources.Part,
    taken: intake.Intake,
    table: Table,
) -> Rows:
    """Read one delivery now, so that a damaged file is named as the one it is."""
    day = f"{part.delivered_on:%Y%m%d}"
    with files.damage_told(part.path):
        rows = intake.with_repeats_marked(connection, taken.rows, table, day)
        return _kept(connection, rows, f"{table.name}_of_{day}")


def known_rows(
    rows: Rows, table: Table, against: Collection[str] = CHECKED_AGAINST
) -> Rows:
    """Mark rows of people or teams that the people system does not know."""
    for noun, column, home in HOMES:
        if column in table.column_names and table.name != home and home in against:
            rows = rows.project(
                f"""* REPLACE (CASE WHEN {BROKEN_RULE} IS NULL AND {column} IS NOT NULL
                    AND {column} NOT IN (SELECT {column} FROM known_{home})
                    THEN '{_unknown(noun, home)}'
                    ELSE {BROKEN_RULE} END AS {BROKEN_RULE})"""
            )
    return rows


def _unknown(noun: str, home: str) -> str:
    return f"the {noun} is known in {home}"


def _ids(
    rows: Rows, table: Table, system: str, against: Collection[str]
) -> list[keys.Matched]:
    """Count the ids of each kind, and those that nobody knows."""
    found = []
    for noun, column, home in HOMES:
        held = column in table.column_names and table.name != home
        if held and (system or home in against):
            rules = (_unknown(noun, home), keys.rule_of(noun, system))
            listed = ", ".join("'" + rule.replace("'", "''") + "'" for rule in rules)
            ((ids, unmatched),) = rows.aggregate(
                f"count(DISTINCT {column}), count(DISTINCT {column}) "
                f"FILTER ({BROKEN_RULE} IN ({listed}))"
            ).fetchall()
            found.append(keys.Matched(system, noun, ids, unmatched))
    return found


def count_broken(rows: Rows) -> tuple[int, dict[str, int]]:
    """Count all rows, and the broken ones by rule."""
    counts = dict(
        rows.aggregate(f"{BROKEN_RULE}, count(*) AS rows", BROKEN_RULE).fetchall()
    )
    total = sum(counts.values())
    counts.pop(None, None)
    return total, dict(sorted(counts.items()))


def keep_known(connection: duckdb.DuckDBPyConnection, good: Rows, table: Table) -> None:
    """Keep what later tables are checked against: people, teams, keys, spans."""
    _across_tables.keep(connection, good, table)
    if table.name == "keys":
        keys.keep(connection, good)
    if table.name in CHECKED_AGAINST:
        column = table.key[0]
        ids = pa.table({column: [r[0] for r in good.project(column).fetchall()]})
        connection.register(f"known_{table.name}", ids)


def past_limit(
    table: Table, total: int, broken: dict[str, int], source: Source
) -> tuple[str, str, int] | None:
    """Find the first limit of the source that a table passes.

    Returns
    -------
    tuple of rule, name of the limit, rows; or None
    """
    for rule, count in broken.items():
        name = "max_unmatched_share" if is_unmatched(rule) else "max_broken_share"
        if count > getattr(source, name) * total:
            return rule, name, count
    return None


def is_unmatched(rule: str) -> bool:
    """Tell a rule about unknown people or teams from the others."""
    return rule.endswith(
        tuple(f" known in {home}" for home in (*CHECKED_AGAINST, "keys"))
    )


def require_systems(source: Source) -> None:
    """Stop where a system is named for a table that can have none.

    Raises
    ------
    ContractError
    """
    wrong = sorted(set(source.systems) - set(keys.DATED_BY))
    if wrong:
        raise ContractError(
            f"source.systems: {', '.join(wrong)} can't bear another system's ids.\n"
            f"  Expected tables among {', '.join(sorted(keys.DATED_BY))}. "
            "Correct it in params.yaml."
        )


def require_time_zone(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Stop where the centre's clock is one that nobody knows.

    Raises
    ------
    ContractError
    """
    known = connection.execute(
        "SELECT count(*) FROM pg_timezone_names() WHERE name = ?", [zone]
    ).fetchall()
    if known == [(0,)]:
        raise ContractError(
            f"source.time_zone: {zone} is not a time zone.\n"
            "  Expected a name like Europe/Paris. Correct it in params.yaml."
        )
