"""A company made up elsewhere brings its truth as one table, and is judged by it."""

import json
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.line.small_company import Line, copy_of_the_line

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]


def brought_as_exports(line: Line, hidden: Path) -> None:
    """Give the company as somebody else would: of what is known, ``truth`` alone."""
    shutil.copytree(line.folder / "data/raw/simulated", hidden)
    for further in hidden.glob("truth_*.parquet"):
        further.unlink()
    known = hidden / "truth.parquet"
    pd.read_parquet(known).to_csv(known.with_suffix(".csv"), index=False)
    known.unlink()


def test_its_truth_is_the_same_measure(line: Line, tmp_path: Path) -> None:
    copy = copy_of_the_line(line, tmp_path)
    before = json.loads((copy.folder / "metrics/truth/turnover.json").read_text())
    brought_as_exports(copy, copy.folder / "hidden")
    copy.set("source.path", "hidden")
    copy.run(sys.executable, "-m", "pipelines.ingest_sources")
    copy.run(sys.executable, "-m", "pipelines.evaluate_model", "turnover")
    after = json.loads((copy.folder / "metrics/truth/turnover.json").read_text())
    assert set(before) - set(after) == {"counts", "drivers", "horizon"}
    assert after == {name: before[name] for name in after}
