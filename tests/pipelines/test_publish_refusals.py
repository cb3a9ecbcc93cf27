"""What may not be published: the sentence, the exit code, and nothing written."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from contracts.errors import ContractError
from pipelines import _stage, release_teams
from pipelines.publishing import refusals
from tests.bad_input.folder import param
from tests.pipelines.publishing import (
    LEDGER,
    MONTH,
    REVIEWER,
    ask,
    everything,
    gate,
    next_month,
    release,
    set_head,
)
from tests.reports import made_up_release as made_up


def real(place: Path) -> None:
    param("governance.data", "real")(place)
    param("governance.retention_months", 46)(place)


def edited(place: Path) -> None:
    path = place / "data/released/team_kpis.parquet"
    frame = pd.read_parquet(path)
    frame.loc[0, "value"] = 0.5
    frame.to_parquet(path, index=False)


def other_figures(_: Path) -> None:
    tables = made_up.tables()
    tables["team_kpis"].loc[0, "value"] = 0.5
    release(tables)


def other_report(place: Path) -> None:
    (place / f"data/reports/{MONTH}/fr/index.html").write_text("<p>other</p>")


def other_ledger(place: Path) -> None:
    text = (place / LEDGER).read_text()
    (place / LEDGER).write_text(text.replace(REVIEWER, "Somebody Else"))


BEFORE = {
    "no month": ({"MONTH": "October"}, None, 2, "MONTH: it is no month"),
    "no reviewer": ({"REVIEWER": "  "}, None, 2, "REVIEWER: it is empty"),
    "half a wish": ({"NEW_LEDGER": "maybe"}, None, 2, "NEW_LEDGER: it is not yes"),
    "another month": ({"MONTH": "2026-09"}, None, 2, "not the month that was released"),
    "no ledger": ({"NEW_LEDGER": ""}, None, 3, "ledger: there is none"),
    "real people without leave": ({}, real, 2, "governance: the data are real"),
    "edited tables": ({}, edited, 3, "not those that were"),
    "nothing released": (
        {},
        lambda place: shutil.rmtree(place / "data/released"),
        2,
        "nothing was released",
    ),
    "no report": (
        {},
        lambda place: shutil.rmtree(place / "data/reports"),
        2,
        "there is no report of 2026-10",
    ),
    "no gate": (
        {},
        lambda place: (place / "metrics/gate/absence.json").unlink(),
        2,
        "absence.json: it is not there",
    ),
    "an old gate": (
        {},
        lambda _: gate("turnover", month="2026-09"),
        2,
        "turnover.json: it is of another month",
    ),
    "a head without a ledger": (
        {},
        lambda _: set_head("a" * 64),
        3,
        "there is no",
    ),
    "a head that is no hash": (
        {},
        lambda _: set_head("abc"),
        2,
        "release.ledger_head",
    ),
    "a head over two lines": (
        {},
        lambda place: (place / "params.yaml").write_text(
            (place / "params.yaml")
            .read_text()
            .replace('ledger_head: ""', 'ledger_head:\n    ""')
        ),
        2,
        "0 lines begin with ledger_head",
    ),
    "an experiment": ({"DVC_ROOT": "/"}, None, 2, "not the main checkout"),
}
AFTER = {
    "other figures": ({}, other_figures, 3, "published already, with other figures"),
    "another report": ({}, other_report, 3, "published already, with another report"),
    "a changed ledger": ({}, other_ledger, 3, "release.ledger_head is"),
    "a lost ledger": ({}, lambda place: (place / LEDGER).unlink(), 3, "there is no"),
    "an emptied ledger": (
        {},
        lambda place: (place / LEDGER).write_text(""),
        3,
        "the last of its 0 link(s)",
    ),
    "a lost head, and not the files of the link": (
        {},
        lambda place: (set_head(""), shutil.rmtree(place / "published/2026-10")),
        3,
        "release.ledger_head is empty",
    ),
    "another head": ({}, lambda _: set_head("f" * 64), 3, "release.ledger_head is"),
    "a second first month": (
        {"MONTH": "2026-11", "NEW_LEDGER": "yes"},
        lambda _: next_month(),
        2,
        "there is a ledger, of 1 month(s)",
    ),
}


def refused(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
    says: str,
    **words: str,
) -> None:
    before = everything(place)
    assert ask(monkeypatch, **words) == code
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") >= 2, "it says what to do as well"
    assert "person-" not in said
    assert everything(place) == before


@pytest.mark.parametrize("case", BEFORE.values(), ids=[*BEFORE])
def test_what_may_not_be_published_is_refused_and_nothing_written(
    case, unpublished, monkeypatch, capsys
) -> None:
    words, spoil, code, says = case
    if spoil:
        spoil(unpublished)
    asked = {"NEW_LEDGER": "yes"} | words
    refused(unpublished, monkeypatch, capsys, code, says, **asked)


@pytest.mark.parametrize("case", AFTER.values(), ids=[*AFTER])
def test_what_was_published_stays(case, published, monkeypatch, capsys) -> None:
    words, spoil, code, says = case
    spoil(published)
    refused(published, monkeypatch, capsys, code, says, **words)


def test_a_month_before_a_published_one_is_refused(
    published, monkeypatch, capsys
) -> None:
    next_month()
    assert ask(monkeypatch, MONTH="2026-11") == 0
    tables = made_up.tables()
    tables["team_kpis"] = tables["team_kpis"].iloc[1:]
    for name in ("team_risk", "rate_steps"):
        tables[name] = tables[name][tables[name]["month"] < made_up.MONTHS[-1]]
    param("time.last_month", "2026-09")(published)
    release(tables)
    words = {"MONTH": "2026-09"}
    refused(published, monkeypatch, capsys, 2, "lies before 2026-11", **words)


def test_stages_that_are_out_of_date_are_named(
    unpublished, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(refusals, "stale_stages", lambda: ["write_report"])
    says = "dvc status: 1 stage(s) are out of date: write_report"
    refused(unpublished, monkeypatch, capsys, 2, says, NEW_LEDGER="yes")


def test_without_dvc_nobody_can_tell_what_is_out_of_date(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ContractError, match="dvc status: it ended with code"):
        refusals.stale_stages()


@pytest.mark.parametrize(
    "spoil", [other_ledger, lambda place: (place / LEDGER).unlink()]
)
def test_nothing_is_released_without_the_ledger(
    spoil, published, monkeypatch, capsys
) -> None:
    spoil(published)
    before = everything(published)
    monkeypatch.setattr("sys.argv", ["release_teams"])
    with pytest.raises(SystemExit) as ended:
        _stage.run(release_teams.main)
    assert ended.value.code == 3
    assert "DisclosureError: ledger" in capsys.readouterr().err
    assert everything(published) == before
