import pandas as pd
import pytest

from reports.content.factors import factors
from reports.content.unit import UnitPage
from reports.pages.slugs import slugs
from tests.reports import made_up_release as made_up
from tests.reports.conftest import folder_of, report_of
from tests.reports.reading import text_of


def page_of(report, unit_id) -> UnitPage:
    return next(page for page in report.unit_pages if page.unit.id == unit_id)


def test_teams_that_need_attention_come_by_level_then_sureness(report):
    needs = [
        max((f.level == "high", f.chance) for f in link.unit.figures.values())
        for link in report.company.attention
    ]
    assert needs == sorted(needs, reverse=True)
    assert len(needs) > 3


def test_only_marked_units_below_the_sites_need_attention(report):
    for link in report.company.attention:
        assert link.unit.level == "team"
        assert link.unit.marked


def test_a_level_that_moved_is_told_with_the_one_before(report):
    moves = report.company.changes.levels
    assert moves
    for move in moves:
        assert move.figure.level != move.figure.level_before


def test_without_an_earlier_month_nothing_is_compared():
    tables = made_up.tables()
    risk = tables["team_risk"]
    last = risk[risk["month"] == risk["month"].max()]
    company = report_of({**tables, "team_risk": last}).company
    assert not company.changes.compared
    assert company.changes.levels == ()


def test_a_gap_of_a_month_is_not_called_last_month():
    tables = made_up.tables()
    risk = tables["team_risk"]
    gap = risk[risk["month"] != pd.Timestamp("2026-09-30")]
    assert not report_of({**tables, "team_risk": gap}).company.changes.compared


def test_a_merged_team_has_no_page_and_its_group_lists_it(report):
    group = page_of(report, made_up.GROUP)
    assert [link.unit.id for link in group.members] == ["T05", "T06"]
    assert all(page.unit.id not in ("T05", "T06") for page in report.unit_pages)


def test_a_withheld_team_has_a_page_without_a_figure(report):
    page = page_of(report, made_up.WITHHELD)
    assert not page.unit.shown
    assert (page.factors, page.kpis, page.cards) == ({}, (), ())


def test_a_unit_shows_three_raising_factors_and_one_protective_at_most(report):
    for page in report.unit_pages:
        for found in page.factors.values():
            assert sum(factor.raises for factor in found) <= 3
            assert sum(not factor.raises for factor in found) <= 1


def test_cards_answer_to_a_factor_that_is_shown(report):
    for page in report.unit_pages:
        shown = {f.family for fs in page.factors.values() for f in fs if f.raises}
        assert len(page.cards) <= 3
        assert {family for _, family in page.cards} <= shown


def test_what_is_proposed_for_the_company_is_proposed_to_its_marked_teams(report):
    offered = [
        {card.name for card, _ in page_of(report, link.unit.id).cards}
        for link in report.company.attention
    ]
    assert report.company.tries
    for found in report.company.tries:
        assert found.units == sum(found.card.name in names for names in offered)


def test_what_is_pressing_is_answered_first(report):
    for page in report.unit_pages:
        levels = {o: f.level for o, f in page.unit.figures.items() if f.marked}
        if set(levels) == {"absence"} and page.cards:
            raising = {f.family for f in page.factors.get("absence", ()) if f.raises}
            assert not raising or page.cards[0][1] in raising


def test_a_factor_says_when_its_plain_figures_point_the_other_way():
    tables = made_up.tables()
    drivers = tables["team_drivers"]
    here = (drivers["unit_id"] == "T01") & (drivers["direction"] == "raises")
    drivers.loc[here, "value"] = drivers.loc[here, "reference_value"] / 2
    pages = [page_of(report_of(t), "T01") for t in (made_up.tables(), tables)]
    for page, untold in zip(pages, (False, True), strict=True):
        raising = [f for fs in page.factors.values() for f in fs if f.raises]
        assert raising
        assert {factor.untold for factor in raising} == {untold}


def test_a_protective_factor_is_one_that_its_figures_show_if_there_is_one():
    rows = [
        {
            **dict.fromkeys(("peers_value", "company_value", "earlier_value")),
            "status": "published",
            "unit_id": "T01",
            "outcome": "turnover",
            "family": family,
            "direction": "lowers",
            "reference": "company",
            "points": points,
            "indicator": f"{family}__figure",
            "value": 1.0,
            "reference_value": 2.0,
            "unit": "contacts",
        }
        for family, points in (("recognition", -0.4), ("workload", -0.1))
    ]
    signs = {"workload__figure": "raises"}
    (shown,) = factors(rows, 3, signs)["T01"]["turnover"]
    assert (shown.family, shown.told, shown.undirected) == ("workload", True, False)
    (shown,) = factors(rows, 3, {})["T01"]["turnover"]
    assert (shown.family, shown.undirected, shown.untold) == (
        "recognition",
        True,
        False,
    )


def test_teams_of_one_level_stand_in_the_order_of_their_numbers():
    tables = made_up.tables()
    risk = tables["team_risk"]
    risk["unit_name"] = risk["unit_name"].str.replace("Équipe 0", "Équipe ")
    risk.loc[risk["level"].notna(), "level"] = "low"
    units = report_of({**tables, "team_risk": risk}).company.places[0].units
    assert [u.unit.id for u in units if u.unit.shown] == sorted(
        u.unit.id for u in units if u.unit.shown
    )


def test_frequent_factors_never_count_more_units_than_are_marked(report):
    company = report.company
    for outcome, families in company.frequent.items():
        assert families
        assert all(f.units <= company.marked[outcome] for f in families)


def test_every_team_stands_in_the_map_once(report):
    placed = [link.unit.id for place in report.company.places for link in place.units]
    teams = {code for code, _, level, _, _ in made_up.units() if level == "team"}
    assert sorted(placed) == sorted(teams)


def test_a_level_that_has_not_held_yet_says_what_the_month_alone_would_say():
    tables = made_up.tables()
    risk = tables["team_risk"]
    here = (risk["unit_id"] == "T09") & (risk["month"] == risk["month"].max())
    risk.loc[here, "level"] = "watch"
    figures = page_of(report_of(tables), "T09").unit.figures
    assert figures["turnover"].settling == "elevated"


@pytest.mark.parametrize(
    ("unit_ids", "expected"),
    [
        (["T01+T02"], ["t01-t02"]),
        (["Équipe 4/B"], ["equipe-4-b"]),
        (["../../etc"], ["etc"]),
    ],
)
def test_slugs_are_plain_file_names(unit_ids, expected):
    assert list(slugs(unit_ids).values()) == expected


def test_units_whose_names_collide_get_different_slugs():
    given = slugs(["A 1", "a-1", "B", "+++", "x" * 300])
    assert len(set(given.values())) == 5
    assert given["B"] == "b"
    assert all(0 < len(slug) < 80 for slug in given.values())


def test_a_level_held_since_the_first_month_released_may_be_older():
    tables = made_up.tables()
    risk = tables["team_risk"]
    tables["team_risk"] = risk.assign(
        level_since=risk["level_since"].where(
            risk["unit_id"] != "T04", made_up.MONTHS[0]
        )
    )
    folder = folder_of(tables)
    said = [text_of(folder[f"2026-10/en/unit-{unit}.html"]) for unit in ("t04", "t07")]
    assert ["or before" in page for page in said] == [True, False]
