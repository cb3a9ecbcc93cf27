import re
from pathlib import Path

import pytest
import yaml

from contracts import params
from contracts.errors import ContractError
from pipelines import check_data
from tests.reports.reading import text_of

ROOT = Path(__file__).parents[2]
PAGE = "data/check/index.html"
HOSTILE = "<script>alert(1)</script>"
EXPORTS = {
    "people": "person_id,hired_on,shoe_size\nann,2025-01-01,38\n",
    "teams": "team_id,kind\nred,team\n",
    "assignments": "person_id,team_id,starts_on\nann,red,2025-01-01\n",
    "departures": "person_id,left_on,reason\nann,2025-06-30,voluntary\n",
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    for name, text in EXPORTS.items():
        (tmp_path / "exports" / f"{name}.csv").write_text(text)
    set_modelled(tmp_path, ["turnover"])
    return tmp_path


def set_modelled(place, outcomes):
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    settings["source"]["path"] = "exports"
    settings["outcomes"]["modelled"] = outcomes
    (place / "params.yaml").write_text(yaml.safe_dump(settings))


def checked(capsys):
    check_data.main()
    return capsys.readouterr().out.splitlines()


def row(lines, name):
    return next(line.split() for line in lines if line.startswith(f"{name} "))


def test_good_exports_say_what_can_be_learned_and_leave_one_page(place, capsys):
    lines = checked(capsys)
    assert row(lines, "people") == ["people", "1", "0", "–", "complete"]
    assert row(lines, "departures") == ["departures", "1", "0", "0.0%", "complete"]
    assert row(lines, "career") == ["career", "tables", "came"]
    lack = "not available  survey_answers, survey_questions (or survey_scores)"
    assert row(lines, "climate") == ["climate", *lack.split()]
    assert "- people: columns that nobody reads: shoe_size." in lines
    assert "Turnover can be learned from these data; absence lacks absences." in lines
    assert lines[-4:] == [
        "",
        f"All of it as a page: {(place / PAGE).resolve()}",
        (place / PAGE).as_uri(),
        "",
    ]
    left = {path.as_posix() for path in Path().rglob("*") if path.is_file()}
    assert left == {PAGE, "params.yaml", *(f"exports/{name}.csv" for name in EXPORTS)}


def test_the_page_says_what_the_screen_says(place, capsys):
    lines = checked(capsys)
    page = text_of((place / PAGE).read_text("utf-8"))
    for line in lines[:-3]:
        if set(line) != {"-"}:
            words = line.removeprefix("- ").removeprefix("! ").replace("·", "").split()
            assert all(word in page for word in words), line


def test_people_alone_teach_nothing(place, capsys):
    for name in ("teams", "assignments", "departures"):
        (place / f"exports/{name}.csv").unlink()
    with pytest.raises(ContractError, match="turnover: a run would stop here"):
        check_data.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:6] == [
        "A run would stop",
        "----------------",
        "! Turnover lacks assignments, departures, teams, and outcomes.modelled asks "
        "for turnover.",
        "    Bring what is missing, or set outcomes.modelled: [] in params.yaml; a run "
        "then goes as far as the drivers.",
    ]


def test_what_a_run_is_not_asked_for_is_no_fault(place, capsys):
    set_modelled(place, [])
    (place / "exports/departures.csv").write_text("person_id,left_on,reason\n")
    lines = checked(capsys)
    assert "A run would stop" not in lines
    assert any(line.startswith("outcomes.modelled is empty") for line in lines)


def test_broken_rows_are_counted_by_rule_and_end_in_an_error(place, capsys):
    path = place / "exports/departures.csv"
    path.write_text(EXPORTS["departures"] + "zoe,2025-06-30,voluntary\n")
    with pytest.raises(ContractError, match="departures: a run would stop here"):
        check_data.main()
    said = capsys.readouterr().out
    page = (place / PAGE).read_text("utf-8")
    rule = (
        'departures: 1 of 2 rows break "the person is known in people" (50.0%; '
        "source.max_unmatched_share allows 2.0%)."
    )
    assert rule in said
    assert rule in text_of(page)
    assert said.index(rule) < said.index("What came")
    assert "Driver families" not in said
    assert 'aria-label="1 matched, 0 broken, 1 unmatched"' in page
    assert "50.0%" in said
    assert "zoe" not in said + page


def test_a_table_without_a_needed_column_is_refused_and_the_rest_checked(place, capsys):
    (place / "exports/departures.csv").write_text("person_id\nann\n")
    with pytest.raises(ContractError):
        check_data.main()
    lines = capsys.readouterr().out.splitlines()
    assert "! departures: the export has no column left_on, reason." in lines
    assert row(lines, "departures") == ["departures", "–", "–", "–", "refused"]
    assert row(lines, "people")[-1] == "complete"


