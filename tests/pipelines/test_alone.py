"""A stage has its checkout to itself; a run waits for the other."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines import _alone, _other_runs
from tests.bad_input.folder import ROOT, make_good

NOBODY = 2**22 + 1  # past the greatest process id


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(_alone.STARTED_BY_DVC, raising=False)
    _alone.NOTED.parent.mkdir(parents=True)
    return tmp_path


def started(**variables: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.ingest_sources"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stderr=subprocess.PIPE,
        text=True,
    )


def note(number: int, command: str) -> None:
    noted = {"write": {"data/reports": {"pid": number, "cmd": command}}}
    _alone.NOTED.write_text(json.dumps(noted), "utf-8")


def test_a_stage_waits_for_the_one_at_work_and_says_so(checkout: Path) -> None:
    make_good(checkout, "absences")
    first = FileLock(_alone.LOCK)
    first.acquire()
    with started() as second:
        assert second.stderr is not None
        assert second.stderr.readline() == _alone.WAITING
        assert not (checkout / "data").exists()
        first.release()
    assert second.returncode == 0


def test_a_stage_whose_run_is_gone_before_it_began_writes_nothing(
    checkout: Path,
) -> None:
    make_good(checkout, "absences")
    note(NOBODY, "dvc repro")
    with started(**{_alone.STARTED_BY_DVC: "ingest_sources"}) as orphan:
        _, said = orphan.communicate()
    assert orphan.returncode == 1
    assert said == "The run that started this stage is gone: it ends, too.\n"
    assert not (checkout / "data").exists()


def test_a_stage_whose_run_is_an_ancestor_of_its_does_its_work(checkout: Path) -> None:
    make_good(checkout, "absences")
    note(os.getpid(), "pytest")
    with started(**{_alone.STARTED_BY_DVC: "ingest_sources"}) as stage:
        _, said = stage.communicate()
    assert (stage.returncode, said) == (0, "")


def test_a_note_that_is_not_there_names_nobody() -> None:
    assert _alone.runs_at_work() == {}


def test_a_note_that_a_full_disk_cut_short_is_begun_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _alone.NOTED.write_text('{"write": {"data', "utf-8")
    _other_runs.wait_for_them()
    assert "was cut short" in capsys.readouterr().err
    assert not _alone.NOTED.exists()


def test_a_number_that_another_process_bears_now_is_not_waited_for() -> None:
    command = "/somewhere/dvc repro train_model"
    assert not _other_runs.is_at_work(os.getpid(), command)
    assert not _other_runs.is_at_work(NOBODY, command)


def test_another_run_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["-c", "import time; time.sleep(0.5)"]
    with subprocess.Popen([sys.executable, *command]) as run:
        note(run.pid, " ".join(["python", *command]))
        _other_runs.wait_for_them()
        assert f"(process {run.pid})" in capsys.readouterr().err
