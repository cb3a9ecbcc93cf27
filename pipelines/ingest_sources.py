"""Bring a source's exports to the contracts: good rows on, broken rows aside.

reads   source.path
writes  data/restricted/tables/  data/restricted/quarantine/  metrics/ingest.json
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from connectors import files, intake
from contracts import params
from contracts._table import Table
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from pipelines import _files, _governance, _minimise, _stage

CHECKED_AGAINST = ("people", "teams")


def known_rows(
    connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, table: Table
) -> duckdb.DuckDBPyRelation:
    """Mark rows of people or teams that the people system does not know."""
    homes = (("person", "person_id", "people"), ("team", "team_id", "teams"))
    for noun, column, home in homes:
        if column in table.column_names and table.name != home:
            rows = rows.project(
                f"""* REPLACE (CASE WHEN {BROKEN_RULE} IS NULL AND {column} IS NOT NULL
                    AND {column} NOT IN (SELECT {column} FROM known_{home})
                    THEN 'the {noun} is known in {home}'
                    ELSE {BROKEN_RULE} END AS {BROKEN_RULE})"""
            )
    return rows


def count_broken(rows: duckdb.DuckDBPyRelation) -> tuple[int, dict[str, int]]:
    """Count all rows, and the broken ones by rule."""
    counts = dict(
        rows.aggregate(f"{BROKEN_RULE}, count(*) AS rows", BROKEN_RULE).fetchall()
    )
    total = sum(counts.values())
    counts.pop(None, None)
    return total, dict(sorted(counts.items()))


def stop_past_limits(
    table: Table, total: int, broken: dict[str, int], source: params.Source
) -> None:
    """Stop where more rows are broken, or unmatched, than the source may have.

    Raises
    ------
    ContractError
    """
    for rule, count in broken.items():
        unmatched = rule.endswith(("known in people", "known in teams"))
        name = "max_unmatched_share" if unmatched else "max_broken_share"
        limit = getattr(source, name)
        if count > limit * total:
            raise ContractError(
                f'{table.name}: {count:,} of {total:,} rows break "{rule}".\n'
                f"  They are in {_files.QUARANTINE / table.name}.parquet. Correct the "
                f"export, or raise source.{name} (now {limit})."
            )
    if total == 0 and table.needed:
        raise ContractError(
            f"{table.name}: the export holds no row.\n"
            "  Expected at least one. Export it again."
        )


def write(
    rows: duckdb.DuckDBPyRelation,
    path: Path,
    order: tuple[str, ...],
    dropped: tuple[str, ...] = (),
) -> None:
    """Write rows in the order of their key, without the columns dropped."""
    # The key is whole only with the columns to drop: ordered first, the same rows
    # always give the same bytes.
    ordered = rows.order(", ".join(f'"{name}"' for name in order or rows.columns))
    if dropped:
        ordered = ordered.project(f"* EXCLUDE ({', '.join(dropped)})")
    with _files.written_whole(path) as draft:
        ordered.write_parquet(str(draft), compression="zstd")


def ingest_table(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: Table,
    settings: params.Params,
    key: bytes,
) -> dict[str, Any]:
    """Bring in one table; give its counts for the page on coverage."""
    taken = intake.bring(files.read(connection, path), table, settings.source.time_zone)
    rows = known_rows(connection, taken.rows, table)
    rows = intake.with_repeats_marked(connection, rows, table)
    total, broken = count_broken(rows)
    if broken:
        aside = rows.filter(f"{BROKEN_RULE} IS NOT NULL")
        write(aside, _files.QUARANTINE / f"{table.name}.parquet", table.key)
    stop_past_limits(table, total, broken, settings.source)
    good = rows.filter(f"{BROKEN_RULE} IS NULL") if broken else rows
    if table.name in CHECKED_AGAINST:
        column = table.key[0]
        ids = pa.table({column: [r[0] for r in good.project(column).fetchall()]})
        connection.register(f"known_{table.name}", ids)
    purpose = settings.governance.purpose
    good = _minimise.minimised(connection, good, table, key, purpose)
    good = good.project(f"* EXCLUDE ({BROKEN_RULE})")
    if table.name == "people":
        audit = good.project(", ".join(("person_id", *_minimise.PROTECTED)))
        write(audit, _files.table_path("audit_people"), table.key)
        good = good.project(f"* EXCLUDE ({', '.join(_minimise.PROTECTED)})")
    dropped = _minimise.DROPPED.get(table.name, ())
    write(good, _files.table_path(table.name), table.key, dropped)
    return {
        "rows": total,
        "broken": broken,
        "missing_columns": list(taken.missing_columns),
        "unknown_columns": list(taken.unknown_columns),
    }


def arrivals(found: Collection[str]) -> list[str]:
    """Order the tables: those that others are checked against come first."""
    rest = [name for name in INPUTS if name in found and name not in CHECKED_AGAINST]
    return [*CHECKED_AGAINST, *rest]


def main() -> None:
    """Bring in every table of the source."""
    settings = params.load()
    _governance.require_leave(settings.governance)
    key = _governance.pseudonym_key(settings.governance, settings.source)
    found = files.find(Path(settings.source.path))
    counts: dict[str, Any] = {}
    _files.QUARANTINE.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.activity.threads}")
        for name in _stage.progress(arrivals(found), "tables"):
            counts[name] = ingest_table(
                connection, found[name], INPUTS[name], settings, key
            )
    _files.write_json(_files.METRICS / "ingest.json", {"tables": counts})


if __name__ == "__main__":
    _stage.run(main)
