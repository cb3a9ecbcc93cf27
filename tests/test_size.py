"""Files and functions stay small enough to be read at once."""

import ast
from pathlib import Path

import pytest

from tests._imports import ROOT, our_files

LINES_A_FILE = 300
LINES_A_FUNCTION = 50
EMPTY_NAMES = {"utils", "helpers", "manager", "base", "common"}
FILES = [
    *our_files(),
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]
Function = ast.FunctionDef | ast.AsyncFunctionDef
each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def body_lines(function: Function) -> int:
    first, *rest = function.body
    if ast.get_docstring(function) is not None and rest:
        first = rest[0]
    return (function.end_lineno or 0) - first.lineno + 1


@each_file
def test_a_file_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LINES_A_FILE


@each_file
def test_a_function_is_short(path: Path) -> None:
    long = {
        node.name: body_lines(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function) and body_lines(node) > LINES_A_FUNCTION
    }
    assert not long


@each_file
def test_a_file_is_named_for_what_it_does(path: Path) -> None:
    assert path.stem.strip("_") not in EMPTY_NAMES


def test_a_docstring_does_not_count_as_body() -> None:
    tree = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n')
    (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    assert body_lines(function) == 1
