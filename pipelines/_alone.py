"""A stage has its checkout to itself, and ends with the run that started it."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import psutil
from filelock import FileLock, Timeout

from contracts.errors import UNFORESEEN_EXIT_CODE

LOCK = Path("stage.lock")
WAITING = "Another stage is at work in this checkout: waiting until it ends.\n"
# Where DVC notes which of its processes reads or writes what; what it sets for a stage.
NOTED = Path(".dvc/tmp/rwlock")
STARTED_BY_DVC = "DVC_STAGE"
SECONDS_BETWEEN_LOOKS = 0.2
LOOKS_AT_A_HALF_WRITTEN_NOTE = 10


@contextmanager
def alone(held: Path = LOCK) -> Iterator[None]:
    """Let no other stage write meanwhile, nor this one once its run is gone.

    A killed ``dvc repro`` leaves the process of its stage running. That process
    ends itself, and until it has, the next run's stage waits here.

    Parameters
    ----------
    held : Path
        A file that only one process at a time can hold.
    """
    _end_with_the_run()
    lock = FileLock(held.resolve())
    try:
        lock.acquire(blocking=False)
    except Timeout:
        sys.stderr.write(WAITING)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def runs_at_work() -> dict[int, str] | None:
    """Give the process id and the command of each run that DVC notes here.

    Some may have been killed. None if the note stays unreadable.
    """
    for _ in range(LOOKS_AT_A_HALF_WRITTEN_NOTE):
        try:
            noted = json.loads(NOTED.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except json.JSONDecodeError:  # perhaps being written
            time.sleep(SECONDS_BETWEEN_LOOKS)
        else:
            writing = [*noted.get("write", {}).values()]
            reading = [one for some in noted.get("read", {}).values() for one in some]
            return {one["pid"]: one["cmd"] for one in (*reading, *writing)}
    return None


def _end_with_the_run() -> None:
    """Watch the run that started this stage, if DVC did."""
    if STARTED_BY_DVC not in os.environ:
        return
    noted = runs_at_work() or {}
    run = next((pid for pid in _ancestors() if pid in noted), None)
    if run is None:
        sys.stderr.write("The run that started this stage is gone: it ends, too.\n")
        _end()
    else:
        Thread(target=_watch, args=(run,), daemon=True).start()


def _watch(run: int) -> None:
    # A queued experiment descends from a run too, whoever started that one.
    while run in _ancestors():
        time.sleep(SECONDS_BETWEEN_LOOKS)
    _end()


def _ancestors() -> Iterator[int]:
    """Climb from the parent up; a shell may stand between a stage and DVC."""
    process = psutil.Process()
    while (parent := process.parent()) is not None:
        yield parent.pid
        process = parent


def _end() -> None:
    # At once: an exception would wait for the stage's threads, which may write.
    os._exit(UNFORESEEN_EXIT_CODE)
