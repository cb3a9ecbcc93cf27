"""A person is forgotten by a whole checkout, which then makes its results anew."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from benchmarks.fresh_checkout import environment
from privacy.pseudonyms import MADE_UP_KEY, pseudonymise
from tests.line.small_company import Line, copy_of_the_line, stages_run
from tests.line.test_canaries import any_of, content

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]


@pytest.fixture(scope="module")
def brought(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The small company with exports that are brought, as a real one's would be."""
    copy = copy_of_the_line(line, tmp_path_factory.mktemp("forget"))
    os.replace(copy.folder / "data/raw/simulated", copy.folder / "exports")
    copy.set("source.path", "exports")
    copy.run("dvc", "repro")
    return copy


@pytest.fixture(scope="module")
def busiest(brought: Line) -> str:
    """The person who handled most contacts: they are in every table and feature."""
    contacts = pd.read_parquet(brought.folder / "exports/interactions")
    return str(contacts["person_id"].mode()[0])


def naming(line: Line, person: str) -> set[str]:
    """Every file of the checkout, git's and the log included, that names a person."""
    words = (person, *pseudonymise([person], MADE_UP_KEY, "person").values())
    sought = tuple(word.encode() for word in words)
    return {
        path.relative_to(line.folder.parent).as_posix()
        for path in line.folder.parent.rglob("*")
        if path.is_file() and any_of(sought, content(path))
    }


def forget(line: Line, person: str) -> str:
    """Ask as make does; give what was said."""
    done = subprocess.run(
        (sys.executable, "-m", "pipelines.forget"),
        cwd=line.folder,
        env={**environment(), "PERSON": person},
        text=True,
        capture_output=True,
        check=True,
    )
    return done.stdout + done.stderr


def test_the_person_goes_and_the_next_run_makes_everything_anew(
    brought: Line, busiest: str
) -> None:
    before = naming(brought, busiest)
    assert {"checkout/data/restricted/features.parquet"} <= before
    assert len([name for name in before if "/.dvc/cache/" in name]) >= 5
    said = forget(brought, busiest)
    assert busiest not in said
    assert "MLflow: the models of 1 run." in said
    assert naming(brought, busiest) == set()
    printed = brought.run("dvc", "repro")
    assert {"ingest_sources", "train_model@turnover", "track_run"} <= stages_run(
        printed
    )
    assert naming(brought, busiest) == set()
    assert list((brought.folder / "data/reports").rglob("*.html"))
    assert "Data and pipelines are up to date." in brought.run("dvc", "repro")