def test_a_hostile_name_is_text(place, capsys):
    text = EXPORTS["people"].replace("shoe_size", f"{HOSTILE}\x1b[31m")
    (place / "exports/people.csv").write_text(text)
    lines = checked(capsys)
    page = (place / PAGE).read_text("utf-8")
    assert HOSTILE not in page
    assert HOSTILE in text_of(page)
    assert rf"- people: columns that nobody reads: {HOSTILE}\x1b[31m." in lines


def test_a_check_that_stops_leaves_no_earlier_page(place, capsys):
    checked(capsys)
    for path in (place / "exports").iterdir():
        path.unlink()
    (place / "exports").rmdir()
    with pytest.raises(ContractError, match="exports is not a folder"):
        check_data.main()
    assert not (place / PAGE).exists()


def test_a_needed_table_without_rows_would_stop_a_run(place, capsys):
    (place / "exports/departures.csv").write_text("person_id,left_on,reason\n")
    with pytest.raises(ContractError, match="departures: a run would stop"):
        check_data.main()
    assert "! departures: the export holds no row." in capsys.readouterr().out


def test_an_empty_folder_is_told(place):
    for path in (place / "exports").iterdir():
        path.unlink()
    with pytest.raises(ContractError, match="no table in it"):
        check_data.main()


def test_the_page_speaks_to_no_network_and_heads_its_tables(place, capsys):
    checked(capsys)
    page = (place / PAGE).read_text("utf-8")
    assert not re.findall(r"(?:https?:)?//|<script|<link|url\(", page)
    assert page.count("<main") == page.count("<header") == page.count("<footer") == 1
    assert page.count("<table>") == page.count("<caption") == page.count("<thead>") == 5
    assert page.count('scope="row"') == page.count("<tr>") - 5


def be_real(place, retention_months=60):
    settings = yaml.safe_load((place / "params.yaml").read_text("utf-8"))
    said = ("dpia_reference", "consulted_on", "opinion", "reviewer")
    settings["governance"] |= {"data": "real", **dict.fromkeys(said, "filled in")}
    settings["governance"]["retention_months"] = retention_months
    settings["time"]["last_month"] = "2026-10"
    (place / "params.yaml").write_text(yaml.safe_dump(settings))


def test_real_people_without_a_key_stop_the_check_as_they_stop_a_run(place):
    be_real(place)
    with pytest.raises(ContractError, match="names no key file"):
        check_data.main()


def test_rows_past_the_retention_limit_do_not_count(place):
    be_real(place)
    (place / "exports/people.csv").write_text(
        EXPORTS["people"] + "bob,2001-01-01,44\numa,2001-01-01,40\n"
    )
    (place / "exports/assignments.csv").write_text(
        EXPORTS["assignments"] + "bob,red,2001-01-01\numa,red,2001-01-01\n"
    )
    (place / "exports/departures.csv").write_text(
        EXPORTS["departures"] + "bob,2019-01-31,voluntary\n"
    )
    found = check_data.check(params.load())
    counts = {name: (one.rows, one.past_retention) for name, one in found.items()}
    assert counts["people"] == (2, 1)
    assert counts["assignments"] == (2, 1)
    assert counts["departures"] == (1, 1)


def test_the_page_says_whose_data_these_are_and_where_they_lie(place, capsys):
    assert checked(capsys)[0] == (
        "Check · Exports: exports · Data: made up (governance.data)"
    )
    assert "made up (governance.data)" in text_of((place / PAGE).read_text("utf-8"))


def test_cells_that_cannot_be_read_are_told_by_their_shape(place, capsys):
    rows = "".join(f"p{n},{n % 28 + 1:02}/06/2025,voluntary\n" for n in range(40))
    (place / "exports/departures.csv").write_text("person_id,left_on,reason\n" + rows)
    with pytest.raises(ContractError):
        check_data.main()
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(
        '! departures: 40 of 40 rows break "left_on is readable as a day" (100.0%; '
        "source.max_broken_share allows 0.1%)."
    )
    assert lines[at + 1 : at + 3] == [
        "    Most look like 99/99/9999 (9: a digit, a: a word).",
        "    Say in source.files how the file is written (format, cast), or correct "
        "the export.",
    ]


def test_months_that_do_not_meet_come_before_the_counts(place, capsys):
    (place / "exports/departures.csv").write_text(
        EXPORTS["departures"].replace("2025-06-30", "2015-06-30")
    )
    assert "A run would find nothing" in checked(capsys)
    page = text_of((place / PAGE).read_text("utf-8"))
    none = "departures: no row falls into the months looked at"
    assert page.index("A run would find nothing") < page.index(none)
    assert page.index(none) < page.index("What came")
