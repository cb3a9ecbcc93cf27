"""A killed run is run again as if nothing had been; two runs do not meet."""

import sqlite3
from contextlib import closing

import pytest

from pipelines import _alone, _other_runs
from tests.line.knocks import (
    PATIENCE_SECONDS,
    SEEN_AT_WORK,
    Knock,
    at_work,
    drafts,
    processes_in,
    started,
    until,
)
from tests.line.small_company import Line
from tests.line.test_line import recorded

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]

REPORT_ALONE = ("dvc", "repro", "--single-item", "--force", "write_report")


def test_a_run_was_killed_inside_each_stage(knocks: tuple[Knock, ...]) -> None:
    assert [knock.stage for knock in knocks] == list(SEEN_AT_WORK)
    begun = {knock.stage for knock in knocks if knock.drafts}
    assert begun >= {"simulate_company", "build_features", "train_model"}


def test_the_process_of_a_killed_run_ends(knocks: tuple[Knock, ...]) -> None:
    assert [k.stage for k in knocks if k.process_outlived_it] == []


def test_after_every_kill_each_output_is_that_of_an_undisturbed_run(
    line: Line, twin: Line
) -> None:
    undisturbed, disturbed = recorded(line, "outs"), recorded(twin, "outs")
    assert undisturbed.keys() == disturbed.keys()
    assert {p for p in disturbed if disturbed[p] != undisturbed[p]} == set()


def test_after_every_kill_nothing_half_written_stays(twin: Line) -> None:
    assert drafts(twin) == ()


def test_after_every_kill_the_result_is_one_finished_run(twin: Line) -> None:
    with closing(sqlite3.connect(twin.folder / "mlflow.db")) as database:
        found = database.execute(
            "SELECT status, count(*) FROM runs WHERE lifecycle_stage = 'active' "
            "AND run_uuid NOT IN (SELECT run_uuid FROM tags "
            "WHERE key = 'mlflow.parentRunId') GROUP BY status"
        ).fetchall()
    assert found == [("FINISHED", 1)]


def test_the_next_run_waits_for_a_stage_that_has_not_ended_yet(spare: Line) -> None:
    before = recorded(spare, "outs")
    with started(spare, *REPORT_ALONE) as killed:
        left_behind = at_work(spare, killed, "write_report")
        left_behind.suspend()
        killed.kill()
        killed.wait()
        with started(spare, *REPORT_ALONE) as following:
            until(lambda: _alone.WAITING in spare.log.read_text("utf-8"), 0.05)
            assert following.poll() is None
            left_behind.resume()
            assert following.wait(PATIENCE_SECONDS) == 0
    assert not left_behind.is_running()
    assert recorded(spare, "outs") == before
    assert drafts(spare) == ()


def test_a_second_run_is_told_by_dvc_and_make_report_waits(spare: Line) -> None:
    with started(spare, *REPORT_ALONE) as first:
        stage = at_work(spare, first, "write_report")
        stage.suspend()
        with started(spare, "dvc", "repro", "write_report") as second:
            assert second.wait(PATIENCE_SECONDS) == 255
        assert "is busy, it is being blocked by:" in spare.log.read_text("utf-8")
        with started(spare, "make", "--old-file=.venv/.ready", "report") as third:
            waiting = _other_runs.WAITING.format(first.pid)
            until(lambda: waiting in spare.log.read_text("utf-8"), 0.05)
            stage.resume()
            ended = [run.wait(PATIENCE_SECONDS) for run in (first, third)]
            assert ended == [0, 0]
    printed = spare.log.read_text("utf-8")
    assert "The report is ready" in printed.rpartition(waiting)[2]
    assert "Traceback" not in printed
    assert processes_in(spare) == []
