import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import DisclosureError
from privacy.units.groups import publishable_units
from privacy.units.tree import read_tree
from tests.privacy.small_company import privacy, roster_of, teams_of, tree_of

FIVE = privacy(min_people=5)
TEAMS = {"C": None, "S1": "C", "S1-T1": "S1", "S1-T2": "S1", "S1-T3": "S1"}
Parents = dict[str, str | None]


def shown(parents: Parents, *sizes: dict[str, int]) -> dict[str, int]:
    """People by published unit, in the last month."""
    _, units = publishable_units(roster_of(*sizes), tree_of(parents), FIVE)
    last = units[units["month"] == units["month"].max()].dropna(subset=["people"])
    return dict(zip(last["unit_id"], last["people"].astype(int), strict=True))


def fates(parents: Parents, *sizes: dict[str, int]) -> dict[str, str]:
    """Reason by unit that is not published, in the last month."""
    _, units = publishable_units(roster_of(*sizes), tree_of(parents), FIVE)
    last = units[units["month"] == units["month"].max()].dropna(subset=["reason"])
    return dict(zip(last["unit_id"], last["reason"], strict=True))


def test_a_team_below_the_minimum_joins_its_sibling() -> None:
    sizes = {"S1-T1": 6, "S1-T2": 4, "S1-T3": 7}
    assert shown(TEAMS, sizes) == {"C": 17, "S1": 17, "S1-T1": 6, "S1-T2+S1-T3": 11}
    assert fates(TEAMS, sizes) == {
        "S1-T2": "with:S1-T2+S1-T3",
        "S1-T3": "with:S1-T2+S1-T3",
    }


def test_people_assigned_to_the_site_itself_hide_with_a_team() -> None:
    sizes = {"S1": 1, "S1-T1": 6, "S1-T2": 6, "S1-T3": 6}
    assert shown(TEAMS, sizes) == {
        "C": 19,
        "S1": 19,
        "S1+S1-T1": 7,
        "S1-T2": 6,
        "S1-T3": 6,
    }


def test_enough_people_assigned_to_the_site_itself_need_not_hide() -> None:
    sizes = {"S1": 5, "S1-T1": 6, "S1-T2": 3}
    assert shown(TEAMS, sizes) == {"C": 14, "S1": 14, "S1-T1+S1-T2": 9}


def test_teams_too_few_even_together_are_withheld() -> None:
    sizes = {"S1": 8, "S1-T1": 2, "S1-T2": 2}
    assert shown(TEAMS, sizes) == {"C": 12, "S1": 12}
    assert fates(TEAMS, sizes) == {"S1-T1": "too_small", "S1-T2": "too_small"}


def test_a_small_site_joins_its_sibling_and_one_of_that_ones_teams() -> None:
    parents = {**TEAMS, "S2": "C", "S2-T1": "S2", "S2-T2": "S2"}
    sizes = {"S1-T1": 6, "S1-T2": 7, "S2-T1": 2, "S2-T2": 1}
    assert shown(parents, sizes) == {"C": 16, "S1+S2": 16, "S1-T1+S2": 9, "S1-T2": 7}
    assert fates(parents, sizes) == {
        "S1": "with:S1+S2",
        "S1-T1": "with:S1-T1+S2",
        "S2": "with:S1+S2",
        "S2-T1": "with:S1-T1+S2",
        "S2-T2": "with:S1-T1+S2",
    }


def test_a_company_below_the_minimum_shows_nothing() -> None:
    members, units = publishable_units(
        roster_of({"S1-T1": 2, "S1-T2": 2}), tree_of(TEAMS), FIVE
    )
    assert members.empty
    assert set(units["status"]) == {"withheld"}
    assert units["people"].isna().all()


def test_the_same_merge_stands_the_month_after_a_team_has_grown() -> None:
    small, grown = {"S1-T1": 4, "S1-T2": 6}, {"S1-T1": 5, "S1-T2": 6}
    assert "S1-T1+S1-T2" in shown(TEAMS, small, grown)
    assert "S1-T1+S1-T2" not in shown(TEAMS, small, grown, grown)
    assert "S1-T1" in shown(TEAMS, small, grown, grown)


def test_people_of_the_site_itself_stay_hidden_the_month_that_they_are_enough() -> None:
    few, enough = {"S1": 4, "S1-T1": 6}, {"S1": 5, "S1-T1": 6}
    assert "S1+S1-T1" in shown(TEAMS, few, enough)
    assert "S1+S1-T1" not in shown(TEAMS, few, enough, enough)


