"""The simulated company written to a folder: one Parquet file a table."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.simulator import company
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


def write(history: History, folder: Path, months: Iterable[Month]) -> None:
    """Write every table of the company.

    Parameters
    ----------
    history : History
    folder : Path
        Made here; must not exist.
    months : iterable of Month
        ``history.recorded``, or a bar that goes through it.
    """
    folder.mkdir(parents=True)
    for name, table in company.whole_tables(history).items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    writers: dict[str, pq.ParquetWriter] = {}
    with ExitStack() as open_files:
        for part in company.monthly_tables(history, months):
            for name, table in part.items():
                if name not in writers:
                    writer = _writer(folder / f"{name}.parquet", table.schema)
                    writers[name] = open_files.enter_context(writer)
                # A row group a month: whoever reads one month reads no other.
                writers[name].write_table(table, row_group_size=max(1, table.num_rows))
