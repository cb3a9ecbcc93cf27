from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contracts.errors import DisclosureError
from privacy.figures import PeopleFigures
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
from tests.privacy.small_company import PARAMS, roster_of, teams_of

TEAMS = teams_of({"C": None, "S": "C", "T1": "S", "T2": "S", "T3": "S"})
SIZES = {"T1": 14, "T2": 21, "T3": 30}
ROSTER = roster_of(SIZES, SIZES, SIZES)
MONTHS = sorted(ROSTER["month"].unique())


def sureness(asked: pd.DataFrame, wide: float = 0.04) -> pd.DataFrame:
    return asked.assign(
        low=asked["rate"] - wide,
        high=asked["rate"] + wide,
        probability_above=(asked["rate"] * 4).clip(0, 1),
        expected_count=asked["rate"] * asked["people"],
        low_drawn=0.0,
        high_drawn=9.0,
    )


def company(roster: pd.DataFrame = ROSTER, raised: float = 0.0) -> PeopleFigures:
    """Figures of everybody; those of the oldest month are raised."""
    people = roster[["month", "person_id"]].reset_index(drop=True)
    of = {p: i for i, p in enumerate(sorted(people["person_id"].unique()))}
    drawn = np.random.default_rng(3).beta(2, 14, len(of))
    value = drawn[people["person_id"].map(of)]
    value = value + raised * (people["month"] == MONTHS[0])
    none = people.iloc[:0]
    return PeopleFigures(
        roster=roster,
        expected={"turnover": people.assign(value=value, weight=1.0)},
        forecasts={"turnover": sureness},
        contributions={"turnover": people.assign(refit=0, workload=0.0, career=0.01)},
        data_seen=people.assign(workload=True, career=True),
        indicators=none.assign(family="", indicator="", unit="", value=0.0),
        ratios=people.assign(
            kpi="sickness_absence_rate",
            numerator=1.0,
            denominator=10.0,
            window_months=3,
        ),
        observed=none.assign(outcome="turnover", numerator=0.0, denominator=1.0),
        coverage=pd.DataFrame(columns=["month", "table", "state"]),
        state=pd.DataFrame(columns=["month", "outcome", "state"]),
    )


def published(tables: dict[str, pd.DataFrame], months: int) -> Standing:
    """What the ledger says once so many months of some tables are published."""
    kept = tables["team_risk"]["month"].isin(MONTHS[:months])
    figures = figures_of(
        tables["team_risk"][kept], tables["rate_steps"], NOTHING_PUBLISHED
    )
    kpis = tables["team_kpis"]
    plain = kpis_of(kpis[kpis["month"].isin(MONTHS[:months])], NOTHING_PUBLISHED)
    drivers = tables["team_drivers"]
    told = drivers_of(
        drivers[drivers["month"].isin(MONTHS[:months])], NOTHING_PUBLISHED
    )
    return standing([link_with(figures, plain, told)])


def link_with(
    figures: Mapping[str, list[object]],
    kpis: Mapping[str, Any],
    drivers: Mapping[str, Any],
) -> Link:
    return Link(EMPTY, "2026-09", "R", {}, "", "", figures, kpis, {}, "", drivers)


ONCE = release(company(), TEAMS, PARAMS)
RISK = ONCE.tables["team_risk"]


def of_month(risk: pd.DataFrame, at: int) -> pd.DataFrame:
    return risk[risk["month"] == MONTHS[at]].reset_index(drop=True)


def test_there_are_figures_and_a_step_for_each() -> None:
    assert RISK["expected_rate"].notna().all()
    assert len(ONCE.tables["rate_steps"]) == len(RISK)
    assert ONCE.tables["corrections"].empty


@pytest.mark.parametrize("months", [1, 2, 3])
def test_releasing_published_months_again_changes_nothing(months: int) -> None:
    again = release(company(), TEAMS, PARAMS, published(ONCE.tables, months))
    assert again.digest == ONCE.digest


def test_a_back_dated_change_leaves_a_published_month_and_is_counted() -> None:
    changed = company(raised=0.1)
    now = release(changed, TEAMS, PARAMS, published(ONCE.tables, 1)).tables
    pd.testing.assert_frame_equal(of_month(now["team_risk"], 0), of_month(RISK, 0))
    without = release(changed, TEAMS, PARAMS).tables["team_risk"]
    assert not of_month(without, 0).equals(of_month(RISK, 0))
    corrections = now["corrections"].to_dict("records")
    assert corrections == [
        {"month": MONTHS[0], "outcome": "turnover", "units_corrected": 5}
    ]


