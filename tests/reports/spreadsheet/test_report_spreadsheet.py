import io
import re
from datetime import date
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reports.spreadsheet.folder import folder as workbooks_of
from tests.reports import made_up_release as made_up
from tests.reports.conftest import report_of

SHEETS = {
    "fr": [
        "Notes",
        "Unités et prévisions",
        "Toutes les équipes",
        "Évolution",
        "Facteurs",
        "Chiffres clés",
        "Effectifs",
        "Écoute",
        "Ce qui a été essayé",
        "Seuils",
        "Annoncé, constaté",
        "Couverture des données",
    ],
    "en": [
        "Notes",
        "Units and forecasts",
        "All teams",
        "Trend",
        "Factors",
        "Key figures",
        "Staffing",
        "Listening",
        "What was tried",
        "Thresholds",
        "Said and came",
        "Data coverage",
    ],
}
(UNITS, TEAMS, TREND, FACTORS, FIGURES, STAFFING, LISTENING, TRIED, OPTIONS, RECORD) = (
    range(1, 11)
)


def path_of(code):
    return f"2026-10/{code}/equipage-2026-10-{code}.xlsx"


def rows(made, code, at):
    book = CalamineWorkbook.from_filelike(io.BytesIO(made[path_of(code)]))
    return book.get_sheet_by_index(at).to_python()


def of_unit(made, code, at, unit_id):
    return [row for row in rows(made, code, at) if row[1] == unit_id]


def parts(made, code):
    with ZipFile(io.BytesIO(made[path_of(code)])) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_workbook_has_a_sheet_a_table_and_its_notes(workbooks, code):
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbooks[path_of(code)]))
    assert book.sheet_names == SHEETS[code]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fr", ["Équipe", "Nantes", 15, "Départs volontaires", "À suivre", "À suivre"]),
        ("en", ["Team", "Nantes", 15, "Voluntary departures", "Watch", "Watch"]),
    ],
)
def test_a_unit_s_row_holds_typed_cells(workbooks, code, expected):
    (row,) = (
        row for row in of_unit(workbooks, code, UNITS, "T01") if row[5] == expected[3]
    )
    assert row == [
        "Équipe 01",
        "T01",
        *expected,
        date(2026, 8, 31),
        0.4,
        0.1,
        0.09,
        0.05,
        0.13,
        0.062,
        "",
        "",
        date(2026, 10, 31),
        "publié" if code == "fr" else "published",
    ]


def test_both_languages_hold_the_same_numbers(workbooks):
    for at in (UNITS, TREND, FACTORS, FIGURES, RECORD):
        numbers = [
            [
                [cell for cell in row if not isinstance(cell, str)]
                for row in rows(workbooks, code, at)
            ]
            for code in ("fr", "en")
        ]
        assert numbers[0] == numbers[1]
        assert sum(map(len, numbers[0])) > 50


def test_shares_are_percentages_and_days_are_days(workbooks):
    inside = parts(workbooks, "fr")
    styles = inside["xl/styles.xml"]
    assert 'formatCode="0.0%"' in styles
    assert 'formatCode="mmm yyyy"' in styles
    assert 'numFmtId="14"' in styles


def test_titles_stay_in_sight_and_every_table_can_be_filtered(workbooks):
    inside = parts(workbooks, "en")
    sheets = [
        text for name, text in inside.items() if name.startswith("xl/worksheets/sheet")
    ]
    assert len(sheets) == len(SHEETS["en"])
    for sheet in sheets:
        assert 'ySplit="1"' in sheet
        assert 'state="frozen"' in sheet
        assert "<autoFilter ref=" in sheet
        assert "<cols>" in sheet


def test_one_opens_the_workbook_on_the_units(workbooks):
    assert 'activeTab="1"' in parts(workbooks, "fr")["xl/workbook.xml"]


@pytest.mark.parametrize(
    "name", ["=1+1", "+33 1", "-2", "@SUM(A1)", "<b>", "http://a.b", "\t=1", '"x"']
)
def test_a_hostile_name_stays_text(name):
    tables = made_up.tables()
    risk = tables["team_risk"]
    risk.loc[risk["unit_id"] == "T01", "unit_name"] = name
    made = workbooks_of([report_of(tables)])
    assert {row[0] for row in of_unit(made, "fr", UNITS, "T01")} == {name}
    inside = parts(made, "fr")
    sheets = [text for part, text in inside.items() if "worksheets/sheet" in part]
    assert not any("<f>" in text or "<hyperlink" in text for text in sheets)


@pytest.mark.parametrize(
    ("code", "said"), [("fr", "non publié"), ("en", "not published")]
)
def test_a_withheld_team_s_row_gives_nothing_away(workbooks, code, said):
    found = of_unit(workbooks, code, UNITS, made_up.WITHHELD)
    assert len(found) == 2
    for row in found:
        assert row[4] == ""
        assert set(row[6:-1]) == {""}
        assert row[-1] == said
    for at in (TREND, FACTORS, FIGURES, RECORD):
        assert not of_unit(workbooks, code, at, made_up.WITHHELD)


def test_a_merged_team_says_which_group_it_is_counted_with(workbooks):
    for row in of_unit(workbooks, "en", UNITS, "T05"):
        assert set(row[6:-1]) == {""}
        assert row[-1] == "counted with Équipe 05 + Équipe 06"


