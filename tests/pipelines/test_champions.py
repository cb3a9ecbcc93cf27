"""The log says who was champion when, and is added to a month at a time."""

from pathlib import Path

import pytest

from models.judging.gate import Decision
from pipelines import _champions, _files

FIRST = Decision("blend", "", "blend", "first")
PROMOTED = Decision("boosting", "blend", "boosting", "promoted")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def decided(month: str, decision: Decision, source: str = "exports") -> None:
    past = _champions.earlier("turnover", source, month)
    log = _champions.with_decision(past, source, month, decision)
    _files.write_csv(_champions.path("turnover"), log)


def champion_before(month: str, source: str = "exports") -> str:
    return _champions.champion_of(_champions.earlier("turnover", source, month))


def test_before_the_first_run_nobody_is_champion() -> None:
    assert champion_before("2026-10") == ""


def test_the_champion_is_that_of_the_last_month_before() -> None:
    decided("2026-09", FIRST)
    decided("2026-10", PROMOTED)
    assert champion_before("2026-10") == "blend"
    assert champion_before("2026-11") == "boosting"


def test_a_month_run_again_takes_its_old_row_s_place() -> None:
    decided("2026-09", FIRST)
    decided("2026-10", PROMOTED)
    once = _champions.path("turnover").read_bytes()
    decided("2026-10", PROMOTED)
    assert _champions.path("turnover").read_bytes() == once


def test_a_champion_of_other_data_is_none_here() -> None:
    decided("2026-09", FIRST, source="data/raw/simulated")
    assert champion_before("2026-10") == ""


def test_why_a_challenger_was_refused_stands_in_the_log() -> None:
    refused = Decision("blend", "blend", "boosting", "refused", ("loss", "teams"))
    decided("2026-10", refused)
    log = _champions.earlier("turnover", "exports", "2026-11")
    assert log["refused_by"].item() == "loss teams"
