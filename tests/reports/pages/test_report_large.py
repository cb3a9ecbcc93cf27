"""The page of a company of two thousand teams, opened from disk and searched."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from reports.pages import html
from reports.words.language import language
from tests.reports import made_up_release as made_up
from tests.reports import made_up_thousands
from tests.reports.conftest import TERMS, monthly

CHROMIUM = shutil.which("chromium")
TEAMS, SITES = 2000, 40
# Measured below 0.5 s on two idle cores; a machine at work takes a few times that.
SLOWEST_SECONDS = 4
THERE = """() => {
  const [opened] = performance.getEntriesByType("navigation");
  return opened.domContentLoadedEventEnd / 1000;
}"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt install chromium"),
]


@pytest.fixture(scope="module")
def path(folder, tmp_path_factory):
    """The company's page on disk, beside what every page needs."""
    tables = made_up_thousands.tables(TEAMS, SITES)
    report = monthly.month_report(made_up.released(tables), TERMS)
    pages = {name: text for name, text in folder.items() if name.startswith("assets")}
    pages["2026-10/fr/index.html"] = html.company_page(report, language("fr"))
    root = tmp_path_factory.mktemp("large")
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root / "2026-10/fr/index.html"


def test_two_thousand_teams_open_fast_and_search_finds_one(path):
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(path.as_uri())
        assert page.evaluate(THERE) < SLOWEST_SECONDS
        assert page.locator("details.place[open]").count() == 0
        page.fill("#find", "équipe 1234")
        found = page.locator("details.place[open] [data-name]:not([hidden])")
        found.scroll_into_view_if_needed()
        assert found.is_visible()
        assert found.get_by_role("link").inner_text() == "Équipe 1234"
        assert page.locator("#found").inner_text() == "1"
        page.fill("#find", "")
        assert page.locator("details.place[open]").count() == 0
        browser.close()
