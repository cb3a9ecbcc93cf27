"""Bring a source's exports to the contracts: good rows on, broken rows aside.

reads   source.path
writes  data/restricted/tables/  data/restricted/quarantine/  metrics/ingest.json
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import Any

import duckdb

from connectors import files, sources
from contracts import params, versions
from contracts._table import Table
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.source_params import Source
from pipelines import (
    _checked,
    _files,
    _governance,
    _minimise,
    _monthly,
    _retention,
    _stage,
)

# Joins original ids, and is done with once they are matched.
USED_UP = ("keys",)
# What tells who left, and who came back since.
LEAVERS = ("departures", "people", "assignments")


def stop_past_limits(
    table: Table, total: int, broken: dict[str, int], source: Source
) -> None:
    """Stop where more rows are broken, or unmatched, than the source may have.

    Raises
    ------
    ContractError
    """
    past = _checked.past_limit(table, total, broken, source)
    if past:
        rule, name, count = past
        raise ContractError(
            f'{table.name}: {count:,} of {total:,} rows break "{rule}".\n'
            f"  They are in {_files.QUARANTINE / table.name}.parquet. Correct the "
            f"export, or raise source.{name} (now {getattr(source, name)})."
        )


def _no_row(table: Table) -> ContractError:
    return ContractError(
        f"{table.name}: the export holds no row.\n"
        "  Expected at least one. Export it again."
    )


def write(rows: duckdb.DuckDBPyRelation, path: Path, order: tuple[str, ...]) -> None:
    """Write rows in the order of their key."""
    ordered = rows.order(", ".join(f'"{name}"' for name in order or rows.columns))
    with _files.written_whole(path) as draft:
        ordered.write_parquet(str(draft), compression="zstd")


def ingest_table(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    settings: params.Params,
    key: bytes,
    against: Collection[str] = _checked.CHECKED_AGAINST,
    limit: date | None = None,
) -> dict[str, Any]:
    """Bring in one table; give its counts for the page on coverage."""
    found = _checked.checked(connection, export, table, settings.source, against)
    kept = _retention.within(found.rows, table, limit) if limit else None
    rows = kept.rows if kept else found.rows
    total, broken = _checked.count_broken(rows)
    if broken:
        aside = rows.filter(f"{BROKEN_RULE} IS NOT NULL")
        write(aside, _files.QUARANTINE / f"{table.name}.parquet", table.key)
    stop_past_limits(table, total, broken, settings.source)
    past = kept.rows_of_people + kept.rows_by_day if kept else 0
    if total + past == 0 and table.needed and settings.outcomes.modelled:
        raise _no_row(table)
    good = rows.filter(f"{BROKEN_RULE} IS NULL") if broken else rows
    _checked.keep_known(connection, good, table)
    if table.name not in USED_UP:
        write_good(connection, good, table, settings, key)
    counts = counts_of(found, total, broken)
    return counts | {"past_retention": past} if kept else counts


def write_good(
    connection: duckdb.DuckDBPyConnection,
    good: duckdb.DuckDBPyRelation,
    table: Table,
    settings: params.Params,
    key: bytes,
) -> None:
    """Write the good rows, minimised; what only the fairness audit sees, apart."""
    purpose = settings.governance.purpose
    good = _monthly.with_month(good, table)
    good = _minimise.minimised(connection, good, table, key, purpose)
    dropped = (BROKEN_RULE, *_minimise.DROPPED.get(table.name, ()))
    good = good.project(f"* EXCLUDE ({', '.join(dropped)})")
    if table.name == "people":
        audit = good.project(", ".join(("person_id", *_minimise.PROTECTED)))
        write(audit, _files.table_path("audit_people"), table.key)
        good = good.project(f"* EXCLUDE ({', '.join(_minimise.PROTECTED)})")
    order = tuple(c for c in (*table.key, *versions.COLUMNS) if c in good.columns)
    path = _files.table_path(table.name)
    if _monthly.MONTH in good.columns:
        _monthly.write(connection, good, path, order)
    else:
        write(good, path, order)


def counts_of(
    found: _checked.Checked, total: int, broken: dict[str, int]
) -> dict[str, Any]:
    """Lay out what a table brought: counts and names of columns alone."""
    return {
        "rows": total,
        "broken": broken,
        "missing_columns": list(found.missing_columns),
        "unknown_columns": list(found.unknown_columns),
        "ids": [asdict(one) for one in found.ids],
    }


def retention_limit(
    connection: duckdb.DuckDBPyConnection,
    found: Mapping[str, sources.Export],
    settings: params.Params,
) -> date | None:
    """Find who left too long ago to be kept; give the limit, none for made-up data."""
    if settings.governance.data != "real" or not set(LEAVERS) <= set(found):
        return None

    def rows(name: str) -> duckdb.DuckDBPyRelation:
        table = INPUTS[name]
        seen = _checked.checked(connection, found[name], table, settings.source, ())
        return seen.rows.filter(f"{BROKEN_RULE} IS NULL")

    if "keys" in found:
        _checked.keep_known(connection, rows("keys"), INPUTS["keys"])
    limit = _retention.limit_day(settings)
    departures, people, assignments = (rows(name) for name in LEAVERS)
    _retention.people_past(connection, departures, people, assignments, limit)
    return limit


def _forget_last_run() -> None:
    """Remove what an earlier run left: a table may be gone, a broken row mended."""
    for folder in (_files.TABLES, _files.QUARANTINE):
        for path in folder.glob("*.parquet"):
            path.unlink()
    for name in _files.MONTHLY:
        rmtree(_files.table_path(name), ignore_errors=True)


def main() -> None:
    """Bring in every table of the source."""
    settings = params.load()
    _governance.require_leave(settings.governance)
    key = _governance.pseudonym_key(settings.governance, settings.source)
    counts: dict[str, Any] = {}
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.activity.threads}")
        _checked.require_time_zone(connection, settings.source.time_zone)
        _checked.require_systems(settings.source)
        # Where no outcome is to be learned, the line goes as far as the tables reach.
        every = bool(settings.outcomes.modelled)
        found = sources.exports(connection, settings.source, all_needed=every)
        limit = retention_limit(connection, found, settings)
        against = [home for home in _checked.CHECKED_AGAINST if home in found]
        _forget_last_run()
        _files.QUARANTINE.mkdir(parents=True, exist_ok=True)
        for name in _stage.progress(_checked.arrivals(found), "tables"):
            with files.damage_told(found[name][-1].path):
                counts[name] = ingest_table(
                    connection, found[name], INPUTS[name], settings, key, against, limit
                )
    _files.write_json(_files.METRICS / "ingest.json", {"tables": counts})


if __name__ == "__main__":
    _stage.run(main)
