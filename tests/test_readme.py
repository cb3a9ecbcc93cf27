"""What the pages at the top say is still so."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.drawing import seen
from tests.features.centre import FEBRUARY, past_of

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "GLOSSARY.md")
MADE = ("data/", "docs/report.png")
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|ipynb))`|\]\(([^)#:]+)\)")


def test_the_driver_that_the_readme_adds_works(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    family: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), family)
    milestones = """
        person_id | happened_on | kind        | recorded_on
        ann       | 2026-02-10  | recognition | 2026-02-10
        ann       | 2026-02-11  | recognition | 2026-03-02
        bob       | 2025-11-30  | recognition | 2025-11-30
    """
    past = past_of(connection, {"milestones": milestones}, as_ofs=(FEBRUARY,))
    assert seen(family["build"](past), "person_id", "thanks") == [("ann", 1)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_files_that_exist(page: str) -> None:
    found = ["".join(m) for m in NAMED.findall((ROOT / page).read_text("utf-8"))]
    missing = [f for f in found if not f.startswith(MADE) and not (ROOT / f).exists()]
    assert not missing


def test_the_readme_draws_every_package() -> None:
    listed = set(re.findall(r"[├└]── ([a-z]+)/", README))
    packages = {p.name for p in ROOT.iterdir() if p.is_dir() and list(p.glob("*.py"))}
    assert packages - {"tests"} <= listed


def test_every_make_target_that_a_page_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page in PAGES:
        for target in re.findall(r"`?make ([a-z]+)`", (ROOT / page).read_text("utf-8")):
            assert f"\n{target}:" in makefile
