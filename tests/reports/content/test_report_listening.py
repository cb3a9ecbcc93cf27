"""Customers' wait beside the teams', as a page tells it."""

import pytest

from tests.reports import made_up_release as made_up
from tests.reports.conftest import folder_of
from tests.reports.reading import text_of


def section(page: str, title: str) -> str:
    return text_of(page).split(title)[-1].split("All teams, site by site")[0]


def test_the_company_tells_its_own_waits_and_each_sites(report):
    named = [mirror.link.unit.id for mirror in report.company.upper.mirrors]
    assert named == ["C", "S2", "S1", "S3"]


@pytest.mark.parametrize(
    ("site", "said"), [("s1", "12 min"), ("s2", "6.5 hours"), ("s3", "2.5 days")]
)
def test_a_wait_is_told_in_a_unit_one_can_think_in(folder, site, said):
    page = folder[f"2026-10/en/unit-{site}.html"]
    assert said in section(page, "Listening in a mirror")


def test_a_survey_that_nothing_followed_is_told_as_that(folder):
    page = section(folder["2026-10/en/unit-s2.html"], "Listening in a mirror")
    assert "no action recorded so far" in page


def test_where_no_action_is_ever_recorded_the_wait_is_not_known():
    tables = made_up.tables()
    gap = {"month": made_up.MONTHS[-1], "table": "initiatives", "state": "absent"}
    tables["data_coverage"] = made_up.frame(
        "data_coverage", [*tables["data_coverage"].to_dict("records"), gap]
    )
    page = folder_of(tables)["2026-10/en/unit-s2.html"]
    assert "no action recorded" not in section(page, "Listening in a mirror")


def test_teams_do_not_tell_it(report):
    teams = [page for page in report.unit_pages if page.unit.level == "team"]
    assert teams
    assert all(page.upper.mirrors == () for page in teams)


def test_without_the_table_no_page_speaks_of_it():
    tables = made_up.tables()
    tables["listening"] = tables["listening"].iloc[:0]
    for path, page in folder_of(tables).items():
        assert "Listening in a mirror" not in page, path