def test_a_group_says_the_common_start_of_its_names_once() -> None:
    names = ["Company", "Lille", "Lille · Team 1", "Lille · Team 2", None]
    tree = read_tree(teams_of(TEAMS).assign(public_name=names, name="secret"))
    _, units = publishable_units(roster_of({"S1-T1": 3, "S1-T2": 4}), tree, FIVE)
    assert "Lille · Team 1 + Team 2" in set(units["unit_name"])
    assert not units["unit_name"].str.contains("secret").any()


def test_somebody_in_no_team_or_in_two_is_refused() -> None:
    roster = roster_of({"S1-T1": 6})
    with pytest.raises(DisclosureError, match="6 of 6 rows name no team"):
        publishable_units(roster.assign(team_id="gone"), tree_of(TEAMS), FIVE)
    with pytest.raises(DisclosureError, match="6 of 12 rows repeat a person"):
        publishable_units(pd.concat([roster, roster]), tree_of(TEAMS), FIVE)


@st.composite
def companies(draw: st.DrawFn) -> tuple[Parents, list[dict[str, int]]]:
    """Any tree with people anywhere in it, over up to three months."""
    size = draw(st.integers(1, 12))
    parents: Parents = {"U0": None}
    for number in range(1, size):
        parents[f"U{number}"] = f"U{draw(st.integers(0, number - 1))}"
    people = st.fixed_dictionaries(
        {code: st.one_of(st.just(0), st.integers(0, 12)) for code in parents}
    )
    months = draw(st.lists(people, min_size=1, max_size=3))
    return parents, [month for month in months if sum(month.values())] or [{"U0": 1}]


anywhere = settings(max_examples=60, deadline=None)


def seen(company: tuple[Parents, list[dict[str, int]]]) -> tuple[pd.DataFrame, ...]:
    parents, sizes = company
    return publishable_units(roster_of(*sizes), tree_of(parents), FIVE)


@anywhere
@given(companies())
def test_no_published_unit_is_below_the_minimum(
    company: tuple[Parents, list[dict[str, int]]],
) -> None:
    members, units = seen(company)
    sizes = members.groupby(["month", "unit_id"])["person_id"].nunique()
    published = units[units["status"] == "published"].set_index(["month", "unit_id"])
    assert (sizes >= FIVE.min_people).all()
    assert sizes.to_dict() == published["people"].astype(int).to_dict()


@anywhere
@given(companies())
def test_nobody_is_left_over_between_published_units(
    company: tuple[Parents, list[dict[str, int]]],
) -> None:
    members, _ = seen(company)
    # People in the same units can't be told apart; each such set is large enough.
    where = members.groupby(["month", "person_id"])["unit_id"].agg(frozenset)
    assert (where.groupby(["month", where]).size() >= FIVE.min_people).all()


@anywhere
@given(companies())
def test_what_a_parent_holds_beyond_its_children_is_nobody_or_enough(
    company: tuple[Parents, list[dict[str, int]]],
) -> None:
    _, units = seen(company)
    published = units[units["status"] == "published"]
    children = published.groupby(["month", "parent_id"])["people"].sum()
    parents = published.set_index(["month", "unit_id"])["people"]
    rest = parents - children.reindex(parents.index).fillna(parents)
    assert ((rest == 0) | (rest >= FIVE.min_people)).all()


@anywhere
@given(companies())
def test_everybody_is_in_at_most_one_published_team(
    company: tuple[Parents, list[dict[str, int]]],
) -> None:
    members, _ = seen(company)
    teams = members[members["unit_level"] == "team"]
    assert not teams.duplicated(["month", "person_id"]).any()


@anywhere
@given(companies(), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(
    company: tuple[Parents, list[dict[str, int]]], seed: int
) -> None:
    parents, sizes = company
    roster = roster_of(*sizes).sample(frac=1.0, random_state=seed)
    teams = teams_of(parents).sample(frac=1.0, random_state=seed)
    mixed = publishable_units(roster, read_tree(teams), FIVE)
    for frame, again in zip(seen(company), mixed, strict=True):
        pd.testing.assert_frame_equal(frame, again)


@anywhere
@given(companies())
def test_every_unit_with_people_has_one_row(
    company: tuple[Parents, list[dict[str, int]]],
) -> None:
    _, units = seen(company)
    assert not units.duplicated(["month", "unit_id"]).any()
    hidden = units[units["status"] != "published"]
    assert hidden["people"].isna().all() and hidden["reason"].notna().all()
    joined = hidden[hidden["status"] == "merged"]
    groups = joined.assign(unit_id=joined["reason"].str.removeprefix("with:"))
    published = units[units["status"] == "published"]
    found = groups[["month", "unit_id"]].merge(published, on=["month", "unit_id"])
    assert len(found) == len(joined)
