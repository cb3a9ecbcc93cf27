"""The simulated company as Parquet: a file a table, or a file a month of it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.simulator import clock, company
from connectors.simulator.records import deliveries
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month

# Times and running numbers differ from row to row: a dictionary would only grow.
PLAIN = ("time", "timestamp", "string")


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a file; columns of few values keep a dictionary, others go plain."""
    plain = [f.name for f in schema if str(f.type).startswith(PLAIN)]
    few = [name for name in schema.names if name not in plain]
    stamps = [f.name for f in schema if str(f.type).startswith("timestamp")]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=few,
        column_encoding=dict.fromkeys(stamps, "DELTA_BINARY_PACKED"),
    )


def write(
    history: History,
    folder: Path,
    months: Iterable[Month],
    seen: Callable[[int], object] = lambda _: None,
) -> None:
    """Write every table of the company.

    Parameters
    ----------
    history : History
    folder : Path
        Made here; must not exist.
    months : iterable of Month
        ``history.recorded``, or a bar that goes through it.
    seen : callable
        Told each month that the truth has been lived on from.
    """
    folder.mkdir(parents=True)
    whole = company.whole_tables(history, seen)
    if history.settings.record_errors.overwritten_deliveries:
        _write_dated(history, whole, folder, months)
        return
    _write_whole(whole, folder)
    parts = company.monthly_tables(history, months)
    for month, part in zip(history.recorded, parts, strict=True):
        for name, table in part.items():
            # A file a month: whoever reads one month opens no other.
            (folder / name).mkdir(exist_ok=True)
            _write_month(table, folder / name / f"{clock.name(month.number)}.parquet")


def _write_month(table: pa.Table, path: Path) -> None:
    with _writer(path, table.schema) as writer:
        writer.write_table(table, row_group_size=max(1, table.num_rows))


def _write_whole(tables: Mapping[str, pa.Table], folder: Path) -> None:
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def _write_dated(
    history: History,
    whole: Mapping[str, pa.Table],
    folder: Path,
    months: Iterable[Month],
) -> None:
    """Write a folder a month: what was known then, and the month's own contacts."""
    undated = {n: t for n, t in whole.items() if "recorded_on" not in t.column_names}
    _write_whole(undated, folder)
    parts = company.monthly_tables(history, months)
    for month, part in zip(history.recorded, parts, strict=True):
        inside = folder / deliveries.folder_name(month.number)
        inside.mkdir()
        known = deliveries.told_by(whole, month.number, history.settings.seed)
        _write_whole(known, inside)
        for name, table in part.items():
            _write_month(table, inside / f"{name}.parquet")
