"""Teams are renamed, split and brought together; months before stand as published."""

from collections.abc import Mapping

import pandas as pd
import pytest

from privacy.history.ledger import EMPTY, Link
from privacy.history.standing import (
    NOTHING_PUBLISHED,
    Standing,
    drivers_of,
    figures_of,
    kpis_of,
    standing,
)
from privacy.release import release
from tests.privacy.history.test_standing import company
from tests.privacy.small_company import PARAMS, roster_of, teams_of

# T9 succeeds T1; T3a and T3b succeed T3. The tree holds the old codes, too.
TEAMS = teams_of(
    {"C": None, "S": "C", **dict.fromkeys(("T1", "T2", "T3", "T9", "T3a", "T3b"), "S")}
)
BEFORE = {"T1": 14, "T2": 21, "T3": 30}
SAME = roster_of(BEFORE, BEFORE, BEFORE)
LAST = SAME["month"].max()
IN_LAST = SAME["month"].eq(LAST)
SECOND_HALF = SAME["person_id"].str[-3:].astype(int) >= 15


def moved(where: Mapping[str, str]) -> pd.DataFrame:
    """Give the roster whose last month has those teams under their successors."""
    teams = SAME["team_id"].where(~IN_LAST, SAME["team_id"].replace(dict(where)))
    halves = teams.where(~(teams.eq("T3a") & SECOND_HALF), "T3b")
    return SAME.assign(team_id=halves)


REORGANISED = {
    "renamed": ({"T1": "T9"}, {"T9", "T2", "T3"}),
    "split": ({"T3": "T3a"}, {"T1", "T2", "T3a", "T3b"}),
    "brought together": ({"T1": "T2"}, {"T2", "T3"}),
}
each = pytest.mark.parametrize(
    ("where", "teams"), REORGANISED.values(), ids=REORGANISED
)
EARLIER = release(company(SAME[~IN_LAST]), TEAMS, PARAMS).tables


def published() -> Standing:
    """The first two months as a ledger holds them, published before the change."""
    figures = figures_of(EARLIER["team_risk"], EARLIER["rate_steps"], NOTHING_PUBLISHED)
    kpis = kpis_of(EARLIER["team_kpis"], NOTHING_PUBLISHED)
    drivers = drivers_of(EARLIER["team_drivers"], NOTHING_PUBLISHED)
    return standing(
        [Link(EMPTY, "2026-09", "R", {}, "", "", figures, kpis, {}, "", drivers)]
    )


def now(where: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    return dict(release(company(moved(where)), TEAMS, PARAMS, published()).tables)


def rates(risk: pd.DataFrame) -> dict[str, float]:
    last = risk[(risk["month"] == LAST) & risk["expected_rate"].notna()]
    return dict(zip(last["unit_id"], last["expected_rate"], strict=True))


@each
def test_months_before_stand_as_they_were_published(
    where: dict[str, str], teams: set[str]
) -> None:
    tables = now(where)
    for name in ("team_risk", "team_kpis", "team_drivers", "rate_steps"):
        found, told = tables[name], EARLIER[name]
        stands = found[found["month"] < LAST].reset_index(drop=True)
        pd.testing.assert_frame_equal(stands, told, obj=name)
    assert tables["corrections"].empty


@each
def test_the_new_teams_are_told_of_and_the_old_ones_are_not(
    where: dict[str, str], teams: set[str]
) -> None:
    risk = now(where)["team_risk"]
    assert rates(risk).keys() == {"C", "S", *teams}


@each
def test_two_names_for_the_same_people_bound_nobody_more_than_agreed(
    where: dict[str, str], teams: set[str]
) -> None:
    narrowest = now(where)["protection"]["narrowest_points"].dropna()
    assert len(narrowest)
    assert narrowest.min() >= PARAMS.privacy.protection_points


def test_a_renamed_team_has_the_rate_that_it_would_have_had() -> None:
    renamed = rates(now({"T1": "T9"})["team_risk"])
    same = rates(now({})["team_risk"])
    assert {name.replace("T9", "T1"): rate for name, rate in renamed.items()} == same


def test_merged_teams_stay_merged_when_another_is_renamed() -> None:
    small = {"T1": 6, "T2": 6, "T3": 30}
    later = {"T1": 6, "T2": 6, "T9": 30}
    risk = release(company(roster_of(small, later)), TEAMS, PARAMS).tables["team_risk"]
    for month, third in zip(sorted(risk["month"].unique()), ("T3", "T9"), strict=True):
        here = risk[(risk["month"] == month) & risk["expected_rate"].notna()]
        assert set(here["unit_id"]) == {"C", "S", "T1+T2", third}
