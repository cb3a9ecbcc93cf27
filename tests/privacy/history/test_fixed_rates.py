from dataclasses import replace

import numpy as np
import pandas as pd

from privacy.history.rates import Fixed, Rate
from privacy.history.walk import safe_rates
from tests.privacy.small_company import privacy

MONTHS = pd.date_range("2026-08-31", periods=3, freq="ME")
# The company and two of its teams, twelve and twenty people; values drawn once.
TEAMS = {"red": 12, "blue": 20}
LEVELS = {"hq": "company", "red": "team", "blue": "team"}
PEOPLE = [(team, f"{team}-{n}") for team, size in TEAMS.items() for n in range(size)]
VALUES = dict(
    zip(
        (person for _, person in PEOPLE),
        np.random.default_rng(1).beta(1, 9, len(PEOPLE)),
        strict=True,
    )
)
MEMBERS = pd.DataFrame(
    [
        (month, unit, LEVELS[unit], person)
        for month in MONTHS
        for team, person in PEOPLE
        for unit in ("hq", team)
    ],
    columns=["month", "unit_id", "unit_level", "person_id"],
)
UNITS = pd.DataFrame(
    [
        (month, unit, level, "hq" if level == "team" else None, people)
        for month in MONTHS
        for (unit, level), people in zip(
            LEVELS.items(), (30.0, 10.0, 20.0), strict=True
        )
    ],
    columns=["month", "unit_id", "unit_level", "parent_id", "people"],
)


def expected(raised: float = 0.0) -> pd.DataFrame:
    """Everybody's figure; those of red in August are raised."""
    rows = [
        (month, p, value + raised * (month == MONTHS[0] and p.startswith("red")), 1.0)
        for month in MONTHS
        for p, value in VALUES.items()
    ]
    return pd.DataFrame(rows, columns=["month", "person_id", "value", "weight"])


def rates(figures: pd.DataFrame, fixed: Fixed | None = None) -> pd.DataFrame:
    found = safe_rates(UNITS, MEMBERS, figures, privacy(), fixed or {})
    return found.set_index(["month", "unit_id"])


def fixed_of(released: pd.DataFrame, months: int) -> Fixed:
    """What the first months showed, as the ledger gives it back."""
    return {
        month: {
            unit: Rate(row.rate, row.step, row.people, month, np.nan)
            for unit, row in released.loc[month].iterrows()
            if row.status == "published"
        }
        for month in MONTHS[:months]
    }


def test_something_is_shown() -> None:
    assert set(rates(expected())["status"]) == {"published"}


def test_the_same_figures_give_the_same_whether_published_or_not() -> None:
    once = rates(expected())
    again = rates(expected(), fixed_of(once, 2))
    pd.testing.assert_frame_equal(once, again)


def test_a_back_dated_change_leaves_a_published_rate_and_is_told() -> None:
    once = rates(expected())
    again = rates(expected(raised=0.2), fixed_of(once, 1))
    at = (MONTHS[0], "red")
    assert again.loc[at, "rate"] == once.loc[at, "rate"]
    assert again.loc[at, "corrected"]
    unfixed = rates(expected(raised=0.2))
    assert unfixed.loc[at, "rate"] > once.loc[at, "rate"]
    assert not unfixed["corrected"].any()


def test_a_published_month_shows_no_rate_that_it_did_not_show() -> None:
    once = rates(expected())
    fixed = fixed_of(once, 1)
    without = {MONTHS[0]: {u: r for u, r in fixed[MONTHS[0]].items() if u != "red"}}
    again = rates(expected(), without)
    assert again.loc[(MONTHS[0], "red"), "status"] == "withheld"
    assert again.loc[(MONTHS[1], "red"), "status"] == "published"


def test_coalitions_remember_a_published_rate() -> None:
    fixed = fixed_of(rates(expected()), 1)
    rate = fixed[MONTHS[0]]["red"]
    # The same mean said a quarter of a step off: both together would tell more.
    shifted = replace(rate, value=rate.value + 0.9 * rate.step)
    told = rates(expected(), {MONTHS[0]: {**fixed[MONTHS[0]], "red": shifted}})
    at = (MONTHS[1], "red")
    apart = rates(expected()).loc[at]
    assert told.loc[at, "step"] > apart["step"] or (
        told.loc[at, "narrowest"] < apart["narrowest"]
    )


def test_a_published_rate_that_today_contradicts_stops_nothing() -> None:
    fixed = fixed_of(rates(expected()), 1)
    far = {
        unit: replace(rate, value=0.9 if unit == "hq" else 0.0)
        for unit, rate in fixed[MONTHS[0]].items()
    }
    moved = MEMBERS.copy()
    leaves = (moved["person_id"] == "red-0") & (moved["month"] > MONTHS[0])
    moved.loc[leaves & (moved["unit_id"] == "red"), "unit_id"] = "blue"
    found = safe_rates(UNITS, moved, expected(), privacy(), {MONTHS[0]: far})
    august = found[found["month"] == MONTHS[0]]
    assert august["corrected"].all()
    assert august["rate"].tolist() == [0.0, 0.9, 0.0]
