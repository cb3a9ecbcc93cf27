import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.tables.drivers import unit_drivers
from privacy.tables.references import PEERS, References, outside, references
from privacy.units.groups import publishable_units
from tests.privacy.small_company import MONTH, privacy, roster_of, tree_of

FIVE = privacy(min_people=5)
TEAMS = tuple("ABCDEF")
TREE = tree_of(
    {"Co": None, "S": "Co", "T": "Co"}
    | {t: "S" for t in "ABC"}
    | {t: "T" for t in "DEF"}
)
HOMES = (*TEAMS, "S", "T", "Co")

sizes = st.fixed_dictionaries({code: st.integers(0, 14) for code in HOMES})


def company(people: dict[str, int]) -> tuple[pd.DataFrame, References]:
    members, units = publishable_units(roster_of(people), TREE, FIVE)
    return members, references(members, units, FIVE)


def peers_of(found: References, unit_id: str) -> set[str]:
    """The units that one is compared with, itself left out."""
    asked = found.asked[found.asked["reference"] == PEERS]
    rows = asked[asked["unit_id"] == unit_id].merge(
        found.pools.rename(columns={"unit_id": "other"}), on=["month", "pool"]
    )
    return {*rows["other"]} - {unit_id}


def test_comparable_are_the_other_teams_of_the_same_site() -> None:
    _, found = company(dict.fromkeys(TEAMS, 6))
    assert peers_of(found, "A") == {"B", "C"}


def test_a_team_with_too_few_beside_it_is_compared_with_all_others() -> None:
    _, found = company({"A": 6, "B": 6, "D": 6, "E": 6, "F": 6})
    assert peers_of(found, "A") == {"B", "D", "E", "F"}
    assert peers_of(found, "D") == {"E", "F"}


def test_a_single_other_unit_is_no_reference() -> None:
    _, found = company(dict.fromkeys(TEAMS, 6))
    assert peers_of(found, "S") == set()
    assert {*found.asked["reference"][found.asked["unit_id"] == "S"]} == {"company"}


def test_units_inside_others_of_their_level_are_not_counted_twice() -> None:
    nested = tree_of(
        {
            "Co": None,
            "S": "Co",
            "Z": "S",
            "A": "Z",
            "B": "S",
            "T": "Co",
            "D": "T",
            "U": "Co",
            "E": "U",
        }
    )
    members, units = publishable_units(
        roster_of({"A": 6, "B": 6, "D": 6, "E": 6}), nested, FIVE
    )
    found = references(members, units, FIVE)
    assert peers_of(found, "S") == {"T", "U"}
    assert peers_of(found, "Z") == set()


def test_what_lies_outside_is_added_up_without_the_unit_itself() -> None:
    _, found = company(dict.fromkeys(TEAMS, 6))
    sums = pd.DataFrame(
        {"month": MONTH, "unit_id": list("ABC"), "hours": [1.0, 2.0, 4.0]}
    )
    beside = outside(sums, found, [], ["hours"])
    assert beside.set_index("unit_id")["hours"].to_dict() == {"A": 6, "B": 5, "C": 3}


def test_a_whole_site_is_apart_from_the_company_and_no_team_from_its_site() -> None:
    roster = roster_of(dict.fromkeys(TEAMS, 6))
    members, units = publishable_units(roster, TREE, FIVE)
    found = references(members, units, FIVE)
    people = roster[["month", "person_id"]]
    hard = np.where(roster["team_id"].isin(list("ABC")), 0.04, 0.0)
    both = pd.concat([people.assign(refit=r, load=hard) for r in (0, 1)])
    seen = people.assign(load=True)
    drivers = unit_drivers(both, seen, members, found, units.iloc[:0], FIVE, 0.05)
    shown = drivers[drivers["unit_id"] == "A"].set_index("reference")
    assert shown.loc["company", "points"] == 0.2
    assert shown.loc["peers", "status"] == "withheld"


def test_a_reference_that_one_of_its_people_decides_is_none() -> None:
    roster = roster_of(dict.fromkeys(TEAMS, 6))
    members, units = publishable_units(roster, TREE, FIVE)
    found = references(members, units, FIVE)
    people = roster[["month", "person_id"]]
    one = np.where(people["person_id"] == "person-B-000", 1.0, 0.0)
    both = pd.concat([people.assign(refit=r, load=one) for r in (0, 1)])
    seen = people.assign(load=True)
    drivers = unit_drivers(both, seen, members, found, units.iloc[:0], FIVE, 0.05)
    assert (drivers["status"] == "withheld").all()


@settings(max_examples=60, deadline=None)
@given(sizes)
def test_no_two_references_tell_a_few_people_apart(people: dict[str, int]) -> None:
    members, found = company(people)
    of = members.groupby("unit_id")["person_id"].agg(frozenset).to_dict()
    pools = found.pools.groupby("pool")["unit_id"].agg(list).to_dict()
    sets = {frozenset[str]()} | {*of.values()}
    for row in found.asked.itertuples():
        inside = frozenset[str]().union(*(of[u] for u in pools[row.pool]))
        there = inside - of[row.unit_id] if row.reference == PEERS else inside
        assert len(there) >= FIVE.min_people
        sets |= {there, inside}
    for one in sets:
        assert all(len(one - o) >= FIVE.min_people for o in sets if o < one)
