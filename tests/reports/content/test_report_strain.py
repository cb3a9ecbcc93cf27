"""Signs of strain: beside the company and the past, none of a figure withheld."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from reports.content.strain import SIGNS
from tests.reports import made_up_release as made_up
from tests.reports.conftest import report_of

NOW, LAST_YEAR = pd.Timestamp("2026-10-31"), pd.Timestamp("2025-10-31")


def told(unit: str, name: str, **figures: Any) -> Any:
    """Give a unit's sign, where its row says something else."""
    tables = made_up.tables()
    kpis = tables["team_kpis"]
    here = (kpis["unit_id"] == unit) & (kpis["kpi"] == name)
    for column, value in figures.items():
        kpis.loc[here, column] = value
    return {s.kpi.name: s for s in report_of(tables).strain[unit]}[name]


def test_every_unit_shown_has_the_same_signs_in_one_order(report):
    shown = [p.unit.id for p in report.unit_pages if p.unit.shown]
    assert set(report.strain) == {*shown, "C"}
    for signs in report.strain.values():
        assert tuple(sign.kpi.name for sign in signs) == SIGNS


@pytest.mark.parametrize(
    ("low", "high", "side"),
    [(5.0, 20.0, "above"), (-40.0, 3.0, "below"), (3.0, 20.0, "like")],
)
def test_a_survey_is_above_only_if_its_whole_range_is(low, high, side):
    sign = told("T01", "exhaustion", value=4.0, low=low, high=high)
    assert (sign.company, sign.side) == (4.0, side)


@pytest.mark.parametrize(
    ("contacts", "side"), [(70.0, "above"), (60.0, "like"), (45.0, "below")]
)
def test_a_count_is_above_where_it_is_further_than_agreed(contacts, side):
    assert told("T01", "contacts_per_day", value=contacts).side == side


def test_a_share_is_like_the_company_where_rounding_hides_the_difference():
    tables = made_up.tables()
    steps = tables["rate_steps"]
    for step, side in ((0.001, "above"), (0.05, "like")):
        steps["step"] = step
        kpis = tables["team_kpis"]
        kpis.loc[kpis["kpi"] == "sickness_absence_rate", "value"] = 0.07
        signs = {s.kpi.name: s for s in report_of(tables).strain["T01"]}
        assert signs["sickness_absence_rate"].side == side


def test_a_withheld_sign_looks_like_one_that_nobody_has():
    tables = made_up.tables()
    kpis = tables["team_kpis"]
    here = (kpis["unit_id"] == "T01") & (kpis["kpi"] == "exhaustion")
    withheld = kpis.copy()
    withheld.loc[here, "status"] = "withheld"
    withheld.loc[here, ["value", "low", "high", "previous"]] = None
    reports = [
        report_of({**tables, "team_kpis": found}) for found in (withheld, kpis[~here])
    ]
    assert reports[0].strain["T01"] == reports[1].strain["T01"]
    assert reports[0].strain["T01"][0].value is None


def test_a_sign_that_no_unit_has_is_left_out():
    tables = made_up.tables()
    kpis = tables["team_kpis"]
    tables["team_kpis"] = kpis[~kpis["kpi"].isin(("exhaustion", "felt_workload"))]
    signs = report_of(tables).strain["T01"]
    assert [sign.kpi.name for sign in signs] == list(SIGNS[2:])


def test_last_year_stands_beside_a_sign_where_it_was_released():
    tables = made_up.tables()
    kpis = tables["team_kpis"]
    assert all(s.year_ago is None for s in report_of(tables).strain["T01"])
    earlier = kpis.assign(month=LAST_YEAR, value=kpis["value"] / 2)
    tables["team_kpis"] = pd.concat([kpis, earlier])
    signs = report_of(tables).strain["T01"]
    assert [s.year_ago for s in signs] == [s.value / 2 for s in signs]


def test_sites_and_the_company_count_their_teams_above(report):
    company = {s.kpi.name: s for s in report.strain["C"]}["sickness_absence_rate"]
    teams = [
        sign
        for page in report.unit_pages
        if page.unit.level == "team"
        for sign in report.strain.get(page.unit.id, ())
        if sign.kpi.name == "sickness_absence_rate"
    ]
    assert company.side is None
    assert company.of == len(teams)
    assert company.above == sum(sign.side == "above" for sign in teams)
    assert report.month == date(2026, 10, 31)
