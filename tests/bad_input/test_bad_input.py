import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipelines import _stage, ingest_sources, summarise_activity
from privacy.units import tree
from tests.bad_input.folder import CANARY, make_good, param
from tests.bad_input.kind import Kind
from tests.bad_input.kinds import KINDS


def ending(*answers: str, every: int = 1) -> pytest.MarkDecorator:
    kinds = [kind for kind in KINDS if kind.answer in answers][::every]
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.name)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["ingest_sources"])
    monkeypatch.setenv("EQUIPAGE_TEST_KEY", str(tmp_path / "key"))
    monkeypatch.delenv(_stage.TRACE, raising=False)
    # Whatever this machine has: no Java unless a kind puts one there, no PySpark.
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    monkeypatch.setitem(sys.modules, "pyspark", None)
    return tmp_path


def ingest() -> int:
    """Run the stage as the command line does; give its exit code."""
    try:
        _stage.run(ingest_sources.main)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def answered(root: Path) -> int:
    """Go on until a step stops; give its exit code, or 0 where none does."""
    return ingest() or open_door(root) or summarise()


def summarise() -> int:
    """Open the engine, as the stage after ingest does; give the exit code."""
    try:
        _stage.run(summarise_activity.main)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def open_door(root: Path) -> int:
    """Read the tree of units as the release does; give the exit code."""
    teams = pd.read_parquet(root / "data/restricted/tables/teams.parquet")
    try:
        _stage.run(lambda: tree.read_tree(teams) and None)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def broken_rows(root: Path, table: str) -> dict[str, int]:
    counts = json.loads((root / "metrics/ingest.json").read_text("utf-8"))
    return dict(counts["tables"][table]["broken"])


def raise_limits(root: Path) -> None:
    for limit in ("max_broken_share", "max_unmatched_share"):
        param(f"source.{limit}", 1.0)(root)


def names_nobody(root: Path, said: str) -> bool:
    texts = [said, *(p.read_text("utf-8") for p in root.glob("metrics/*"))]
    return not any(CANARY.split("-")[0] in text.lower() for text in texts)


def is_whole(root: Path) -> bool:
    return not list(root.rglob("*.part"))


@ending("stops")
def test_it_stops_with_a_sentence(
    kind: Kind, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_good(root, kind.table)
    kind.spoil(root)
    assert answered(root) == kind.code
    said = capsys.readouterr().err
    assert not [part for part in kind.says if part not in said], said
    assert "Traceback" not in said
    assert names_nobody(root, said)
    assert is_whole(root)
    assert said.count("\n") >= 2, "it says what to do as well"


@ending("goes aside")
def test_its_rows_go_aside(
    kind: Kind, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_good(root, kind.table)
    kind.spoil(root)
    raise_limits(root)
    assert ingest() == 0
    (rule,) = kind.says
    ((found, rows),) = broken_rows(root, kind.table).items()
    assert (found[: len(rule)], rows) == (rule, kind.rows)
    assert names_nobody(root, capsys.readouterr().err)
    assert is_whole(root)


@ending("goes aside", every=7)
def test_past_the_limit_its_rows_stop_the_run(
    kind: Kind, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_good(root, kind.table)
    kind.spoil(root)
    assert ingest() == 2
    said = capsys.readouterr().err
    assert f'break "{kind.says[0]}' in said
    assert f"data/restricted/quarantine/{kind.table}.parquet" in said
    assert names_nobody(root, said)


@ending("stops", "goes aside", every=9)
def test_the_run_after_the_fix_works(kind: Kind, root: Path) -> None:
    make_good(root, kind.table)
    kind.spoil(root)
    assert answered(root) == kind.code
    make_good(root, kind.table)
    assert ingest() == 0
    assert not list((root / "data/restricted/quarantine").iterdir())


@ending("works")
def test_it_works(kind: Kind, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_good(root, kind.table)
    kind.spoil(root)
    assert ingest() == 0, capsys.readouterr().err
    assert kind.holds is not None
    assert kind.holds(root)
    assert is_whole(root)
