"""What can keep Spark from working, each in a sentence."""

import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from contracts.engine_params import CONNECT, LOCAL
from contracts.errors import ContractError

PORTS = {"sc": 15002, "spark": 7077}
REACHED_IN_SECONDS = 10.0
NOT_SEEN = ("PATH_NOT_FOUND", "FILE_NOT_EXIST", "FileNotFoundException")
NOT_WRITABLE = (
    *("Mkdirs failed", "Permission denied", "AccessControlException"),
    *("No FileSystem for scheme", "UnknownHostException", "ConnectException"),
)


def refuse_unwritable(results: str, stated: str) -> None:
    """Stop where a folder of this machine is none, or can't be written to."""
    if not results.startswith("file://"):
        return
    folder = Path(results.removeprefix("file://"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise _not_writable(stated) from None
    if not os.access(folder, os.W_OK):
        raise _not_writable(stated)


def refuse_unreachable(master: str) -> None:
    """Stop where nothing answers, or where a driver has no Java to run on."""
    if not master.startswith(CONNECT):
        _refuse_without_java()
    if LOCAL.fullmatch(master):
        return
    for host, port in _hosts(master):
        try:
            socket.create_connection((host, port), REACHED_IN_SECONDS).close()
        except OSError:
            continue
        return
    raise ContractError(
        f"engine.spark_master: nothing answers at {_shown(master)}.\n"
        "  Expected a Spark Connect server (sc://host:15002) or a Spark master "
        "(spark://host:7077). Start it, or correct the address; engine.name: duckdb "
        "needs no cluster."
    )


def _hosts(master: str) -> list[tuple[str, int]]:
    """Give the hosts of an address; a standby master stands behind a comma."""
    scheme, _, rest = master.partition("://")
    each = [urlsplit(f"//{one}") for one in rest.split("/")[0].split(",")]
    return [(one.hostname or "", one.port or PORTS[scheme]) for one in each]


def _shown(master: str) -> str:
    """Leave out what follows the hosts: it may hold a token."""
    return ", ".join(f"{host}:{port}" for host, port in _hosts(master))


def _refuse_without_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None):
        return
    where = "at JAVA_HOME" if home else "on PATH"
    raise ContractError(
        f"engine.name: spark needs Java, and there is none {where}.\n"
        "  Expected Java 17 or 21. On Debian and Ubuntu: apt install "
        "openjdk-17-jre-headless; or set engine.name: duckdb. A Spark Connect server "
        "(sc://) needs none here."
    )


def refuse_without_pyspark() -> None:
    """Stop where the extra is not installed."""
    if find_spec("pyspark") is None:
        raise ContractError(
            "engine.name: spark needs PySpark, and it is not installed.\n"
            "  Expected the packages of requirements-spark.lock in .venv. Run make "
            "setup-spark; or set engine.name: duckdb."
        )


@contextmanager
def not_started(master: str) -> Iterator[None]:
    """Say that no session came about."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        raise ContractError(
            f"engine.spark_master: no session came about ({type(error).__name__}).\n"
            f"  Expected Spark 4 behind {'the address' if '://' in master else master},"
            " and Java 17 or 21 on this machine unless it is sc://. "
            "EQUIPAGE_TRACE=1 shows what Spark itself says."
        ) from error


@contextmanager
def not_seen(addresses: Iterable[str]) -> Iterator[None]:
    """Say that the cluster can't read what lies on this machine."""
    from pyspark.errors import AnalysisException

    try:
        yield
    except AnalysisException as error:
        if error.getCondition() != "PATH_NOT_FOUND":
            raise
        raise _unseen(f"of {len([*addresses])} address(es), at least one") from None


@contextmanager
def in_words(stated: str) -> Iterator[None]:
    """Say what the cluster's file system refused; the rest goes on as it came."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        words = str(error)
        if any(one in words for one in NOT_SEEN):
            raise _unseen("a file") from None
        if any(one in words for one in NOT_WRITABLE):
            raise _not_writable(stated) from None
        raise


def _unseen(what: str) -> ContractError:
    return ContractError(
        f"engine.spark_master: the cluster does not see {what}.\n"
        "  Expected data/restricted/ in a folder that this machine and every node see "
        "under the same path, as on a shared disk. Put the checkout there, or set "
        "engine.name: duckdb."
    )


def _not_writable(stated: str) -> ContractError:
    return ContractError(
        f"engine.spark_results: {stated} can't be written to.\n"
        "  Expected a folder, or the address of one, in which the cluster may make "
        "folders. Give it the right to, or name another."
    )


def too_many_rows(most: int) -> ContractError:
    """Say that a table is too large for this machine."""
    return ContractError(
        f"engine.spark_max_fetched_rows: a table of more than {most:,} rows was to "
        "come from the cluster.\n"
        "  Expected one of people and months. Raise the limit if this machine has the "
        "memory, about 1 GB for a million rows; or shorten time.history_months."
    )
