"""The page of features: what the gates found, for people who would rather look."""

import shutil

import numpy as np
import pandas as pd
import pytest

from contracts.drivers import Family, Feature, Label
from contracts.params import load
from features.gates import gates
from pipelines.check_features import looked_at
from pipelines.checking import features_page
from pipelines.checking.page_html import as_html
from pipelines.checking.page_sections import State, said

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
MONTHS = pd.date_range("2024-01-31", periods=24, freq="ME")
PEOPLE = 200
GUESSED = pd.DataFrame({"attribute": ["women"], "auc": [0.512], "by": ["load__calls"]})


def feature(name: str, en: str) -> Feature:
    return Feature(name, "share", (0, 1), "unsure", Label(en, ""))


FAMILY = Family(
    "load",
    Label("Load", "Charge"),
    "",
    (),
    (feature("calls", "Calls <b>"), feature("moved", "Moved"), feature("none", "None")),
)


def table(months: int = 24) -> pd.DataFrame:
    """Calls behave, moved shifts in the last month, none is empty."""
    rng = np.random.default_rng(1)
    calls, moved = rng.random((2, months * PEOPLE))
    moved[-PEOPLE:] = moved[-PEOPLE:] ** 4
    return pd.DataFrame(
        {
            "as_of": np.repeat(MONTHS[:months], PEOPLE),
            "load__calls": calls,
            "load__moved": moved,
            "load__none": np.nan,
        }
    )


def checked(features: pd.DataFrame) -> features_page.Checked:
    return looked_at(features, [FAMILY], gates(features, [FAMILY], 3.0), GUESSED)


def sections(months: int = 24) -> dict[str, features_page.Section]:
    told = features_page.sections(checked(table(months)), [FAMILY], 3.0)
    return {section.title: section for section in told}


def test_what_is_odd_stands_first_and_says_which_column_it_is() -> None:
    first = next(iter(sections().values()))
    assert [tuple(map(said, row.cells[2:4])) for row in first.rows] == [
        ("drifted", "load__moved"),
        ("nothing seen", "load__none"),
    ]


def test_a_page_with_nothing_odd_says_so() -> None:
    features = table().assign(load__moved=table()["load__calls"] / 2)
    family = Family("load", Label("Load", ""), "", (), FAMILY.features[:2])
    quiet = looked_at(features, [family], gates(features, [family], 9.0), GUESSED)
    assert features_page.lead(quiet) == "2 features of 1 families: nothing odd."
    told = features_page.sections(quiet, [family], 9.0)
    assert "To look at" not in [section.title for section in told]


def test_drift_is_drawn_with_what_is_usual() -> None:
    calls, moved, none = sections()["Load"].rows
    assert none.picture is None
    for row, above in ((calls, False), (moved, True)):
        low, last, high = row.picture.points[-1]
        assert low < high
        assert (last > high) is above
    assert moved.picture.under == "2025-01 to 2025-12"
    assert "1 of 12 months" in moved.picture.words


def test_a_short_history_has_no_drift_and_no_picture() -> None:
    rows = sections(months=15)["Load"].rows
    assert [said(row.cells[4]) for row in rows] == ["–"] * 3
    assert {row.picture for row in rows} == {None}


def test_every_finding_has_words() -> None:
    from features.gates import FINDINGS

    assert set(features_page.STATES) == {"", *FINDINGS}
    assert all(isinstance(one, State) for one in features_page.STATES.values())


def test_who_can_be_guessed_is_told_in_words() -> None:
    (row,) = sections()["What can be guessed of people"].rows
    assert row.cells == ("women or men", 0.51, "load__calls")


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(
    BROWSER is None, reason="Chromium is not installed: apt install chromium"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_stands_in_a_reader_s_way(tmp_path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    seen = checked(table())
    told = features_page.sections(seen, [FAMILY], 3.0)
    facts = features_page.facts(seen, load())
    page = tmp_path / "features.html"
    html = as_html(features_page.TITLE, features_page.lead(seen), told, facts)
    page.write_text(html, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"]
        )
        drawn = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        asked: list[str] = []
        drawn.on("request", lambda request: asked.append(request.url))
        drawn.goto(page.as_uri())
        found = Axe().run(drawn).response["violations"]
        assert [one["id"] for one in found] == []
        assert drawn.evaluate("document.documentElement.scrollWidth") <= width
        assert drawn.locator("svg.trend polyline").count() == 2
        assert asked == [page.as_uri()]
        browser.close()
