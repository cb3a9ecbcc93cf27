"""What changed since the month before, on tables where it is known."""

import pandas as pd
import pytest

from reports.pages.html import FIND_ME
from tests.reports import made_up_release as made_up
from tests.reports.conftest import folder_of, report_of
from tests.reports.reading import text_of

LAST, BEFORE = made_up.MONTHS[-1], made_up.MONTHS[-2]
FIGURES = [
    *("people", "expected_rate", "low", "high", "company_rate", "threshold_rate"),
    *("probability_above", "level", "level_since", "change", "figure_month"),
    *("expected_count", "low_count", "high_count"),
]


def with_last_month(
    unit: str | None = None, **cells: object
) -> dict[str, pd.DataFrame]:
    """The last month made the same as the one before it, then some cells changed."""
    tables = made_up.tables()
    risk = tables["team_risk"]
    early = risk[risk["month"] < LAST]
    same = risk[risk["month"] == BEFORE].assign(month=LAST)
    same.loc[same["status"] == "published", "figure_month"] = LAST
    for name, value in cells.items():
        same.loc[same["unit_id"] == unit, name] = value
    return {**tables, "team_risk": pd.concat([early, same], ignore_index=True)}


def without_figures(tables: dict[str, pd.DataFrame], unit: str, month: pd.Timestamp):
    risk = tables["team_risk"]
    here = (risk["unit_id"] == unit) & (risk["month"] == month)
    for name in FIGURES:
        risk.loc[here, name] = None
    risk.loc[here, ["status", "reason"]] = ["withheld", "too_close"]
    return tables


def test_where_nothing_changed_every_page_says_so():
    folder = folder_of(with_last_month())
    pages = [path for path in folder if path.startswith("2026-10/en/")]
    pages.remove(f"2026-10/en/{FIND_ME}")
    assert len(pages) > 15
    for path in pages:
        assert "Nothing changed:" in text_of(folder[path]), path


def test_what_changed_is_the_first_block_of_every_page(folder):
    for path, page in folder.items():
        if path.startswith("2026-10/") and not path.endswith(FIND_ME):
            sections = [at.split('"')[0] for at in page.split('<section id="')[1:]]
            assert sections[0] == "changes", path


def test_a_figure_outside_last_months_range_is_told_though_its_level_stayed():
    tables = with_last_month("T04", expected_rate=0.3, high=0.4)
    (one, other) = report_of(tables).company.changes.figures
    assert (one.link.unit.id, other.link.unit.id) == ("T04", "T04")
    assert one.up
    page = text_of(folder_of(tables)["2026-10/en/unit-t04.html"])
    assert "was expected a month earlier" in page


def test_a_unit_that_was_not_shown_is_newly_shown():
    tables = without_figures(with_last_month(), "T04", BEFORE)
    changes = report_of(tables).company.changes
    assert [link.unit.id for link in changes.appeared] == ["T04"]
    assert changes.gone == ()


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_unit_that_is_shown_no_more_is_named_without_a_figure(code):
    tables = without_figures(with_last_month(), "T04", LAST)
    (gone,) = report_of(tables).company.changes.gone
    assert gone.unit.id == "T04"
    page = text_of(folder_of(tables)[f"2026-10/{code}/unit-s1.html"])
    said = {"en": "not published this month", "fr": "non publiée ce mois-ci"}
    assert said[code] in page


def test_teams_that_form_a_group_are_told_by_the_group():
    tables = with_last_month()
    risk = tables["team_risk"]
    early = risk[(risk["unit_id"] != made_up.GROUP) | (risk["month"] == LAST)].copy()
    alone = early["unit_id"].isin(["T05", "T06"]) & (early["month"] < LAST)
    shown = risk[(risk["unit_id"] == "T04") & (risk["month"] < LAST)]
    early = early[~alone]
    five = shown.assign(unit_id="T05", unit_name="Équipe 05")
    tables["team_risk"] = pd.concat([early, five], ignore_index=True)
    changes = report_of(tables).company.changes
    assert [link.unit.id for link in changes.appeared] == [made_up.GROUP]
    assert changes.gone == ()


def test_a_site_tells_of_its_own_teams_alone(report):
    for page in report.unit_pages:
        known = {page.unit.id, *(link.unit.id for link in page.below)}
        for move in (*page.changes.levels, *page.changes.figures):
            assert move.link.unit.id in known


def test_a_figure_carried_on_says_of_which_month(folder):
    page = text_of(folder["2026-10/en/unit-t08.html"])
    assert "Earlier figures carried on" in page
    assert "figure of September 2026" in page