def test_plain_figures_of_a_published_month_stand_as_well() -> None:
    people = company()
    low = people.ratios["month"] == MONTHS[0]
    ratios = people.ratios.assign(numerator=np.where(low, 3.0, 1.0))
    kept = published(ONCE.tables, 1)
    now = release(replace(people, ratios=ratios), TEAMS, PARAMS, kept).tables
    without = release(replace(people, ratios=ratios), TEAMS, PARAMS).tables
    kpis = ONCE.tables["team_kpis"]
    pd.testing.assert_frame_equal(of_month(now["team_kpis"], 0), of_month(kpis, 0))
    assert not of_month(without["team_kpis"], 0).equals(of_month(kpis, 0))
    assert of_month(kpis, 0)["value"].notna().any()


def test_drivers_of_a_published_month_stand_as_well() -> None:
    today = ONCE.tables["team_drivers"]
    told = of_month(today, 0).assign(direction="raises", points=0.5, stability=1.0)
    told = told.assign(status="published", reason=None)
    kept = published({**ONCE.tables, "team_drivers": told}, 1)
    now = release(company(), TEAMS, PARAMS, kept).tables["team_drivers"]
    assert set(of_month(today, 0)["status"]) == {"withheld"}
    assert set(of_month(now, 0)["points"]) == {0.5}
    assert len(of_month(now, 0)) == len(told)
    later = now["month"] > MONTHS[0]
    was = today["month"] > MONTHS[0]
    pd.testing.assert_frame_equal(
        now[later].reset_index(drop=True), today[was].reset_index(drop=True)
    )
    assert {*drivers_of(now, kept)["month"]} == {f"{m:%Y-%m-%d}" for m in MONTHS[1:]}


def test_drivers_of_a_link_from_before_they_were_kept_are_still_open() -> None:
    figures = figures_of(RISK, ONCE.tables["rate_steps"], NOTHING_PUBLISHED)
    kept = standing([link_with(figures, {}, {})])
    drivers = ONCE.tables["team_drivers"]
    assert len(drivers_of(drivers, kept)["month"]) == len(drivers)
    again = release(company(), TEAMS, PARAMS, kept)
    assert again.digest == ONCE.digest


def test_people_who_were_moved_back_in_time_leave_a_published_month() -> None:
    roster = ROSTER.copy()
    moved = (roster["month"] == MONTHS[0]) & (roster["team_id"] == "T1")
    roster.loc[moved, "team_id"] = "T2"
    people = company(roster)
    now = release(people, TEAMS, PARAMS, published(ONCE.tables, 1)).tables
    pd.testing.assert_frame_equal(of_month(now["team_risk"], 0), of_month(RISK, 0))
    assert now["corrections"]["units_corrected"].item() >= 1


def test_what_is_carried_on_is_what_was_published_beside_it() -> None:
    kept = published(ONCE.tables, 2)
    row = of_month(RISK, 1).iloc[[0]].assign(month=MONTHS[2], figure_month=MONTHS[1])
    other = row.assign(low=0.0, high=1.0, probability_above=0.0)
    numbers = ["low", "high", "probability_above", "expected_rate"]
    assert kept.beside(other)[numbers].equals(row[numbers])
    new = other.assign(figure_month=MONTHS[2])
    assert kept.beside(new)[numbers].equals(other[numbers])


def test_the_level_of_a_new_month_follows_what_was_published() -> None:
    kept = published(ONCE.tables, 2)
    sure = kept.rows.assign(probability_above=1.0)
    now = release(company(), TEAMS, PARAMS, replace(kept, rows=sure)).tables[
        "team_risk"
    ]
    assert "high" not in set(of_month(RISK, 2)["level"])
    assert set(of_month(now, 2)["level"]) == {"high"}, "one month alone changes none"


def test_no_link_holds_what_an_earlier_one_does() -> None:
    first = published(ONCE.tables, 2)
    second = figures_of(RISK, ONCE.tables["rate_steps"], first)
    assert {*second["month"]} == {f"{MONTHS[2]:%Y-%m-%d}"}
    assert None not in second["step"]


def test_a_ledger_that_holds_no_rows_of_team_risk_is_refused() -> None:
    figures = {"month": ["2026-10-31"], "unit_id": ["T1"], "outcome": ["luck"]}
    with pytest.raises(DisclosureError, match="team_risk"):
        standing([link_with(figures, {}, {})])


def test_another_outcome_of_a_published_month_is_still_open() -> None:
    kept = published(ONCE.tables, 3)
    both = replace(
        company(),
        expected={o: company().expected["turnover"] for o in ("absence", "turnover")},
        forecasts={"absence": sureness, "turnover": sureness},
    )
    risk = release(both, TEAMS, PARAMS, kept).tables["team_risk"]
    assert set(risk["outcome"]) == {"absence", "turnover"}
    assert len(risk) == 2 * len(RISK)
