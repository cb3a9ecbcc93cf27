"""A company of two thousand teams: the report stays light, and lists end somewhere."""

import re

import pytest

from reports.content import crowd
from reports.pages import html
from reports.paper import folder as paper
from reports.words.language import language
from reports.words.naming import Names
from tests.reports import made_up_release as made_up
from tests.reports import made_up_thousands
from tests.reports.conftest import TERMS, monthly
from tests.reports.reading import text_of

TEAMS, SITES = 2000, 40
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def large():
    tables = made_up_thousands.tables(TEAMS, SITES)
    return monthly.month_report(made_up.released(tables), TERMS)


@pytest.fixture(scope="module")
def page(large):
    return html.company_page(large, language("en"))


def test_every_team_has_a_page_and_stands_once_on_the_map(large, page):
    tiles = re.findall(r'data-name="([^"]+)"', page)
    assert len(large.unit_pages) == TEAMS + SITES
    assert len(tiles) == len(set(tiles)) == TEAMS


def test_the_company_s_page_stays_light_and_each_site_unfolds(page):
    assert len(page.encode()) < 1.2 * MEGABYTE
    assert page.count('<details class="place more">') == SITES
    assert '<details class="place more" open' not in page


def test_the_teams_to_look_at_first_end_and_say_where_the_rest_stands(large, page):
    left = len(large.company.attention) - crowd.LISTED
    assert left > 0
    assert f"{left:,} more: see each site, and the spreadsheet." in text_of(page)


def test_a_small_company_folds_nothing_away(folder):
    assert '<details class="place' not in folder["2026-10/fr/index.html"]


def test_the_company_s_document_sends_to_those_of_its_sites(large):
    document = paper.company_document(Names(large, language("fr")))
    assert document.startswith(b"%PDF")
    assert len(document) < MEGABYTE
