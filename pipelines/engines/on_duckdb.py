"""DuckDB on this machine: memory bounded, the rest spilt into the checkout."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from contracts.errors import ContractError
from contracts.frames import Lazy
from contracts.params import Activity, Features
from pipelines import _files


@contextmanager
def opened(limits: Activity | Features) -> Iterator["OnDuckDB"]:
    """Open DuckDB within a stage's threads and memory."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {limits.threads}")
        connection.execute(f"SET memory_limit = '{limits.memory_limit_gb}GB'")
        connection.execute(f"SET temp_directory = '{_files.SPILL}'")
        connection.execute("SET enable_progress_bar = false")
        yield OnDuckDB(connection)


def write_ordered(
    parts: Iterable[duckdb.DuckDBPyRelation], path: Path, order: tuple[str, ...]
) -> None:
    """Write parts one after the other, by key: the same rows are the same bytes."""
    key = ", ".join(f'"{name}"' for name in order)
    tables = (part.order(key).to_arrow_table() for part in parts)
    first = next(tables)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        for table in chain([first], tables):
            writer.write_table(table)


@dataclass(frozen=True, slots=True)
class OnDuckDB:
    """An ``Engine`` over one connection."""

    connection: duckdb.DuckDBPyConnection

    def scan(self, files: Iterable[str]) -> Lazy:
        """Read Parquet files."""
        return _lazy(self.connection.read_parquet([*files]))

    def rows(self, table: pa.Table) -> Lazy:
        """Take in a few rows."""
        return _lazy(self.connection.from_arrow(table))

    def kept(self, name: str, frame: Lazy) -> Lazy:
        """Keep a frame as a table in memory, spilt where it is too large."""
        self.connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        frame.to_native().create(name)
        return _lazy(self.connection.table(name))

    def store(self, frame: Lazy, folder: Path, order: tuple[str, ...]) -> None:
        """Write a result into its folder."""
        with _files.written_whole(folder) as draft:
            draft.mkdir()
            by = ", ".join(f'"{name}"' for name in order)
            file = str(draft / f"{folder.name}.parquet")
            frame.to_native().order(by).write_parquet(file, compression="zstd")

    def stored(self, folder: Path) -> Lazy:
        """Read a result from its folder."""
        files = [str(path) for path in _files.months_in(folder).values()]
        if not files:
            raise ContractError(
                f"{folder}: no Parquet file in it.\n"
                "  Expected what engine: duckdb wrote there; on a cluster it stays "
                "there. Run dvc repro, which computes it by the engine of params.yaml."
            )
        return self.scan(files)

    def fetch(self, parts: Iterable[Lazy], file: Path, order: tuple[str, ...]) -> None:
        """Write parts into one file."""
        with _files.written_whole(file) as draft:
            write_ordered((part.to_native() for part in parts), draft, order)

    def collect(self, frame: Lazy) -> pd.DataFrame:
        """Bring a frame into memory."""
        found: pd.DataFrame = frame.to_native().order("ALL").df()
        return found


def _lazy(relation: duckdb.DuckDBPyRelation) -> Lazy:
    frame: Lazy = nw.from_native(relation)
    return frame
