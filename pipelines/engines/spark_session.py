"""A session of Spark: on this machine, on a master, or through Spark Connect."""

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from contracts.engine_params import CONNECT, LOCAL
from contracts.params import Activity, Features
from pipelines import _files, _stage
from pipelines.engines import spark_trouble

# What results must not depend on, whatever the cluster's own settings are.
SAME_EVERYWHERE = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
}
PANDAS_TOO_NEW = "PySpark does not yet fully support pandas"
# Many drivers are much code: once its room is full, Java compiles no more and says so
# among what a stage prints.
JVM = "-XX:ReservedCodeCacheSize=512m -Xlog:disable"


@contextmanager
def opened(master: str, limits: Activity | Features) -> Iterator[Any]:
    """Open a session; a cluster's own settings come from its ``spark-defaults.conf``.

    Raises
    ------
    ContractError
        If there is no Java, no PySpark, or no cluster.
    """
    spark_trouble.refuse_unreachable(master)
    spark_trouble.refuse_without_pyspark()
    with _unheard(), spark_trouble.not_started(master):
        session = _session(master, limits)
    try:
        yield session
    finally:
        session.stop()


def _session(master: str, limits: Activity | Features) -> Any:
    with warnings.catch_warnings():
        # It imports what warns of pandas 3: no frame of pandas is handed to Spark.
        warnings.filterwarnings("ignore", PANDAS_TOO_NEW, FutureWarning)
        import pyspark.testing.utils  # noqa: F401
        from pyspark.sql import SparkSession
    builder = SparkSession.builder.appName("equipage")
    if master.startswith(CONNECT):
        session = builder.remote(master).getOrCreate()
    else:
        for name, value in _of_the_driver(master, limits).items():
            builder = builder.config(name, value)
        session = builder.master(master).getOrCreate()
    for name, value in SAME_EVERYWHERE.items():
        session.conf.set(name, value)
    return session


def _of_the_driver(master: str, limits: Activity | Features) -> Mapping[str, str]:
    """Say what the driver on this machine may take, and where it spills."""
    spill = str(_files.SPILL.absolute())
    ours = {
        "spark.driver.memory": f"{int(limits.memory_limit_gb * 1024)}m",
        "spark.driver.extraJavaOptions": JVM,
        "spark.local.dir": spill,
        "spark.sql.warehouse.dir": f"{spill}/warehouse",
        "spark.ui.enabled": "false",
    }
    local = LOCAL.fullmatch(master)
    if not local:
        return ours
    cores = os.cpu_count() if local[2] == "*" else local[2] or 1
    alone = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(cores),
    }
    return {**ours, **alone}


@contextmanager
def _unheard() -> Iterator[None]:
    """Start the JVM without a voice: what it writes to the screen may quote rows."""
    if os.environ.get(_stage.TRACE) == "1":
        yield
        return
    voice = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(voice, 2)
        os.close(voice)
