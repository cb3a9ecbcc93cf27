"""DuckDB, Spark and Spark Connect make the same tables of the same company."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from contracts import params
from pipelines import _files, _people, build_features, summarise_activity
from pipelines.engines import manifest
from pipelines.engines.opening import opened
from tests.line.small_company import Line, copy_of_the_line
from tests.spark.agreement import agree, set_engine
from tests.spark.conftest import Server
from tests.spark.corners import write_centre

DAY = ("person_id", "day", "known_month")
SNAPSHOT = ("as_of", "person_id")
STAGES = ("summarise_activity", "build_features")


def on_spark(line: Line, place: Path, master: str) -> Path:
    """Run both stages on a copy of a line; give its folder."""
    copy = copy_of_the_line(line, place)
    shutil.rmtree(copy.folder / _files.ACTIVITY)
    (copy.folder / _files.FEATURES).unlink()
    set_engine(copy.folder, name="spark", spark_master=master)
    printed = [copy.run("python", "-m", f"pipelines.{stage}") for stage in STAGES]
    assert printed == ["", ""], "a stage is quiet when piped"
    return copy.folder


def hold_together(here: Path, there: Path) -> None:
    """Compare what DuckDB made here with what Spark made there."""
    said = manifest.read(there / _files.ACTIVITY)
    days = pd.read_parquet(there / said.path)
    assert len(days) == said.rows
    agree(added_up(pd.read_parquet(here / _files.ACTIVITY)), added_up(days), *DAY)
    features = pd.read_parquet(there / _files.FEATURES)
    agree(pd.read_parquet(here / _files.FEATURES), features, *SNAPSHOT)


def added_up(days: pd.DataFrame) -> pd.DataFrame:
    """Give a row a key: DuckDB leaves one a month's file, which readers add up."""
    return days.groupby([*DAY]).sum(min_count=1).reset_index()


def left_behind(folder: Path) -> set[str]:
    """Name what a stage left that is neither its output nor the cluster's result."""
    wanted = {"activity", "features.parquet", "quarantine", "spark", "tables"}
    found = {path.name for path in (folder / "data/restricted").iterdir()} - wanted
    found |= {path.name for path in (folder / "data/restricted/spark").iterdir()}
    return found - {"activity", "features"}


def test_two_local_cores_make_what_duckdb_makes(company: Line, tmp_path: Path) -> None:
    there = on_spark(company, tmp_path, "local[2]")
    hold_together(company.folder, there)
    assert not left_behind(there)


def test_a_connect_server_makes_what_duckdb_makes(
    company: Line, server: Server, tmp_path: Path
) -> None:
    there = on_spark(company, tmp_path, server.address)
    hold_together(company.folder, there)
    assert not left_behind(there)


def test_corners_are_turned_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = {}
    for name in ("duckdb", "spark"):
        root = tmp_path / name
        root.mkdir()
        write_centre(root)
        set_engine(root, name=name, spark_master="local[2]")
        monkeypatch.chdir(root)
        summarise_activity.main()
        build_features.main()
        settings = params.load()
        months = [pd.Timestamp("2026-02-28"), pd.Timestamp("2026-03-31")]
        with opened(settings.engine, threads=1) as engine:
            figures[name] = _people.ratios(engine, months, settings)
    hold_together(tmp_path / "duckdb", tmp_path / "spark")
    key = ("month", "person_id", "team_id", "kpi")
    agree(figures["duckdb"], figures["spark"], *key)
