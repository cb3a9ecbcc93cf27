"""The whole line on a small company: it runs, it repeats, it reruns only what it must."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.line.small_company import Line, stages_run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]


def recorded(line: Line, what: str) -> dict[str, Any]:
    lock = yaml.safe_load((line.folder / "dvc.lock").read_text("utf-8"))
    return {
        item["path"]: item["md5"]
        for stage in lock["stages"].values()
        for item in stage.get(what, ())
    }


def test_the_line_leaves_a_report_and_released_tables(line: Line) -> None:
    assert list((line.folder / "data" / "reports").rglob("*.html"))
    assert (line.folder / "data" / "released" / "team_risk.parquet").exists()


def test_a_second_run_has_nothing_to_do(line: Line) -> None:
    assert "Data and pipelines are up to date." in line.run("dvc", "repro")


def test_the_same_seed_gives_the_same_bytes(line: Line, twin: Line) -> None:
    first, second = recorded(line, "outs"), recorded(twin, "outs")
    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} == set()


def test_no_input_differs_between_two_folders(line: Line, twin: Line) -> None:
    assert recorded(line, "deps") == recorded(twin, "deps")


def test_another_language_makes_the_report_again_and_no_more(twin: Line) -> None:
    twin.set("report.first_language", "en")
    printed = twin.run("dvc", "repro", "--dry")
    twin.set("report.first_language", "fr")
    assert stages_run(printed) == {"write_report", "track_run"}


def test_another_rounding_does_not_train_again(twin: Line) -> None:
    before = json.loads(twin.run("dvc", "status", "--json"))
    twin.set("privacy.round_people_to", 10)
    changed = json.loads(twin.run("dvc", "status", "--json"))
    twin.set("privacy.round_people_to", 5)
    after_training = {"release_teams", "write_report", "track_run"}
    assert changed.keys() - before.keys() <= after_training
    assert "release_teams" in changed


def test_each_result_is_one_finished_run(line: Line) -> None:
    key = json.loads((line.folder / "metrics" / "tracked.json").read_text("utf-8"))
    database = (line.folder / "mlflow.db").read_bytes()
    assert key["key"].encode() in database


def test_nothing_half_written_stays_behind(line: Line) -> None:
    assert not list(Path(line.folder).rglob("*.part"))
