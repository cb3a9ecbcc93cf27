"""What may be wrong with the MLflow store, found before a run is written and told."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from contracts.errors import ContractError

# Queued experiments write their runs one after the other, some seconds each.
TURN_SECONDS = 600
LOCKED_SECONDS = 60

ANEW = "then run make track: a new store begins with this result."
DAMAGED = (
    "it is damaged.\n"
    f"  Expected a database of MLflow. Bring back a copy, or move it away; {ANEW}"
)
TROUBLE = {
    "database is locked": "another program is writing to it.\n"
    "  Expected it to be free within a minute. Stop that program, then run it again.",
    "file is not a database": DAMAGED,
    "database disk image is malformed": DAMAGED,
    "unable to open database file": "it can't be opened.\n"
    "  Expected a file that this account may write to. Give it the right to, or move "
    f"away what lies there; {ANEW}",
    "out-of-date database schema": "another version of MLflow wrote it.\n"
    "  Expected that of requirements.lock. Keep a copy, then run "
    "mlflow db upgrade sqlite:///mlflow.db.",
}


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Wait for one's turn at the store, and say so.

    Raises
    ------
    ContractError
        If the turn does not come.
    """
    turn = FileLock(lock)
    try:
        turn.acquire(blocking=False)
    except Timeout:
        sys.stderr.write("Another run is being written to MLflow: waiting for it.\n")
        _acquire(turn, lock)
    try:
        yield
    finally:
        turn.release()


def _acquire(turn: FileLock, lock: Path) -> None:
    try:
        turn.acquire(timeout=TURN_SECONDS)
    except Timeout:
        raise ContractError(
            f"{lock.name}: another process has kept the MLflow store to itself for "
            f"{TURN_SECONDS // 60} minutes.\n"
            "  Expected it to be done within seconds. End that process, then run it "
            "again."
        ) from None


@contextmanager
def told(database: Path) -> Iterator[None]:
    """Turn what the database refuses into a sentence.

    Raises
    ------
    ContractError
    """
    try:
        yield
    except ContractError:
        raise
    except Exception as error:
        for what, words in TROUBLE.items():
            if what in str(error):
                raise ContractError(f"{database.name}: {words}") from None
        raise


def require_usable(database: Path) -> None:
    """Make sure that a database is whole and can be written to, if there is one.

    MLflow would say so late, run by run, after seconds of loading.
    """
    if not database.exists():
        return
    try:
        _check(database, seconds=0)
    except sqlite3.OperationalError as error:
        if "database is locked" not in str(error):
            raise
        sys.stderr.write(f"Another program is writing to {database.name}: waiting.\n")
        _check(database, LOCKED_SECONDS)


def _check(database: Path, seconds: float) -> None:
    with closing(
        sqlite3.connect(database, timeout=seconds, isolation_level=None)
    ) as opened:
        opened.execute("BEGIN IMMEDIATE")
        ((found,),) = opened.execute("PRAGMA quick_check(1)").fetchall()
        opened.execute("ROLLBACK")
    if found != "ok":
        raise sqlite3.DatabaseError("database disk image is malformed")
