"""A month is published, stands whatever changes, and holds nobody."""

import json
import re

import pandas as pd
import pytest

from pipelines._ledger import LEDGER
from tests.line.small_company import Line, stages_run
from tests.line.test_canaries import any_of, content, ids_in

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]

# As make hands its words on; make itself would set up an environment here.
WORDS = ("MONTH=2026-10", "REVIEWER=The Reviewer")
PUBLISH = ("python", "-m", "pipelines.publish")


@pytest.fixture(scope="module")
def published(spare: Line) -> Line:
    """The line, its month published by a reviewer who accepts what the gate found."""
    first = ("ACCEPT=A small company", "NEW_LEDGER=yes")
    spare.run("env", *WORDS, *first, *PUBLISH)
    return spare


def digest(line: Line) -> str:
    return (line.folder / "data/released/digest.txt").read_text("utf-8")


def test_a_published_month_is_released_again_the_same(published: Line) -> None:
    before = digest(published)
    printed = published.run("dvc", "repro", "release_teams")
    assert "release_teams" in stages_run(printed)
    assert digest(published) == before
    assert "published already" in published.run("env", *WORDS, *PUBLISH)


def test_neither_the_ledger_nor_the_frozen_files_hold_a_person(published: Line) -> None:
    raw, restricted = (published.folder / "data" / n for n in ("raw", "restricted"))
    people = tuple(one.encode() for one in ids_in(raw) | ids_in(restricted))
    frozen = [p for p in (published.folder / "published").rglob("*") if p.is_file()]
    told = [published.folder / LEDGER, *frozen]
    assert people
    assert len(told) > 10
    assert not [path.name for path in told if any_of(people, content(path))]


def test_other_models_leave_what_was_published_and_are_told(published: Line) -> None:
    before = pd.read_parquet(published.folder / "data/released/team_risk.parquet")
    published.set("champion.turnover", "regression")
    published.run("dvc", "repro", "write_report")
    after = pd.read_parquet(published.folder / "data/released/team_risk.parquet")
    pd.testing.assert_frame_equal(before, after)
    corrected = pd.read_parquet(published.folder / "data/released/corrections.parquet")
    assert corrected["units_corrected"].sum() > 0
    page = published.folder / "data/reports/2026-10/en/index.html"
    assert 'id="corrected"' in page.read_text("utf-8")
    # What is released now is another version of the month.
    with pytest.raises(AssertionError, match="published already, with other figures"):
        published.run("env", *WORDS, *PUBLISH)


def test_a_broken_ledger_stops_the_release(published: Line) -> None:
    path = published.folder / LEDGER
    text = path.read_text("utf-8")
    before = digest(published)
    path.write_text(text.replace("The Reviewer", "Somebody Else"), "utf-8")
    with pytest.raises(AssertionError, match=r"DisclosureError: ledger"):
        published.run("dvc", "repro", "--force", "--single-item", "release_teams")
    path.write_text(text, "utf-8")
    assert re.fullmatch(r"[0-9a-f]{64}\n", before)
    assert json.loads(text)["month"] == "2026-10"