def test_a_carried_figure_says_so_and_of_which_month_it_is(workbooks):
    (row,) = (
        row
        for row in of_unit(workbooks, "en", UNITS, "T08")
        if row[5] == "Sickness absence"
    )
    assert row[-2:] == [date(2026, 9, 30), "carried on"]


def test_leavers_are_counted_at_sites_and_the_company_alone(workbooks):
    for row in rows(workbooks, "en", UNITS)[1:]:
        if row[2] == "Team":
            assert row[15:17] == ["", ""]


def test_every_unit_is_listed_once_an_outcome(workbooks, report):
    keys = [(row[1], row[5]) for row in rows(workbooks, "fr", UNITS)[1:]]
    assert len(keys) == len(set(keys))
    assert {unit for unit, _ in keys} == {unit[0] for unit in made_up.units()}


def test_every_column_is_explained_in_the_notes(workbooks):
    for code in ("fr", "en"):
        notes = {(row[0], row[1]): row[2] for row in rows(workbooks, code, 0)}
        for at, name in enumerate(SHEETS[code][1:], start=1):
            for title in rows(workbooks, code, at)[0]:
                assert notes[name, title].endswith(".")


def test_the_notes_say_the_thresholds_and_the_limits(workbooks):
    notes = rows(workbooks, "en", 0)
    said = {row[1]: row[2] for row in notes if row[0] not in SHEETS["en"]}
    assert said["Voluntary departures · Threshold"] == 0.1
    assert said["Voluntary departures · Agreed on"] == date(2026, 9, 15)
    assert said["Month"] == date(2026, 10, 31)
    assert sum(row[0] == "What this report must not be used for" for row in notes) == 5


@pytest.mark.parametrize(
    ("code", "published", "withheld", "merged"),
    [
        ("fr", "À suivre", "non publié", "compté avec Équipe 05 + Équipe 06"),
        ("en", "Watch", "not published", "counted with Équipe 05 + Équipe 06"),
    ],
)
def test_the_map_says_every_team_s_level_or_why_there_is_none(
    workbooks, code, published, withheld, merged
):
    def levels(unit):
        ((*_, turnover, _),) = of_unit(workbooks, code, TEAMS, unit)
        return turnover

    assert levels("T01") == published
    assert levels(made_up.WITHHELD) == withheld
    assert levels("T05") == merged
    listed = [row[1] for row in rows(workbooks, code, TEAMS)[1:]]
    teams = [code for code, _, level, *_ in made_up.units() if level == "team"]
    assert sorted(listed) == sorted(teams)


def test_a_level_has_its_colour_beside_its_word(workbooks):
    styles = parts(workbooks, "fr")["xl/styles.xml"]
    for colour in ("FFE3EFEB", "FFF7EECB", "FFFBE2CD", "FF8F1533"):
        assert f'<fgColor rgb="{colour}"/>' in styles


@pytest.mark.parametrize("code", ["fr", "en"])
def test_staffing_is_told_month_by_month_in_full_time_equivalents(workbooks, code):
    assert of_unit(workbooks, code, STAFFING, "S3") == [
        ["Toulouse", "S3", date(2026, month, day), 80, -5, 0]
        for month, day in ((11, 30), (12, 31))
    ] + [["Toulouse", "S3", date(2027, 1, 31), 80, -5, 0]]


@pytest.mark.parametrize("code", ["fr", "en"])
def test_listening_has_hours_days_and_a_share(workbooks, code):
    assert of_unit(workbooks, code, LISTENING, "S1") == [
        ["Nantes", "S1", 0.2, 24, 0.65]
    ]
    assert of_unit(workbooks, code, LISTENING, "S3") == [["Toulouse", "S3", 60, "", ""]]


@pytest.mark.parametrize(
    ("code", "chosen", "came"),
    [
        ("fr", "Des volontaires", "Pas de changement net"),
        ("en", "Volunteers", "No clear change"),
    ],
)
def test_what_was_tried_stands_with_what_came_of_it(workbooks, code, chosen, came):
    (row,) = of_unit(workbooks, code, TRIED, "T02")
    assert row[4:7] == [date(2026, 3, 2), date(2026, 11, 16), ""]
    assert row[7:] == [chosen, came, 9]


@pytest.mark.parametrize(
    ("code", "name", "agreed"),
    [("fr", "Départs volontaires", "oui"), ("en", "Voluntary departures", "yes")],
)
def test_other_thresholds_say_how_many_teams_they_would_mark(
    workbooks, code, name, agreed
):
    found = [row for row in rows(workbooks, code, OPTIONS) if row[0] == name]
    assert [row[1] for row in found] == [0.08, 0.09, 0.1, 0.11, 0.12]
    assert [row[3] for row in found] == [7, 6, 5, 4, 3]
    assert [row[1] for row in found if row[2] == agreed] == [0.1]


def test_the_same_tables_give_the_same_workbooks(workbooks, report):
    assert workbooks_of([report]) == workbooks
    assert re.search(
        "2026-10-31T00:00:00Z", parts(workbooks, "fr")["docProps/core.xml"]
    )


def test_a_month_with_nothing_to_release_still_has_its_workbook():
    made = workbooks_of([report_of(made_up.empty())])
    assert len(rows(made, "fr", UNITS)) == 1
    assert len(rows(made, "fr", 0)) > 20
