"""Sources from which no outcome can be learned, from their exports to their end."""

from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines import (
    build_features,
    check_features,
    ingest_sources,
    run_line,
    show_reach,
    summarise_activity,
)
from tests.pipelines.without_hr import (
    AGENTS,
    assignments,
    contacts,
    export,
    scores,
    teams,
)
from tests.reports.reading import text_of

ROOT = Path(__file__).parents[2]
PAGE = Path("data/check/index.html")
EXPORTS = Path("exports")
LINE = (ingest_sources, summarise_activity, build_features, check_features, show_reach)
ENDING = (
    "outcomes.modelled is empty, so the line ends with the drivers: no forecast, no "
    "report."
)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    settings["source"]["path"] = "exports"
    settings["time"] |= {"last_month": "2026-05", "history_months": 6}
    settings["outcomes"]["modelled"] = []
    Path("params.yaml").write_text(yaml.safe_dump(settings))


def went_through(capsys):
    for stage in LINE:
        stage.main()
    return capsys.readouterr().out.splitlines()


def features():
    with duckdb.connect() as connection:
        return connection.execute(
            "FROM read_parquet('data/restricted/features.parquet')"
        ).df()


def test_contacts_without_hr_reach_the_drivers(capsys):
    export(
        EXPORTS,
        interactions=contacts(),
        assignments=assignments(),
        teams=teams("red-room", "blue-room"),
    )
    lines = went_through(capsys)
    assert lines[-3].startswith("Turnover lacks people, departures; absence lacks")
    assert lines[-3].endswith(ENDING)
    assert lines[-2] == f"All of it as a page: {PAGE.resolve()}"
    assert lines[-1] == PAGE.resolve().as_uri()
    passed_on = next(line for line in lines if line.startswith("Contacts passed on"))
    # Twelve pass on a quarter; six pass on a half, and six three quarters.
    assert passed_on.split()[3:] == [
        *("share", "100.0%"),
        *("44.0%", "in", "2026-04", "(n", "25)"),
        *("44.0%", "in", "2026-05", "(n", "25)"),
    ]
    assert (
        "- No middle half of units: a unit's figure would be its supervisor's." in lines
    )
    assert not {
        c for c in features() if c.startswith(("career__", "team__", "absence_"))
    }


def test_the_page_names_nobody_and_no_unit(capsys):
    export(
        EXPORTS,
        interactions=contacts(),
        assignments=assignments(),
        teams=teams("red-room", "blue-room"),
    )
    lines = went_through(capsys)
    page = PAGE.read_text("utf-8")
    known = {*AGENTS, *features()["person_id"], "red-room", "blue-room"}
    assert not [name for name in known if name in text_of(page)]
    assert lines[-3] in text_of(page)
    assert "Contacts passed on: from 44.0% in 2026-04" in page


def test_a_survey_of_units_alone_gives_climate_by_unit(capsys):
    export(
        EXPORTS, teams=teams(*(f"unit-{n}" for n in range(6))), survey_scores=scores()
    )
    lines = went_through(capsys)
    found = features().set_index("team_id")["climate__engagement"].dropna().round(6)
    # The first unit has four answers, one too few.
    assert found.to_dict() == {f"unit-{n}": (3 + n) / 10 for n in range(1, 6)}
    engagement = next(line for line in lines if line.startswith("Engagement"))
    assert "0.6 in 2026-05 (n 5)  0.5 to 0.7" in engagement
    assert "assignments" in lines[-3]
    assert "unit-3" not in PAGE.read_text("utf-8")


def test_people_without_anything_else_end_as_calmly(capsys):
    export(EXPORTS, people=["person_id,hired_on", "ann,2025-01-01"])
    lines = went_through(capsys)
    assert lines[-3].endswith(ENDING)
    assert any("0 of the 0 features" in line for line in lines)


class Done:
    def __init__(self, returncode):
        self.returncode = returncode


@pytest.mark.parametrize(
    ("modelled", "goal", "shown"),
    [
        ([], ("check_features",), "reach"),
        (["turnover"], (), "report"),
    ],
)
def test_the_line_runs_as_far_as_there_is_an_outcome(
    monkeypatch, modelled, goal, shown
):
    settings = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    settings["outcomes"]["modelled"] = modelled
    Path("params.yaml").write_text(yaml.safe_dump(settings))
    ran = []
    monkeypatch.setattr(
        run_line.subprocess,
        "run",
        lambda command, check: ran.append(command) or Done(0),
    )
    monkeypatch.setattr(run_line.show_reach, "main", lambda: ran.append("reach"))
    monkeypatch.setattr(run_line.show_report, "main", lambda: ran.append("report"))
    run_line.main()
    assert ran == [(*run_line.REPRO, *goal), shown]


def test_a_stage_that_fails_ends_the_line_with_its_code(monkeypatch):
    monkeypatch.setattr(run_line.subprocess, "run", lambda command, check: Done(2))
    with pytest.raises(SystemExit) as stopped:
        run_line.main()
    assert stopped.value.code == 2


def test_a_run_that_fails_leaves_no_earlier_page(monkeypatch):
    PAGE.parent.mkdir(parents=True)
    PAGE.write_text("of an earlier run")
    monkeypatch.setattr(run_line.subprocess, "run", lambda command, check: Done(2))
    with pytest.raises(SystemExit):
        run_line.main()
    assert not PAGE.exists()


def test_months_that_do_not_meet_are_told_as_that(capsys):
    export(
        EXPORTS,
        interactions=contacts(),
        assignments=assignments(),
        teams=teams("red-room", "blue-room"),
    )
    settings = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    settings["time"]["last_month"] = "2029-05"
    Path("params.yaml").write_text(yaml.safe_dump(settings))
    lines = went_through(capsys)
    none = (
        "interactions: no row falls into the months looked at, 2028-12 to 2029-05: its "
        "rows end in 2026-05."
    )
    assert f"! {none}" in lines
    assert f"- No figure for want of months. {none} Set time.last_month." in lines
    page = text_of(PAGE.read_text("utf-8"))
    assert page.index("A run would find nothing") < page.index("How far the data reach")


def test_a_month_of_few_rows_is_marked_and_each_figure_has_its_n(capsys):
    few = [line for n, line in enumerate(contacts()) if n < 97 or n % 4 == 0]
    export(
        EXPORTS,
        interactions=few,
        assignments=assignments(),
        teams=teams("red-room", "blue-room"),
    )
    lines = went_through(capsys)
    assert ["2026-05", "25", "24", "interactions"] in [line.split() for line in lines]
    assert ["2026-04", "25", "96"] in [line.split() for line in lines]


def test_a_line_under_a_trend_says_its_months_and_what_is_missing(capsys):
    closed = [line.replace("2026-05-20", "2026-03-31") for line in scores()]
    export(EXPORTS, teams=teams(*(f"unit-{n}" for n in range(6))), survey_scores=closed)
    went_through(capsys)
    page = text_of(PAGE.read_text("utf-8"))
    assert "2025-12 to 2026-05; 3 of 6 without a figure" in page


def test_surveys_of_several_months_behind_one_snapshot_are_told(capsys):
    both = [*scores(), "winter,2026-01-31,unit-9,engagement,0.5,9"]
    names = [f"unit-{n}" for n in (*range(6), 9)]
    export(EXPORTS, teams=teams(*names), survey_scores=both)
    said = "\n".join(went_through(capsys))
    assert "surveys closed in 2026-01 (1 unit), 2026-05 (5 units)" in said
