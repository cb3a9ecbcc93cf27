"""What the pages at the top say is still so."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "GLOSSARY.md")
MADE = ("data/", "docs/report.png")
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|ipynb))`|\]\(([^)#:]+)\)")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what drivers need, and add the family as CONTRIBUTING says."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("contracts", "features", "tests/features"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/conftest.py"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "tests/drawing.py", folder / "tests/drawing.py")
    family, line = re.findall(r"```python\n(.*?)```", CONTRIBUTING, re.DOTALL)
    assert len(family.splitlines()) == 10
    (folder / "features/thanks.py").write_text(family, "utf-8")
    registry = folder / "features/registry.py"
    listed = registry.read_text("utf-8").replace("NAMES = (\n", f"NAMES = (\n{line}")
    registry.write_text(listed, "utf-8")
    return folder


def run(copy: Path, *command: str) -> str:
    done = subprocess.run(
        (sys.executable, *command),
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


BUILT = """
import duckdb
from features.table import feature_table, present_families
from tests.features.centre import FEBRUARY, past_of
with duckdb.connect() as connection:
    past = past_of(connection, as_ofs=(FEBRUARY,))
    table = feature_table(past, present_families(past.tables)[:1]).to_native()
    print(table.order("person_id").project("person_id, thanks__thanks").fetchall())
"""


def test_a_family_is_one_file_and_one_line(copy: Path) -> None:
    rows = "[('ann', 1.0), ('bob', None), ('cat', None), ('eve', None)]"
    assert run(copy, "-c", BUILT).strip() == rows


def test_the_tests_of_every_family_apply_to_a_new_one(copy: Path) -> None:
    tests = "tests/features/test_every_family.py"
    said = run(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "thanks", tests
    )
    assert re.search(r"\b4 passed", said)


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
