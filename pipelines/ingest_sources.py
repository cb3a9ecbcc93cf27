"""Bring a source's exports to the contracts: good rows on, broken rows aside.

reads   source.path
writes  data/restricted/tables/  data/restricted/quarantine/  metrics/ingest.json
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from connectors import files, intake, sources
from contracts import params
from contracts._table import Table
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.source_params import Source
from pipelines import _files, _governance, _minimise, _stage

CHECKED_AGAINST = ("people", "teams")


def known_rows(
    rows: duckdb.DuckDBPyRelation,
    table: Table,
    against: Collection[str] = CHECKED_AGAINST,
) -> duckdb.DuckDBPyRelation:
    """Mark rows of people or teams that the people system does not know."""
    homes = (("person", "person_id", "people"), ("team", "team_id", "teams"))
    for noun, column, home in homes:
        if column in table.column_names and table.name != home and home in against:
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
    table: Table, total: int, broken: dict[str, int], source: Source
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


def checked(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    time_zone: str,
    against: Collection[str] = CHECKED_AGAINST,
) -> tuple[intake.Intake, duckdb.DuckDBPyRelation]:
    """Bring one table to its contract; mark every row that breaks a rule."""
    taken = intake.bring(export.read(), table, time_zone)
    rows = known_rows(taken.rows, table, against)
    return taken, intake.with_repeats_marked(connection, rows, table)


def keep_known(
    connection: duckdb.DuckDBPyConnection, good: duckdb.DuckDBPyRelation, table: Table
) -> None:
    """Keep the ids of people and teams, against which later tables are checked."""
    if table.name in CHECKED_AGAINST:
        column = table.key[0]
        ids = pa.table({column: [r[0] for r in good.project(column).fetchall()]})
        connection.register(f"known_{table.name}", ids)


def ingest_table(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    settings: params.Params,
    key: bytes,
) -> dict[str, Any]:
    """Bring in one table; give its counts for the page on coverage."""
    taken, rows = checked(connection, export, table, settings.source.time_zone)
    total, broken = count_broken(rows)
    if broken:
        aside = rows.filter(f"{BROKEN_RULE} IS NOT NULL")
        write(aside, _files.QUARANTINE / f"{table.name}.parquet", table.key)
    stop_past_limits(table, total, broken, settings.source)
    good = rows.filter(f"{BROKEN_RULE} IS NULL") if broken else rows
    keep_known(connection, good, table)
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
    return [*(name for name in CHECKED_AGAINST if name in found), *rest]


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


def _forget_last_run() -> None:
    """Remove what an earlier run left: a table may be gone, a broken row mended."""
    for folder in (_files.TABLES, _files.QUARANTINE):
        for path in folder.glob("*.parquet"):
            path.unlink()


def main() -> None:
    """Bring in every table of the source."""
    settings = params.load()
    _governance.require_leave(settings.governance)
    key = _governance.pseudonym_key(settings.governance, settings.source)
    counts: dict[str, Any] = {}
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.activity.threads}")
        require_time_zone(connection, settings.source.time_zone)
        found = sources.exports(connection, settings.source)
        _forget_last_run()
        _files.QUARANTINE.mkdir(parents=True, exist_ok=True)
        for name in _stage.progress(arrivals(found), "tables"):
            with files.damage_told(found[name].path):
                counts[name] = ingest_table(
                    connection, found[name], INPUTS[name], settings, key
                )
    _files.write_json(_files.METRICS / "ingest.json", {"tables": counts})


if __name__ == "__main__":
    _stage.run(main)
