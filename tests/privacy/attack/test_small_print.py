"""What rounding, merging and words would tell, if one read them closely enough."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from privacy.release import release
from privacy.rounding import nearest, rate_step, rounded_people
from privacy.units.groups import grouped_months
from tests.privacy.small_company import (
    PARAMS,
    drawn,
    privacy,
    roster_of,
    teams_of,
    tree_of,
)

SETTINGS = privacy()


def pairs(people: float, rate: float, step: float) -> set[tuple[int, int]]:
    """Every number of people, and of leavers among them, that a report agrees with."""
    sizes = [n for n in range(1, 400) if rounded_people([n], SETTINGS)[0] == people]
    return {
        (leavers, size)
        for size in sizes
        for leavers in range(size + 1)
        if abs(leavers / size - rate) <= step / 2 + 1e-9
    }


@given(st.integers(30, 350), st.data())
def test_a_rounded_rate_never_tells_how_many_people_stand_behind_a_rounded_count(
    size: int, data: st.DataObject
) -> None:
    leavers = data.draw(st.integers(1, size // 3))
    people = float(rounded_people([size], SETTINGS)[0])
    step = float(rate_step([people], SETTINGS, [True])[0])
    rate = float(nearest([leavers / size], step)[0])
    found = pairs(people, rate, step)
    assert (leavers, size) in found
    assert len({size for _, size in found}) > 1


def test_an_exact_rate_tells_how_many_people_stand_behind_a_rounded_count() -> None:
    assert pairs(35.0, 5 / 37, step=0.0) == {(5, 37)}


def test_a_rate_of_nought_says_of_nobody_that_theirs_is() -> None:
    for size in range(10, 60):
        people = float(rounded_people([size], SETTINGS)[0])
        step = float(rate_step([people], SETTINGS)[0])
        # All others may have none: then one has as much as the rounding hides.
        assert size * step / 2 >= SETTINGS.protection_points / 100 - 1e-9


TREE = tree_of({"C": None, "S": "C", "A": "S", "B": "S"})


def test_a_team_around_the_minimum_does_not_tell_each_month_who_came_or_left() -> None:
    sizes = [9, 10, 9, 10, 9, 10, 9, 10]
    months = roster_of(*({"A": size, "B": 15} for size in sizes))
    afresh = []
    for _, here in months.groupby("month"):
        _, alone = grouped_months(here, TREE, SETTINGS)
        afresh.append(_shown_teams(alone))
    _, units = grouped_months(months, TREE, SETTINGS)
    ours = [_shown_teams(here) for _, here in units.groupby("month")]
    assert _changes(afresh) == 7
    assert _changes(ours) == 0


def _shown_teams(units: pd.DataFrame) -> tuple[str, ...]:
    teams = units[(units["status"] == "published") & (units["unit_level"] == "team")]
    return tuple(sorted(teams["unit_id"]))


def _changes(months: list[tuple[str, ...]]) -> int:
    return sum(one != next_one for one, next_one in pairwise(months))


TEAMS = teams_of({"C": None, "S": "C", "A": "S", "B": "S"})
SIZES = {"A": 30, "B": 30}


def test_up_and_down_follow_from_what_was_shown() -> None:
    rows = release(drawn(roster_of(SIZES, SIZES, SIZES)), TEAMS, PARAMS).tables
    risk = rows["team_risk"].sort_values(["unit_id", "outcome", "month"])
    order = ["low", "watch", "elevated", "high"]
    for _, unit in risk.groupby(["unit_id", "outcome"]):
        levels = [order.index(level) for level in unit["level"]]
        said = unit["change"].tolist()[1:]
        steps = np.sign(np.diff(levels)).tolist()
        assert said == [{-1: "down", 0: "same", 1: "up"}[step] for step in steps]


def test_why_a_figure_is_withheld_can_not_be_read_off_its_row() -> None:
    people = drawn(roster_of(SIZES))
    in_b = people.ratios["person_id"].str.startswith("person-B")
    few = people.ratios[~in_b | (people.ratios["person_id"] < "person-B-003")]
    alike = people.ratios.assign(
        kpi="hostile_share", numerator=(~in_b).astype(float) * 40
    )
    hidden = []
    for ratios in (few, alike):
        found = release(replace(people, ratios=ratios), TEAMS, PARAMS)
        kpis = found.tables["team_kpis"].set_index("unit_id")
        hidden.append(kpis.drop(columns=["kpi", "company_value"]).loc["B"])
    assert hidden[0]["status"] == "withheld"
    pd.testing.assert_series_equal(hidden[0], hidden[1])
