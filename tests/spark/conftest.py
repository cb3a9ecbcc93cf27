"""One small company and one Spark Connect server, for all tests of this folder."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.line.small_company import Line, copy_of_the_checkout

MADE_BY_DUCKDB = (
    "simulate_company",
    "ingest_sources",
    "summarise_activity",
    "build_features",
)
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
STARTED_IN_SECONDS = 120


LACKING = (
    "needs Java 17 or 21 and the packages of make setup-spark: run make test-spark"
)


# Tests are over before a thorough compiler has paid for itself.
os.environ["SPARK_CONF_DIR"] = str(Path(__file__).parent / "conf")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    there = find_spec("pyspark") is not None and shutil.which("java") is not None
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.spark)
            item.add_marker(pytest.mark.skipif(not there, reason=LACKING))


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A small company, its activity and features made by DuckDB."""
    line = copy_of_the_checkout(tmp_path_factory.mktemp("company"))
    for stage in MADE_BY_DUCKDB:
        line.run("python", "-m", f"pipelines.{stage}")
    return line


@dataclass(frozen=True, slots=True)
class Server:
    """A Spark Connect server, and the folder that it was started in."""

    address: str
    folder: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a Spark Connect server with two cores; end it after the last test."""
    import pyspark

    folder = tmp_path_factory.mktemp("server")
    port = free_port()
    command = (
        Path(pyspark.__file__).parent / "bin" / "spark-submit",
        *("--class", SERVER, "--master", "local[2]"),
        *("--conf", f"spark.connect.grpc.binding.port={port}"),
        *("--conf", "spark.connect.grpc.binding.address=127.0.0.1"),
        *("--conf", "spark.driver.host=127.0.0.1"),
        *("--conf", "spark.driver.bindAddress=127.0.0.1"),
        *("--conf", "spark.sql.shuffle.partitions=2"),
        *("--conf", "spark.ui.enabled=false"),
        *("--conf", f"spark.local.dir={folder}"),
        "spark-internal",
    )
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env={**os.environ}
        )
    try:
        wait_for(port, process)
        yield Server(f"sc://127.0.0.1:{port}", folder)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_IN_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended; see its log.txt"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"no server after {STARTED_IN_SECONDS} seconds")
