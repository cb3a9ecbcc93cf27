"""DuckDB, Spark and Spark Connect make the same tables of the same company."""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from benchmarks.fresh_checkout import environment
from pipelines import _files
from pipelines.engines import manifest
from tests.line.small_company import Line, copy_of_the_line
from tests.spark.agreement import agree, set_engine
from tests.spark.conftest import Server
from tests.spark.corners import ROOT, write_centre
from tests.spark.ratios import read_ratios

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


def test_a_connect_server_turns_corners_as_duckdb_does(
    server: Server, tmp_path: Path
) -> None:
    folders = here, there = tmp_path / "here", tmp_path / "there"
    for folder in folders:
        folder.mkdir()
        write_centre(folder)
    set_engine(there, name="spark", spark_master=server.address)
    for module in (*(f"pipelines.{stage}" for stage in STAGES), "tests.spark.ratios"):
        for folder in folders:
            run_in(folder, module)
    hold_together(here, there)
    agree(*map(read_ratios, folders), "month", "person_id", "team_id", "kpi")
    assert not left_behind(there)


def run_in(folder: Path, module: str) -> None:
    """Run our code on data that lie in another folder."""
    done = subprocess.run(
        (sys.executable, "-m", module),
        cwd=folder,
        env={**environment(), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
