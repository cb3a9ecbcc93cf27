from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import ContractError, DisclosureError
from privacy.release import release
from tests.privacy.small_company import (
    PARAMS,
    drawn,
    flat_forecast,
    params,
    roster_of,
    shuffled,
    teams_of,
)

PARENTS = {
    "C": None,
    "S1": "C",
    "S2": "C",
    **{f"S{site}-T{team}": f"S{site}" for site in (1, 2) for team in (1, 2, 3)},
}
TEAMS = teams_of(PARENTS)
SIZES = {"S1-T1": 14, "S1-T2": 6, "S1-T3": 21, "S2-T1": 30, "S2-T2": 12, "S2": 1}
PEOPLE = drawn(roster_of(SIZES, SIZES, SIZES))
TABLES = release(PEOPLE, TEAMS, PARAMS).tables
RISK = TABLES["team_risk"]
LAST = RISK[(RISK["month"] == RISK["month"].max()) & (RISK["outcome"] == "turnover")]
LAST = LAST.set_index("unit_id")

sizes = st.fixed_dictionaries({code: st.integers(0, 13) for code in PARENTS})


def test_a_published_unit_has_its_rounded_figures() -> None:
    row = LAST.loc["S1-T1"]
    assert (row["people"], row["status"]) == (15, "published")
    assert (row["low"], row["expected_rate"], row["high"]) == (0.04, 0.1, 0.22)
    assert (row["probability_above"], row["level"]) == (0.5, "elevated")
    assert (row["company_rate"], row["threshold_rate"]) == (0.1, 0.1)


def test_the_horizon_starts_after_the_month_and_ends_with_one() -> None:
    row = LAST.loc["C"]
    assert row["target_from"] == pd.Timestamp("2026-11-01")
    assert row["target_to"] == pd.Timestamp("2027-01-31")


def test_leavers_are_counted_at_large_sites_and_the_company_alone() -> None:
    counted = LAST["expected_count"].dropna()
    assert set(counted.index) == {"C", "S1", "S2"}
    assert LAST.loc["C", ["low_count", "high_count"]].tolist() == [3, 18]
    absence = RISK[RISK["outcome"] == "absence"]
    assert absence["expected_count"].isna().all()


def test_a_merged_team_shows_no_figure_anywhere() -> None:
    group = "S1-T2+S1-T3"
    merged = LAST.loc["S1-T2"]
    assert (merged["status"], merged["reason"]) == ("merged", f"with:{group}")
    empty = ["people", "expected_rate", "low", "high", "probability_above", "level"]
    assert merged[empty].isna().all()
    for name in ("team_drivers", "team_kpis", "track_record"):
        assert "S1-T2" not in set(TABLES[name]["unit_id"])


def test_a_forecast_is_told_the_released_rates_and_nothing_of_people() -> None:
    asked: list[pd.DataFrame] = []

    def forecast(units: pd.DataFrame) -> pd.DataFrame:
        asked.append(units)
        return flat_forecast(units)

    release(replace(PEOPLE, forecasts={"turnover": forecast}), TEAMS, PARAMS)
    assert [*asked[0].columns] == [
        *("month", "unit_id", "unit_level", "people", "rate", "step", "evenness")
    ]
    assert set(asked[0]["people"]) == {10, 15, 25, 30, 40, 45, 85}
    assert set(asked[0]["rate"]) == {0.1}


def test_somebody_without_a_figure_stops_the_release() -> None:
    known = {"turnover": PEOPLE.expected["turnover"].iloc[1:]}
    people = replace(PEOPLE, expected=known, forecasts={"turnover": flat_forecast})
    with pytest.raises(DisclosureError, match="members have no figure"):
        release(people, TEAMS, PARAMS)


@pytest.mark.parametrize("rows", [slice(1, None), [0, *range(20)]])
def test_a_forecast_that_is_not_one_row_a_unit_is_refused(
    rows: slice | list[int],
) -> None:
    people = replace(
        PEOPLE, forecasts={"turnover": lambda m: flat_forecast(m).iloc[rows]}
    )
    with pytest.raises(DisclosureError, match="forecast of turnover"):
        release(people, TEAMS, PARAMS)


def test_an_outcome_without_a_threshold_is_refused() -> None:
    luck = {"luck": PEOPLE.expected["turnover"]}
    people = replace(PEOPLE, expected=luck, forecasts={"luck": flat_forecast})
    with pytest.raises(ContractError, match="thresholds: none for luck"):
        release(people, TEAMS, PARAMS)


def test_a_company_below_the_minimum_is_withheld_whole() -> None:
    tables = release(drawn(roster_of({"S1-T1": 4})), TEAMS, PARAMS).tables
    assert set(tables["team_risk"]["status"]) == {"withheld"}
    for name in ("team_drivers", "team_kpis", "track_record"):
        assert tables[name].empty


def test_somebodys_id_as_a_public_name_stops_the_release() -> None:
    teams = TEAMS.assign(public_name="person-S1-T1-000")
    with pytest.raises(DisclosureError, match=r"cell\(s\) hold the id of a person"):
        release(PEOPLE, teams, PARAMS)


@settings(max_examples=15, deadline=None)
@given(sizes, sizes, st.integers(0, 99))
def test_no_person_comes_out_whatever_the_company(
    before: dict[str, int], now: dict[str, int], seed: int
) -> None:
    if not sum(before.values()) or not sum(now.values()):
        return
    people = drawn(roster_of(before, now), seed)
    released = release(people, TEAMS, params(min_people=5))
    for frame in released.tables.values():
        assert "person_id" not in frame
        assert (
            not frame.astype("str")
            .apply(lambda c: c.str.contains("person-"))
            .any(axis=None)
        )
    risk = released.tables["team_risk"]
    published = set(risk.loc[risk["status"] == "published", "unit_id"])
    hidden = risk[risk["status"] != "published"]
    assert hidden[["people", "expected_rate", "level"]].isna().all(axis=None)
    for name in ("team_drivers", "team_kpis", "track_record"):
        assert set(released.tables[name]["unit_id"]) <= published
    again = release(shuffled(people, seed), TEAMS, params(min_people=5))
    assert again.digest == released.digest
