import pandas as pd

from features.registry import FAMILIES
from privacy.tables.drivers import unit_drivers
from privacy.tables.leaders import OF_LEADERS, led_by_several
from privacy.tables.references import references
from privacy.units.groups import publishable_units
from tests.privacy.small_company import privacy, roster_of, tree_of

FIVE = privacy(min_people=5)
TREE = tree_of({"C": None, "S": "C", "A": "S", "B": "S", "D": "S"})
ROSTER = roster_of({"A": 6, "B": 6, "D": 6})
MEMBERS, UNITS = publishable_units(ROSTER, TREE, FIVE)


def leads(**leaders: str) -> pd.DataFrame:
    """Who leads whom: the leaders of a team take turns."""
    rows = ROSTER.groupby("team_id").cumcount()
    of = [
        leaders[t][n % len(leaders[t])]
        for t, n in zip(ROSTER["team_id"], rows, strict=True)
    ]
    return ROSTER[["month", "person_id"]].assign(manager_id=of)


def told(frame: pd.DataFrame | None) -> set[str]:
    return {*led_by_several(frame, MEMBERS, UNITS, FIVE)["unit_id"]}


def test_a_unit_is_told_of_where_two_lead_it() -> None:
    assert told(leads(A="ab", B="b", D="d")) == {"C", "S", "A"}


def test_what_is_left_of_a_site_is_not_led_by_one_alone() -> None:
    assert told(leads(A="ab", B="cd", D="d")) == {"C", "S"}


def test_nothing_is_told_where_nobody_knows_who_leads() -> None:
    assert told(None) == set()
    assert told(leads(A="ab", B="cd", D="ef").assign(manager_id=None)) == set()


def test_a_supervisors_own_superior_leads_no_team() -> None:
    same = leads(A="a", B="b", D="d").replace({"a": "person-A-000"})
    same.loc[same["person_id"] == "person-A-000", "manager_id"] = "head"
    assert told(same) == {"C", "S"}


def test_every_family_that_names_supervisors_is_held_back() -> None:
    assert tuple(f.name for f in FAMILIES if f.names_supervisors) == OF_LEADERS


def test_support_is_withheld_like_any_other_where_one_leads() -> None:
    found = references(MEMBERS, UNITS, FIVE)
    people = ROSTER[["month", "person_id"]]
    lean = (ROSTER["team_id"] == "A") * 0.1
    both = pd.concat([people.assign(refit=r, support=lean) for r in (0, 1)])
    seen = people.assign(support=True)

    def team_a(frame: pd.DataFrame) -> pd.DataFrame:
        several = led_by_several(frame, MEMBERS, UNITS, FIVE)
        rows = unit_drivers(both, seen, MEMBERS, found, several, FIVE, 0.05)
        return rows[rows["unit_id"] == "A"].set_index("reference")

    assert team_a(leads(A="ab", B="b", D="d")).loc["company", "points"] == 0.65
    alone = team_a(leads(A="a", B="bc", D="cd"))
    assert {*alone["reason"]} == {"no_distinct_factor"}
    assert alone[["direction", "points", "stability", "coverage"]].isna().all(axis=None)
