import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from pipelines import _ledger, _stage, publish, write_report
from pipelines.publishing import refusals
from privacy.ledger import chain
from tests.bad_input.folder import param
from tests.reports import made_up_release as made_up

PARAMS = Path("params.yaml").resolve()
MONTH, REVIEWER = "2026-10", "The Reviewer"
LEDGER = _ledger.LEDGER


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose stages have all run, made once."""
    folder = tmp_path_factory.mktemp("ready")
    shutil.copy(PARAMS, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        release(made_up.tables())
        people()
        gate("turnover")
        gate("absence")
    return folder


@pytest.fixture(scope="module")
def published(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and its month was published."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(ready, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        alone_in(folder, patch)
        assert ask(patch, NEW_LEDGER="yes") == 0
    return folder


def alone_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(folder)
    patch.setattr("sys.argv", ["publish"])
    for name in ("DVC_ROOT", "ACCEPT", "NEW_LEDGER", _stage.TRACE):
        patch.delenv(name, raising=False)
    patch.setattr(refusals, "stale_stages", lambda: [])


@pytest.fixture
def place(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of which nothing was published."""
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    alone_in(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def done(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose month was published."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    alone_in(tmp_path, monkeypatch)
    return tmp_path


def release(tables: dict[str, pd.DataFrame]) -> None:
    """Write released tables and their report, as the stages do."""
    released = made_up.released(tables)
    folder = Path("data/released")
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in released.tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "digest.txt").write_text(f"{released.digest}\n")
    write_report.main()


def people(moved: str = "T01") -> None:
    """Fifteen people a team in every month; one of them is where it is said."""
    rows = [
        (month, f"person-{team}-{n}", team, False)
        for month in made_up.MONTHS
        for team in (f"T{number:02d}" for number in range(1, 16))
        for n in range(15)
    ]
    columns = ["as_of", "person_id", "team_id", "announced"]
    features = pd.DataFrame(rows, columns=columns)
    features.loc[features["person_id"] == "person-T01-0", "team_id"] = moved
    Path("data/restricted/tables").mkdir(parents=True, exist_ok=True)
    features.to_parquet("data/restricted/features.parquet")
    parents = {"C": None, "S1": "C", "S2": "C", "S3": "C"}
    parents |= {f"T{n:02d}": f"S{(n - 1) // 5 + 1}" for n in range(1, 16)}
    teams = pd.DataFrame({"team_id": [*parents], "parent_id": [*parents.values()]})
    teams.to_parquet("data/restricted/tables/teams.parquet")


def gate(outcome: str, *failed: str, month: str = MONTH) -> None:
    Path("metrics/gate").mkdir(parents=True, exist_ok=True)
    said = {"month": month, "failed": failed, "passed": not failed}
    Path(f"metrics/gate/{outcome}.json").write_text(json.dumps(said))


def ask(monkeypatch: pytest.MonkeyPatch, **words: str) -> int:
    """Run the command as make does; give its exit code."""
    asked = {"MONTH": MONTH, "REVIEWER": REVIEWER} | words
    for name, word in asked.items():
        monkeypatch.setenv(name, word)
    try:
        _stage.run(publish.main)
    except SystemExit as ended:
        return int(str(ended.code))
    finally:
        for name in asked:
            monkeypatch.delenv(name)
    return 0


def everything(place: Path) -> dict[str, bytes]:
    files = (path for path in place.rglob("*") if path.is_file())
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in files
        if path.name != "stage.lock"
    }


def head() -> str:
    (line,) = (o for o in Path("params.yaml").read_text().split("\n") if "_head" in o)
    return line.split('"')[1]


def set_head(to: str) -> None:
    words = Path("params.yaml").read_text()
    old, new = f'ledger_head: "{head()}"', f'ledger_head: "{to}"'
    Path("params.yaml").write_text(words.replace(old, new))


def test_the_frozen_files_are_those_of_the_report_and_the_tables(done: Path) -> None:
    frozen = done / "published" / MONTH
    lines = (frozen / "hashes.txt").read_text().splitlines()
    for line in lines:
        hashed, path = line.split("  ")
        assert hashlib.sha256((frozen / path).read_bytes()).hexdigest() == hashed
    files = [path for path in frozen.rglob("*") if path.is_file()]
    assert len(files) == len(lines) + 1
    page = f"{MONTH}/fr/index.html"
    report = done / "data/reports" / page
    assert (frozen / "report" / page).read_bytes() == report.read_bytes()
    table = pd.read_parquet(frozen / "released/team_risk.parquet")
    assert len(table) == len(pd.read_csv(frozen / "released/team_risk.csv"))


