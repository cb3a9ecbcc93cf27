"""Counts of marked units, by thresholds that might be agreed on."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from contracts.errors import DisclosureError
from privacy.release import release
from privacy.tables.threshold_options import options
from tests.privacy.small_company import MONTH, PARAMS, drawn, roster_of, teams_of

TEAMS = teams_of({"C": None, "S1": "C", **{f"T{n}": "S1" for n in range(1, 8)}})
SIZES = {f"T{n}": 12 for n in range(1, 8)}
# The underlying rate that each team surely has.
RATES = {f"T{n}": 0.065 + 0.01 * n for n in range(1, 8)}


def sure(units: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
    """Put every unit above what lies below its rate, and below the rest."""
    rows = units[["month", "unit_id"]].merge(
        pd.DataFrame({"threshold_rate": rates}), how="cross"
    )
    above = rows["unit_id"].map(RATES) > rows["threshold_rate"]
    return rows.assign(probability_above=above.astype(float))


def marked(sizes: dict[str, int], chances: object = sure) -> dict[float, int]:
    people = replace(drawn(roster_of(sizes, sizes)), chances={"turnover": chances})
    found = release(people, TEAMS, PARAMS).tables["threshold_options"]
    last = found[(found["month"] == MONTH) & (found["outcome"] == "turnover")]
    return dict(zip(last["threshold_rate"], last["units_marked"], strict=True))


def test_a_higher_threshold_marks_fewer_units() -> None:
    assert marked(SIZES) == {
        **{0.07: 7, 0.08: 6, 0.09: 5, 0.1: 4},
        **{0.11: 3, 0.12: 2, 0.13: 1},
    }


def test_sites_and_the_company_are_not_counted() -> None:
    assert max(marked(SIZES).values()) == len(SIZES)


def test_few_units_are_not_counted_at_all() -> None:
    assert marked({f"T{n}": 12 for n in range(1, 5)}) == {}


def test_a_mark_that_one_month_alone_gives_does_not_count() -> None:
    def lately(units: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
        found = sure(units, rates)
        return found.assign(
            probability_above=found["probability_above"].where(
                found["month"] == MONTH, 0.0
            )
        )

    assert set(marked(SIZES, lately).values()) == {0}


def test_no_higher_threshold_marks_more_units_though_levels_lag() -> None:
    def lagging(units: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
        """At 13 % every unit was marked a month ago, and is not any more."""
        found = sure(units, rates)
        late = (found["threshold_rate"] == 0.13) & (found["month"] < MONTH)
        return found.assign(
            probability_above=found["probability_above"].mask(late, 1.0)
        )

    assert list(marked(SIZES, lagging).values()) == [7, 6, 5, 4, 3, 2, 2]


def test_an_answer_with_a_hole_is_refused() -> None:
    def torn(units: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
        return sure(units, rates).iloc[1:]

    with pytest.raises(DisclosureError, match="chances of turnover"):
        marked(SIZES, torn)


def test_no_rate_is_tried_at_nothing_or_below() -> None:
    low = PARAMS.thresholds.turnover.model_copy(update={"rate": 0.02})
    assert options(low, PARAMS.release) == (0.01, 0.02, 0.03, 0.04, 0.05)
