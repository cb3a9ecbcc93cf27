"""What stands on paper of strain and of earlier forecasts."""

from reports.paper.past_forecasts import past_blocks
from reports.paper.sheet import team_sheet
from reports.paper.strain import strain_blocks
from reports.words.language import language
from reports.words.naming import Names
from tests.reports import made_up_release as made_up
from tests.reports.conftest import report_of


def page_of(report, code):
    return next(p for p in report.unit_pages if p.unit.id == code)


def first_cells(table):
    return [row[0][0] for row in table["rows"]]


def test_a_sheet_has_the_signs_that_have_a_figure_and_no_other():
    tables = made_up.tables()
    kpis = tables["team_kpis"]
    survey = kpis["kpi"].isin(("exhaustion", "felt_workload"))
    tables["team_kpis"] = kpis[~(survey & (kpis["unit_id"] == "T01"))]
    report = report_of(tables)
    sheet = team_sheet(page_of(report, "T01"), Names(report, language("en")))
    assert first_cells(sheet["strain"]["table"]) == [
        "Sickness absence rate",
        "Contacts per agent and day",
    ]


def test_the_sheet_of_a_team_that_is_not_shown_has_no_signs(report):
    page = page_of(report, made_up.WITHHELD)
    names = Names(report, language("fr"))
    assert team_sheet(page, names)["strain"]["table"] is None


def test_a_site_tells_its_signs_and_earlier_forecasts_on_paper(report):
    unit, names = page_of(report, "S1").unit, Names(report, language("en"))
    signs = [b for b in strain_blocks(unit, names) if b["kind"] == "table"]
    past = [b for b in past_blocks(unit, 2, names) if b["kind"] == "table"]
    assert len(signs[0]["rows"]) == len(report.strain["S1"])
    assert first_cells(past[0]) == [
        "This month",
        "A month earlier",
        "Latest forecast that is over",
    ]
