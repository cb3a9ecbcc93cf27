"""Spark on a cluster: rows stay there as Parquet, this machine holds a manifest.

Only tables of people and months come here, and no more rows of them than
``engine.spark_max_fetched_rows``.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from contracts.engine_params import Engine as Settings
from contracts.errors import ContractError
from contracts.frames import Lazy
from contracts.params import Activity, Features
from pipelines import _files
from pipelines.engines import manifest, on_duckdb, spark_session, spark_trouble
from pipelines.engines.manifest import Manifest

HERE = "file://"
KEPT = "kept"


@contextmanager
def opened(settings: Settings, limits: Activity | Features) -> Iterator["OnSpark"]:
    """Open Spark; what was kept goes when it closes."""
    results = address(settings.spark_results)
    spark_trouble.refuse_unwritable(results, settings.spark_results)
    with spark_session.opened(settings.spark_master, limits) as session:
        engine = OnSpark(session, results, settings)
        with spark_trouble.in_words(settings.spark_results):
            engine.keep_nothing()
            yield engine
            engine.keep_nothing()


def address(path: str) -> str:
    """Say where a path of this checkout lies for the cluster; addresses stay."""
    return path if "://" in path else f"{HERE}{Path(path).absolute()}"


@dataclass(frozen=True, slots=True)
class OnSpark:
    """An ``Engine`` over one session, classic or Connect.

    Parameters
    ----------
    session : SparkSession
    results : str
        Address of the folder of ``engine.spark_results``.
    settings : Engine
    names : set of str
        Of what is kept.
    """

    session: Any
    results: str
    settings: Settings
    names: set[str] = field(default_factory=set)

    def scan(self, files: Iterable[str]) -> Lazy:
        """Read Parquet files, which the cluster sees under the path they have here."""
        return self._read(*[address(path) for path in files])

    def rows(self, table: pa.Table) -> Lazy:
        """Take in a few rows."""
        frame: Lazy = nw.from_native(self.session.createDataFrame(table))
        return frame

    def kept(self, name: str, frame: Lazy) -> Lazy:
        """Keep a frame as Parquet on the cluster: plans that ask for it stay short."""
        self.names.add(name)
        return self._written(frame.to_native(), f"{self.results}/{KEPT}/{name}")

    def keep_nothing(self) -> None:
        """Remove what was kept; where only Spark reaches, leave no row in it."""
        folder = f"{self.results}/{KEPT}"
        if self.results.startswith(HERE):
            shutil.rmtree(folder.removeprefix(HERE), ignore_errors=True)
            return
        for name in sorted(self.names):
            columns = self.session.read.parquet(f"{folder}/{name}").schema
            nothing = self.session.createDataFrame([], columns)
            nothing.write.mode("overwrite").parquet(f"{folder}/{name}")

    def store(self, frame: Lazy, folder: Path, order: tuple[str, ...]) -> None:
        """Write a result on the cluster, and here what was written."""
        written = self._written(
            frame.to_native().sort(*order), f"{self.results}/{folder.name}"
        )
        rows, fingerprint = self._content(written)
        manifest.write(
            folder,
            Manifest(
                f"{self.settings.spark_results}/{folder.name}",
                rows,
                written.collect_schema().names(),
                fingerprint,
            ),
        )

    def stored(self, folder: Path) -> Lazy:
        """Read a result from the cluster, if it still is what was written."""
        said = manifest.read(folder)
        try:
            frame = self._read(address(said.path))
        except ContractError:
            raise manifest.changed(folder, said) from None
        if self._content(frame) != (said.rows, said.fingerprint):
            raise manifest.changed(folder, said)
        return frame

    def fetch(self, parts: Iterable[Lazy], file: Path, order: tuple[str, ...]) -> None:
        """Write parts on the cluster, and a copy of all in one file here."""
        where = f"{self.results}/{file.stem}"
        for number, part in enumerate(parts):
            mode = "append" if number else "overwrite"
            part.to_native().write.mode(mode).parquet(where)
        with duckdb.connect() as here, _files.written_whole(file) as draft:
            brought = self._brought(here, self._read(where))
            on_duckdb.write_ordered([brought], draft, order)

    def collect(self, frame: Lazy) -> pd.DataFrame:
        """Bring a frame into memory."""
        with duckdb.connect() as here:
            found: pd.DataFrame = self._brought(here, frame).order("ALL").df()
        return found

    def _read(self, *addresses: str) -> Lazy:
        with spark_trouble.not_seen(addresses):
            native = self.session.read.parquet(*addresses)
            assert native.schema is not None  # Connect looks only when asked for it
        frame: Lazy = nw.from_native(native)
        return frame

    def _written(self, native: Any, where: str) -> Lazy:
        native.write.mode("overwrite").parquet(where)
        return self._read(where)

    def _content(self, frame: Lazy) -> tuple[int, str]:
        """Count rows, and add up a hash of each: the same in any order."""
        names = frame.collect_schema().names()
        # A hash passes over what is empty, so each cell also says whether it is.
        cells = ", ".join(f"`{name}`, isnull(`{name}`)" for name in names)
        (found,) = (
            frame.to_native()
            .selectExpr(f"xxhash64({cells}) AS hash")
            .selectExpr(
                "count(*) AS rows",
                "coalesce(sum(CAST(hash AS DECIMAL(38, 0))), 0) AS total",
                "coalesce(bit_xor(hash), 0) AS crossed",
            )
            .collect()
        )
        return found["rows"], f"{int(found['total']):x}.{int(found['crossed']):x}"

    def _brought(
        self, here: duckdb.DuckDBPyConnection, frame: Lazy
    ) -> duckdb.DuckDBPyRelation:
        """Bring rows to this machine, unless they are too many."""
        most = self.settings.spark_max_fetched_rows
        # One row more than may come is asked for: enough to know, and never all.
        brought = frame.to_native().limit(most + 1).toArrow()
        if brought.num_rows > most:
            raise spark_trouble.too_many_rows(most)
        return here.from_arrow(brought)
