"""Missing full-time equivalents, on a company where they can be counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from pipelines._staffing import planned
from privacy.release import release
from privacy.tables.capacity import Staffing
from tests.privacy.small_company import (
    MONTH,
    PARAMS,
    drawn,
    flat_forecast,
    roster_of,
    teams_of,
)

TEAMS = teams_of({"C": None, "S1": "C", "S2": "C", "T1": "S1", "T2": "S1", "T3": "S2"})
SIZES = {"T1": 40, "T2": 60, "T3": 20}
AHEAD = [MONTH + pd.offsets.MonthEnd(lead) for lead in (1, 2, 3)]
PLAN = {"T1": 45.0, "T2": 70.0, "T3": 25.0}


def plans(**fte: float) -> pd.DataFrame:
    return pd.DataFrame(
        [(MONTH, target, team, n) for target in AHEAD for team, n in fte.items()],
        columns=["month", "target_month", "team_id", "planned_fte"],
    )


def sick(members: pd.DataFrame) -> pd.DataFrame:
    """Expect 4 to 8 % of hours to be lost."""
    return flat_forecast(members).assign(low_drawn=0.04, high_drawn=0.08)


def released(staffing: Staffing | None, teams: pd.DataFrame = TEAMS) -> pd.DataFrame:
    people = drawn(roster_of(SIZES))
    forecasts = {"turnover": flat_forecast, "absence": sick}
    people = replace(people, forecasts=forecasts, staffing=staffing)
    return release(people, teams, PARAMS).tables["capacity"]


def capacity(staffing: Staffing | None) -> pd.DataFrame:
    found = released(staffing)
    return found.set_index(["unit_id", "target_month"]).sort_index()


def staffing(fte: float = 1.0, **plan: float) -> Staffing:
    present = roster_of(SIZES)[["month", "person_id"]]
    return Staffing(plans(**(PLAN | plan)), present.assign(fte=fte))


def test_what_is_missing_is_the_plan_less_those_at_work() -> None:
    site = capacity(staffing()).loc["S1"]
    assert set(site["planned_fte"]) == {115}
    # 100 people; 10 leave in three months (4 to 21), 4 to 8 % of hours are lost.
    # Last month: 115 - 96 * 0.96 = 22.8 and 115 - 79 * 0.92 = 42.3, outward to fives.
    assert site["missing_fte_low"].tolist() == [15, 20, 20]
    assert site["missing_fte_high"].tolist() == [35, 40, 45]


def test_part_time_counts_in_part() -> None:
    full, half = capacity(staffing(1.0)), capacity(staffing(0.5))
    assert (half["missing_fte_low"] > full["missing_fte_low"]).all()


def test_only_sites_of_some_size_and_the_company_are_told() -> None:
    # S2 has 20 people: too few to count leavers in.
    assert set(capacity(staffing()).index.get_level_values("unit_id")) == {"C", "S1"}


def test_a_team_that_nobody_is_in_yet_is_missing_whole() -> None:
    teams = pd.concat([TEAMS, teams_of({"T4": "S1"})], ignore_index=True)
    found = released(staffing(T4=30.0), teams)
    site = found[found["unit_id"] == "S1"]
    assert set(site["planned_fte"]) == {145}


def test_without_a_plan_nothing_is_said() -> None:
    assert capacity(None).empty


def test_one_person_less_seldom_shows() -> None:
    one = staffing()
    less = replace(one, present=one.present.assign(fte=[0.9] + [1.0] * 119))
    assert capacity(one).equals(capacity(less))


@pytest.mark.parametrize(
    ("target", "fte"), [("2026-10-31", 12.0), ("2027-01-31", 14.0), ("2026-08-31", 0)]
)
def test_the_latest_plan_known_stands_for_months_without_one(target, fte) -> None:
    table = pd.DataFrame(
        {
            "team_id": ["T1", "T1"],
            "month": pd.to_datetime(["2026-09-01", "2026-11-01"]),
            "planned_fte": [12.0, 14.0],
        }
    )
    assert planned(table, MONTH, pd.Timestamp(target))["planned_fte"].sum() == fte
