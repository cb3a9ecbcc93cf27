"""Blows to a run: ``dvc repro`` killed while one of its stages is at work."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

from benchmarks.fresh_checkout import environment
from pipelines import _alone
from tests.line.small_company import Line

Found = TypeVar("Found")
PATIENCE_SECONDS = 240
SECONDS_TO_END = 5

# What shows that a stage is in the midst of its work. Where its files are small and
# come last, the lock does: it is then reading, learning or computing.
SEEN_AT_WORK = {
    "simulate_company": "data/raw/.simulated.*.part",
    "ingest_sources": "data/restricted/tables/.*.part",
    "summarise_activity": "data/restricted/.activity.*.part",
    "build_features": "data/restricted/.features.parquet.*.part",
    "check_features": "stage.lock",
    "train_model": "data/restricted/models/.turnover.*.part",
    "evaluate_model": "stage.lock",
    "release_teams": "stage.lock",
    "write_report": "stage.lock",
    "track_run": ".mlflow.db.*.part",
}


@dataclass(frozen=True, slots=True)
class Knock:
    """What was left right after a run was killed inside a stage."""

    stage: str
    process_outlived_it: bool
    drafts: tuple[str, ...]


@contextmanager
def started(line: Line, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a run in a checkout; leave no process behind in any case."""
    with line.log.open("ab") as log:
        run = subprocess.Popen(
            command,
            cwd=line.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield run
    finally:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)  # its stage, too
        run.wait()


def kill_inside(line: Line, stage: str, *command: str) -> Knock:
    """Kill a run, and only it, once its stage is seen at work."""
    with started(line, *command) as run:
        process = at_work(line, run, stage)
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs([process], SECONDS_TO_END)
    return Knock(stage, bool(alive), drafts(line))


def processes_in(line: Line) -> list[psutil.Process]:
    """Find every process that works in a checkout, or in a copy below it."""
    return [
        process
        for process in psutil.process_iter(["cwd"])
        if Path(process.info["cwd"] or "/").is_relative_to(line.folder)
    ]


def kill_all(line: Line) -> None:
    """Kill every process that works in a checkout."""
    for process in processes_in(line):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def at_work(line: Line, run: "subprocess.Popen[bytes]", stage: str) -> psutil.Process:
    """Wait for the process of a stage that is alone and in the midst of its work."""
    lock = str(line.folder / _alone.LOCK)
    process = until(lambda: _process_of(run, stage), 0.05)
    until(lambda: any(file.path == lock for file in process.open_files()), 0.02)
    until(lambda: any(line.folder.glob(SEEN_AT_WORK[stage])), 0.005)
    return process


def _process_of(run: "subprocess.Popen[bytes]", stage: str) -> psutil.Process | None:
    assert run.poll() is None, f"the run ended before {stage} was at work"
    with suppress(psutil.NoSuchProcess):
        for process in psutil.Process(run.pid).children(recursive=True):
            if f"pipelines.{stage}" in process.cmdline():
                return process
    return None


def until(found: Callable[[], Found | None], seconds_between_looks: float) -> Found:
    """Wait until something is there."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (one := found()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(seconds_between_looks)
    return one


def drafts(line: Line) -> tuple[str, ...]:
    """Name what is half-written anywhere in a checkout."""
    found = Path(line.folder).rglob("*.part")
    return tuple(sorted(path.relative_to(line.folder).as_posix() for path in found))
