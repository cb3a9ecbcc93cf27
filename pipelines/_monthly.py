"""The large tables, written one file a month: never more than a month is sorted."""

import shutil
from collections.abc import Collection
from pathlib import Path

import duckdb

from contracts._table import Table
from pipelines import _files

MONTH = "month_of_file"
# What dates a row. All versions of a shift lie where its first one began, so that
# no sum over a shift or a day ever needs two files, whatever moved later.
DATED_BY = {
    "activity_days": "day",
    "interactions": "opened_at",
    "shifts": "first_value(starts_at) OVER (PARTITION BY shift_id "
    "ORDER BY coalesce(published_at, starts_at), starts_at, ends_at)",
}
# Rows held back for a month's file before they are written: enough for a quick read.
ROWS_HELD = 65_536


def with_month(rows: duckdb.DuckDBPyRelation, table: Table) -> duckdb.DuckDBPyRelation:
    """Add the month, ``YYYY-MM``, in whose file each row lies; none to other tables."""
    if table.name not in _files.MONTHLY:
        return rows
    return rows.project(f"*, strftime({DATED_BY[table.name]}, '%Y-%m') AS {MONTH}")


def write(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    folder: Path,
    order: Collection[str],
) -> None:
    """Write rows into a folder of one file a month, each in a fixed order.

    Parameters
    ----------
    connection : DuckDBPyConnection
        That of ``rows``.
    rows : DuckDBPyRelation
        With ``MONTH``, by which they are parted; it is not written.
    folder : Path
        Written whole, or not at all. The same rows of a month give the same bytes,
        whatever other months hold.
    order : collection of str
        Columns to sort by first; the others follow, so that rows alike in all of
        them are the only ones that may stand either way.
    """
    columns = [name for name in rows.columns if name != MONTH]
    order = [*order, *(name for name in columns if name not in order)]
    by = ", ".join(f'"{name}"' for name in order)
    with _files.written_whole(folder) as draft:
        parted = draft / ".parted"
        parted.mkdir(parents=True)
        connection.execute(f"SET partitioned_write_flush_threshold = {ROWS_HELD}")
        # One pass over the export, unsorted; then a month at a time.
        rows.write_parquet(str(parted), partition_by=[MONTH], overwrite=True)
        for month in sorted(parted.iterdir()):
            found = connection.read_parquet(
                f"{month}/*.parquet", hive_partitioning=False
            )
            _write_sorted(found, by, draft / f"{month.name.partition('=')[2]}.parquet")
        shutil.rmtree(parted)
        if not any(draft.iterdir()):
            empty = rows.limit(0).project(", ".join(f'"{name}"' for name in columns))
            _write_sorted(empty, by, draft / f"{_files.NO_MONTH}.parquet")


def _write_sorted(rows: duckdb.DuckDBPyRelation, by: str, path: Path) -> None:
    rows.order(by).write_parquet(str(path), compression="zstd")