def test_the_ledger_holds_the_figures_and_no_person(done: Path) -> None:
    text = (done / LEDGER).read_text()
    (link,) = chain(text, head())
    assert (link.month, link.reviewer, link.accepted) == (MONTH, REVIEWER, {})
    assert link.released == (done / "data/released/digest.txt").read_text().strip()
    seal = hashlib.sha256((done / f"published/{MONTH}/hashes.txt").read_bytes())
    assert link.files == seal.hexdigest()
    assert len({*link.figures["month"]}) == 12
    assert {"C", "S1", "T01"} <= link.members["2026-10-31"].keys()
    assert "person-" not in text


def test_only_the_line_of_the_head_changes_in_the_parameters(done: Path) -> None:
    before, after = PARAMS.read_text().split("\n"), Path("params.yaml").read_text()
    changed = [
        pair for pair in zip(before, after.split("\n"), strict=True) if len({*pair}) > 1
    ]
    ((old, new),) = changed
    assert new == old.replace('""', f'"{head()}"')


def test_the_same_again_changes_nothing_and_says_so(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(done)
    monkeypatch.setattr(refusals, "stale_stages", lambda: ["release_teams"])
    assert ask(monkeypatch) == 0
    assert "2026-10 is published already" in capsys.readouterr().out
    assert everything(done) == before


def next_month() -> None:
    """Release November, on top of what was released before."""
    tables = made_up.tables()
    for name in ("team_risk", "rate_steps"):
        table = tables[name]
        last = table[table["month"] == made_up.MONTHS[-1]]
        new = last.assign(month=pd.Timestamp("2026-11-30"))
        tables[name] = pd.concat([table, new], ignore_index=True)
    param("time.last_month", "2026-11")(Path())
    release(tables)
    gate("turnover", month="2026-11")
    gate("absence", month="2026-11")


def test_the_next_month_is_the_next_link(
    done: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    next_month()
    people(moved="T02")
    assert ask(monkeypatch, MONTH="2026-11") == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert "24 units of published months would have other members today" in said
    first, second = chain((done / LEDGER).read_text(), written_head())
    assert {*second.figures["month"]} == {"2026-11-30"}
    assert (first.month, second.month) == (MONTH, "2026-11")
    assert (done / "published" / MONTH).is_dir()


def written_head() -> str:
    """The head in parameters that a program wrote, their lines in another order."""

    return str(
        yaml.safe_load(Path("params.yaml").read_text())["release"]["ledger_head"]
    )


def test_a_failed_gate_is_published_with_a_reason_that_the_ledger_keeps(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gate("absence", "calibration_slope")
    before = everything(place)
    assert ask(monkeypatch, NEW_LEDGER="yes") == 2
    said = capsys.readouterr().err
    assert "metrics/gate: the models failed on absence: calibration_slope" in said
    assert everything(place) == before
    assert ask(monkeypatch, NEW_LEDGER="yes", ACCEPT="Few months yet") == 0
    (link,) = chain((place / LEDGER).read_text(), head())
    assert link.accepted == {"absence": "calibration_slope", "reason": "Few months yet"}


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
    "a lost head": ({}, lambda _: set_head(""), 3, "release.ledger_head is empty"),
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
    case, place, monkeypatch, capsys
) -> None:
    words, spoil, code, says = case
    if spoil:
        spoil(place)
    asked = {"NEW_LEDGER": "yes"} | words
    refused(place, monkeypatch, capsys, code, says, **asked)


@pytest.mark.parametrize("case", AFTER.values(), ids=[*AFTER])
def test_what_was_published_stays(case, done, monkeypatch, capsys) -> None:
    words, spoil, code, says = case
    spoil(done)
    refused(done, monkeypatch, capsys, code, says, **words)


def test_a_month_before_a_published_one_is_refused(done, monkeypatch, capsys) -> None:
    next_month()
    assert ask(monkeypatch, MONTH="2026-11") == 0
    tables = made_up.tables()
    tables["team_kpis"] = tables["team_kpis"].iloc[1:]
    for name in ("team_risk", "rate_steps"):
        tables[name] = tables[name][tables[name]["month"] < made_up.MONTHS[-1]]
    param("time.last_month", "2026-09")(done)
    release(tables)
    words = {"MONTH": "2026-09"}
    refused(done, monkeypatch, capsys, 2, "lies before 2026-11", **words)


def test_stages_that_are_out_of_date_are_named(place, monkeypatch, capsys) -> None:
    monkeypatch.setattr(refusals, "stale_stages", lambda: ["write_report"])
    says = "dvc status: 1 stage(s) are out of date: write_report"
    refused(place, monkeypatch, capsys, 2, says, NEW_LEDGER="yes")


def test_without_dvc_nobody_can_tell_what_is_out_of_date(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match="dvc status: it ended with code"):
        refusals.stale_stages()


def test_an_experiment_reads_the_ledger_of_the_main_checkout(done, monkeypatch) -> None:
    aside = done / ".dvc/tmp/exps/one"
    aside.mkdir(parents=True)
    sealed = head()
    monkeypatch.chdir(aside)
    monkeypatch.setenv("DVC_ROOT", str(done))
    (link,) = _ledger.links(sealed)
    assert link.month == MONTH
