"""What a stage costs in a process of its own: seconds, seconds of a core, memory."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fresh_checkout import ROOT, environment

KIB_A_MIB = 2**10


@dataclass(frozen=True, slots=True)
class Cost:
    """What a stage took.

    Parameters
    ----------
    seconds : float
    core_seconds : float
        Of the process and all that it waited for.
    peak_mib : float
        The most that it held at a time, pages that it shares with others included.
    """

    seconds: float
    core_seconds: float
    peak_mib: float


def cost(
    folder: Path, stage: str, watch: Callable[[int], None] = lambda process: None
) -> Cost:
    """Run a stage on the data of a folder; end as it ends, where it fails.

    Parameters
    ----------
    folder : Path
    stage : str
        Its file in ``pipelines/``.
    watch : callable
        Told the id of the process once it has started.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        (sys.executable, "-m", f"pipelines.{stage}"),
        cwd=folder,
        env=environment() | {"PYTHONPATH": str(ROOT)},
    )
    watch(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / KIB_A_MIB)
