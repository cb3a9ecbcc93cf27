"""Notebooks explain: they run, define nothing, hold no output and show nobody."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from benchmarks.fresh_checkout import ROOT
from tests.line.small_company import Line
from tests.line.test_canaries import any_of, canaries

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def code(path: Path) -> list[nbformat.NotebookNode]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@each_notebook
def test_a_notebook_in_git_holds_no_output(path: Path) -> None:
    kept = [cell for cell in code(path) if cell.outputs or cell.execution_count]
    assert not kept, f"{path.name}: clear all outputs, then save"


@each_notebook
def test_a_notebook_defines_nothing(path: Path) -> None:
    trees = [ast.parse(cell.source) for cell in code(path)]
    defined = [n for t in trees for n in ast.walk(t) if isinstance(n, DEFINITIONS)]
    assert not defined, f"{path.name}: what is worth a name belongs in a package"


@pytest.mark.slow
@pytest.mark.xdist_group("line")
@pytest.mark.filterwarnings("default")  # Jupyter's own, about event loops
@each_notebook
def test_a_notebook_runs_and_shows_nobody(
    path: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQUIPAGE_ROOT", str(line.folder))
    # As numbers rather than pictures, so that they can be searched.
    told = path.read_text("utf-8").replace('(\\"png\\")', '(\\"html\\")')
    notebook = nbformat.reads(told, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.execute()
    shown = nbformat.writes(notebook).encode()
    assert b"vega" in shown
    assert not any_of(canaries(line), shown)
