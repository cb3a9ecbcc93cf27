import hashlib
from pathlib import Path

import pandas as pd
import pytest

from pipelines import _ledger
from pipelines.publishing import refusals
from privacy.history.ledger import chain
from tests.pipelines.publishing import (
    LEDGER,
    MONTH,
    PARAMS,
    REVIEWER,
    ask,
    everything,
    gate,
    head,
    next_month,
    people,
    written_head,
)


def test_the_frozen_files_are_those_of_the_report_and_the_tables(
    published: Path,
) -> None:
    frozen = published / "published" / MONTH
    lines = (frozen / "hashes.txt").read_text().splitlines()
    for line in lines:
        hashed, path = line.split("  ")
        assert hashlib.sha256((frozen / path).read_bytes()).hexdigest() == hashed
    files = [path for path in frozen.rglob("*") if path.is_file()]
    assert len(files) == len(lines) + 1
    page = f"{MONTH}/fr/index.html"
    report = published / "data/reports" / page
    assert (frozen / "report" / page).read_bytes() == report.read_bytes()
    table = pd.read_parquet(frozen / "released/team_risk.parquet")
    assert len(table) == len(pd.read_csv(frozen / "released/team_risk.csv"))


def test_the_ledger_holds_the_figures_and_no_person(published: Path) -> None:
    text = (published / LEDGER).read_text()
    (link,) = chain(text, head())
    assert (link.month, link.reviewer, link.accepted) == (MONTH, REVIEWER, {})
    assert link.released == (published / "data/released/digest.txt").read_text().strip()
    seal = hashlib.sha256((published / f"published/{MONTH}/hashes.txt").read_bytes())
    assert link.files == seal.hexdigest()
    assert len({*link.figures["month"]}) == 12
    assert {"C", "S1", "T01"} <= link.members["2026-10-31"].keys()
    assert "person-" not in text


def test_only_the_line_of_the_head_changes_in_the_parameters(published: Path) -> None:
    before, after = PARAMS.read_text().split("\n"), Path("params.yaml").read_text()
    changed = [
        pair for pair in zip(before, after.split("\n"), strict=True) if len({*pair}) > 1
    ]
    ((old, new),) = changed
    assert new == old.replace('""', f'"{head()}"')


def test_the_same_again_changes_nothing_and_says_so(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(published)
    monkeypatch.setattr(refusals, "stale_stages", lambda: ["release_teams"])
    assert ask(monkeypatch) == 0
    assert "2026-10 is published already" in capsys.readouterr().out
    assert everything(published) == before


def test_the_next_month_is_the_next_link(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    next_month()
    people(moved="T02")
    assert ask(monkeypatch, MONTH="2026-11") == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert "24 units of published months would have other members today" in said
    first, second = chain((published / LEDGER).read_text(), written_head())
    assert {*second.figures["month"]} == {"2026-11-30"}
    assert (first.month, second.month) == (MONTH, "2026-11")
    assert (published / "published" / MONTH).is_dir()


def test_a_failed_gate_is_published_with_a_reason_that_the_ledger_keeps(
    unpublished: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gate("absence", "calibration_slope")
    before = everything(unpublished)
    assert ask(monkeypatch, NEW_LEDGER="yes") == 2
    said = capsys.readouterr().err
    assert "metrics/gate: the models failed on absence: calibration_slope" in said
    assert everything(unpublished) == before
    assert ask(monkeypatch, NEW_LEDGER="yes", ACCEPT="Few months yet") == 0
    (link,) = chain((unpublished / LEDGER).read_text(), head())
    assert link.accepted == {"absence": "calibration_slope", "reason": "Few months yet"}


def test_an_experiment_reads_the_ledger_of_the_main_checkout(
    published, monkeypatch
) -> None:
    aside = published / ".dvc/tmp/exps/one"
    aside.mkdir(parents=True)
    sealed = head()
    monkeypatch.chdir(aside)
    monkeypatch.setenv("DVC_ROOT", str(published))
    (link,) = _ledger.links(sealed)
    assert link.month == MONTH
