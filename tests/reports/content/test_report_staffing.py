"""Missing seats, what departures cost, and other thresholds, as a page tells them."""

import pandas as pd
import pytest

from reports.content.staffing import cost
from tests.reports import made_up_release as made_up
from tests.reports.conftest import folder_of, report_of
from tests.reports.reading import text_of


def test_the_company_tells_its_own_outlook_and_each_sites(report):
    names = [outlook.link.unit.id for outlook in report.company.upper.ahead]
    assert names == ["C", "S2", "S1", "S3"]
    assert [month.high for month in report.company.upper.ahead[0].months] == [
        35,
        40,
        45,
    ]


def test_only_sites_tell_of_missing_seats_and_costs(report):
    for page in report.unit_pages:
        told = bool(page.upper.ahead), page.upper.cost is not None
        assert told == (page.unit.level == "site",) * 2


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_site_with_people_enough_misses_nobody(folder, code):
    page = text_of(folder[f"2026-10/{code}/unit-s3.html"])
    section = page.split({"fr": "Météo des effectifs", "en": "Staffing in"}[code])[1]
    assert {"fr": "aucun", "en": "none"}[code] in section


def test_without_a_plan_no_page_speaks_of_missing_seats():
    tables = made_up.tables()
    tables["capacity"] = tables["capacity"].iloc[:0]
    page = text_of(folder_of(tables)["2026-10/en/index.html"])
    assert "Full-time equivalents" not in page
    assert "months of pay" in page


def test_departures_cost_from_few_at_little_to_many_at_much(report):
    company = report.company.unit
    low, high = (
        company.figures["turnover"].count_low,
        company.figures["turnover"].count_high,
    )
    told = cost(company, (2.5, 6.0))
    assert told.low <= 2.5 * low < told.low + 10
    assert told.high - 10 < 6 * high <= told.high


def test_options_say_which_threshold_is_agreed(report):
    for outcome, rate in made_up.THRESHOLDS.items():
        options = report.company.options[outcome]
        assert [option.rate for option in options if option.agreed] == [rate]


def test_without_options_the_agreed_thresholds_stand_alone():
    tables = made_up.tables()
    tables["threshold_options"] = tables["threshold_options"].iloc[:0]
    page = text_of(folder_of(tables)["2026-10/en/index.html"])
    assert "The agreed thresholds" in page
    assert "What if the threshold" not in page


def test_options_of_another_month_are_not_told():
    tables = made_up.tables()
    old = tables["threshold_options"].assign(month=pd.Timestamp("2026-09-30"))
    assert report_of({**tables, "threshold_options": old}).company.options == {}
