"""Whatever befalls the MLflow store is told in a sentence, and loses nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from filelock import FileLock

from pipelines import _stage
from pipelines import track_run as stage
from pipelines.tracking import mlflow_store, run_writer, store_trouble
from tests.pipelines.tracking import artifacts, track, tracked

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]


@pytest.fixture
def done(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose result was tracked, and patience of a moment."""
    monkeypatch.setattr("sys.argv", ["track_run"])
    monkeypatch.setattr(store_trouble, "TURN_SECONDS", 0.2)
    monkeypatch.setattr(store_trouble, "LOCKED_SECONDS", 0.2)
    track()
    return checkout


def told(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        _stage.run(stage.main)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "Traceback" not in said
    return said


def in_a_process_of_its_own(folder: Path) -> str:
    """Run the stage where MLflow remembers no earlier database; give what it says."""
    ended = subprocess.run(
        [sys.executable, "-m", "pipelines.track_run"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


@contextmanager
def being_written(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def ids(checkout: Path) -> list[str]:
    return [run.info.run_id for run in tracked(checkout)]


def test_a_store_that_another_run_keeps_is_waited_for_then_told(
    done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(done)
    with FileLock(done / mlflow_store.LOCK):
        said = told(capsys)
    assert "Another run is being written to MLflow: waiting for it.\n" in said
    assert "ContractError: mlflow.lock: another process has kept" in said
    _stage.run(stage.main)
    assert ids(done) == before


def test_one_goes_on_once_the_other_run_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = FileLock(tmp_path / "lock", thread_local=False)
    turn.acquire()
    Timer(0.3, turn.release).start()
    with store_trouble.one_at_a_time(tmp_path / "lock"):
        assert capsys.readouterr().err.count("waiting") == 1


def test_a_database_that_another_program_writes_to_is_waited_for_then_told(
    done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ids(done)
    with being_written(done / "mlflow.db"):
        said = told(capsys)
    assert "Another program is writing to mlflow.db: waiting.\n" in said
    assert "ContractError: mlflow.db: another program is writing to it.\n" in said
    _stage.run(stage.main)
    assert ids(done) == before


def test_a_database_locked_half_way_is_told_and_the_run_done_again(
    done: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(done / "mlartifacts")
    locked = sqlite3.OperationalError("database is locked")

    def stop(*_: Any) -> None:
        raise locked

    with monkeypatch.context() as patch:
        patch.setattr(run_writer, "_log_files", stop)
        said = told(capsys)
    assert "mlflow.db: another program is writing to it.\n" in said
    _stage.run(stage.main)
    assert [run.info.status for run in tracked(done)] == ["FINISHED"] * 3


@pytest.mark.parametrize("cut", [0.5, 0.0], ids=["half of it", "other bytes"])
def test_a_damaged_database_is_told_and_left_as_it_is(
    cut: float, done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = done / "mlflow.db"
    whole = database.read_bytes()
    damaged = whole[: int(cut * len(whole))] or b"not a database " * 1000
    database.write_bytes(damaged)
    assert "ContractError: mlflow.db: it is damaged.\n" in told(capsys)
    assert database.read_bytes() == damaged
    assert list((done / "mlartifacts").iterdir())
    database.write_bytes(whole)
    _stage.run(stage.main)
    assert len(tracked(done)) == 3


def test_a_database_moved_away_begins_anew_beside_the_files(done: Path) -> None:
    kept = {path.name for path in (done / "mlartifacts").iterdir()}
    (done / "mlflow.db").rename(done / "mlflow.db.old")
    assert "mlflow.db is gone" in in_a_process_of_its_own(done)
    names = {path.name for path in (done / "mlartifacts").iterdir()}
    assert kept < names
    with closing(sqlite3.connect(done / "mlflow.db")) as database:
        found = database.execute("SELECT status FROM runs").fetchall()
    assert found == [("FINISHED",)] * 3


def test_files_removed_are_told_and_written_again(
    done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (before, *_) = tracked(done)
    held = artifacts(done, before)
    shutil.rmtree(done / "mlartifacts")
    _stage.run(stage.main)
    assert "mlartifacts/ is gone." in capsys.readouterr().err
    (after, *children) = tracked(done)
    assert artifacts(done, after) == held
    assert len(children) == 2
    assert after.data.metrics == before.data.metrics


def test_another_version_of_mlflow_is_told(
    done: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "Detected out-of-date database schema (found version 1)"
    with (
        pytest.raises(Exception, match="another version of MLflow"),
        store_trouble.told(done / "mlflow.db"),
    ):
        raise RuntimeError(said)


def test_a_process_killed_while_mlflow_makes_its_tables_leaves_no_half_database(
    checkout: Path,
) -> None:
    (checkout / "mlflow.db").unlink()
    make = "import pathlib; from pipelines.tracking import mlflow_store as store; "
    make += "store.client_of(pathlib.Path.cwd())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", make], env=environment) as making:
        while not list(checkout.glob(".mlflow.db.*.part")):
            assert making.poll() is None
            time.sleep(0.01)
        making.kill()
    assert not (checkout / "mlflow.db").exists()
    track()
    assert len(tracked(checkout)) == 3
    assert not list(checkout.glob(".mlflow.db.*"))
