"""The page of findings as a browser draws it: nothing in the way of any reader."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from connectors.keys import Matched
from contracts.params import load
from features.registry import FAMILIES
from pipelines.checking import check_page, reach_page, table_months
from pipelines.checking.page_html import as_html
from pipelines.checking.page_sections import Row, Section, Share, Trend
from pipelines.checking.table_findings import Finding

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
HOSTILE = "<img src=x onerror=document.title=1>" + "verylong" * 12
PHONE, DESK = 360, 1280
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        BROWSER is None, reason="Chromium is not installed: apt install chromium"
    ),
]


def page():
    """Every kind of finding, a name that is no name, and a family's figures."""
    months = table_months.Months({"2026-02": 9, "2026-03": 89_991}, "2026-03", 90_000)
    findings = {
        "people": Finding(1200, {"hired_on is filled in": 3}, ("gender",), (HOSTILE,)),
        "teams": Finding(12, {}, (), ()),
        "interactions": Finding(
            90_000,
            {"the person is known in people": 9},
            (),
            (),
            ids=(Matched("", "person", 1200, 1),),
            months=months,
        ),
        "departures": Finding(0, {}, (), (), refused=f"departures: no {HOSTILE}."),
    }
    points = ((0.1, 0.2, 0.3), (None, None, None), (0.2, 0.3, 0.4))
    trend = Trend(points, "It rises.", "2026-01 to 2026-03; 1 of 3 without a figure")
    cells = ("Contacts", "share", Share(0.93), "20% (n 40)", "30% (n 40)", "20% to 40%")
    shown = Section(
        "Workload",
        words=(reach_page.rule(load().privacy, people=True),),
        columns=(*reach_page.COLUMNS, reach_page.BAND),
        rows=(Row(cells, trend),),
        pictured="by snapshot",
    )
    window = table_months.window_of(load())
    found = check_page.sections(findings, FAMILIES, ("turnover", "absence"), window)
    able = (
        check_page.learned(findings, ("turnover",)),
        check_page.drivers(findings, FAMILIES, {"workload": (2, 5)}),
    )
    facts = ("Check", f"Exports: /somewhere/{HOSTILE}", "Data: made up")
    return as_html(
        "What the exports hold", "Nothing yet.", (shown, *found, *able), facts
    )


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"]
        )
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open the page from disk, as a double click does; tell what it asked for."""
    (tmp_path / "index.html").write_text(page(), encoding="utf-8")
    contexts = []

    def open_page(width, scheme):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        drawn, asked = context.new_page(), []
        drawn.on("request", lambda request: asked.append(request.url))
        drawn.goto((tmp_path / "index.html").as_uri())
        return drawn, asked

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_a_reader_s_way(opened, width, scheme):
    drawn, _ = opened(width, scheme)
    found = Axe().run(drawn).response["violations"]
    assert [(one["id"], one["impact"]) for one in found] == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_no_wider_than_its_window(opened, width):
    drawn, _ = opened(width, "light")
    assert drawn.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_is_dark(opened):
    grounds = [
        opened(DESK, scheme)[0].evaluate(
            "getComputedStyle(document.documentElement).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(246, 245, 241)", "rgb(16, 22, 24)"]


def test_a_hostile_name_does_nothing_and_nothing_is_fetched(opened):
    drawn, asked = opened(DESK, "light")
    assert drawn.title() == "What the exports hold · Équipage"
    assert HOSTILE in drawn.inner_text("main")
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == 1


def test_bars_and_lines_are_drawn(opened):
    drawn, _ = opened(DESK, "light")
    assert drawn.locator("svg.bar rect.unmatched").count() == 1
    assert drawn.locator("svg.trend polyline").count() == 2
    assert drawn.locator("svg.bar rect.unmatched").bounding_box()["width"] > 1


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_refusal_stands_before_all_else_and_is_marked_in_words(opened, width):
    drawn, _ = opened(width, "light")
    alarm = drawn.locator("section.alarm").first
    assert alarm.inner_text().split("\n")[0].endswith("A run would stop")
    assert alarm.bounding_box()["y"] < drawn.locator("nav").bounding_box()["y"]
    assert alarm.bounding_box()["y"] < 800


def test_on_a_phone_the_contents_take_one_line(opened):
    drawn, _ = opened(PHONE, "light")
    assert drawn.locator("nav").bounding_box()["height"] < 60
