"""Opens the engine that ``params.yaml`` names, and clears away after it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from contracts.engine_params import Engine as Settings
from contracts.params import Activity, Features
from pipelines import _files
from pipelines.engines import on_duckdb, on_spark
from pipelines.engines.engine import Engine


@contextmanager
def opened(settings: Settings, limits: Activity | Features) -> Iterator[Engine]:
    """Open an engine for one stage.

    Parameters
    ----------
    settings : Engine
        The section of ``params.yaml``.
    limits : Activity or Features
        The stage's threads and memory, of this machine; a cluster has its own.

    Raises
    ------
    ContractError
        If there is no Java, no PySpark, no cluster, or nowhere to write.
    """
    _clear()
    _files.SPILL.mkdir(parents=True, exist_ok=True)
    try:
        if settings.name == "duckdb":
            with on_duckdb.opened(limits) as engine:
                yield engine
        else:
            with on_spark.opened(settings, limits) as engine:
                yield engine
    finally:
        _clear()


def _clear() -> None:
    """Remove what was spilt: a stage is alone in its checkout, so nobody needs it."""
    shutil.rmtree(_files.SPILL, ignore_errors=True)
