"""The line as DVC runs it on contacts alone: it ends with the drivers, with code 0."""

from pathlib import Path

import pytest

from benchmarks.fresh_checkout import fresh_checkout
from tests.line.small_company import Line, stages_run
from tests.pipelines.without_hr import assignments, contacts, export, teams

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("without_hr")]


def test_a_source_without_an_outcome_ends_with_the_drivers(tmp_path: Path) -> None:
    line = Line(tmp_path / "checkout", tmp_path / "log.txt")
    fresh_checkout(line.folder)
    export(
        line.folder / "exports",
        interactions=contacts(),
        assignments=assignments(),
        teams=teams("red-room", "blue-room"),
    )
    line.set("source.path", "exports")
    line.set("time.last_month", "2026-05")
    line.set("time.history_months", 6)
    line.set("outcomes.modelled", [])
    printed = line.run("python", "-m", "pipelines.run_line")
    assert stages_run(printed) == {
        "ingest_sources",
        "summarise_activity",
        "build_features",
        "check_features",
    }
    assert "no outcome can be learned from these data" in printed
    assert "is empty." not in printed
    assert "dvc push" not in printed
    assert (line.folder / "data/check/index.html").exists()
    again = line.run("python", "-m", "pipelines.run_line")
    assert not stages_run(again)
