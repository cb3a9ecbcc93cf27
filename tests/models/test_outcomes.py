"""Who left, and who was sick how long, counted by hand."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from models import outcomes

WINDOW = outcomes.Window(3, pd.Timestamp("2026-12-31"), recording_lag_days=0)
VOLUNTARY = ("voluntary",)
MARCH = "2026-03-31"


def cohort(
    *people: str, announced: Sequence[str] = (), as_of: str = MARCH
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "as_of": pd.Timestamp(as_of),
            "person_id": people,
            "announced": [person in announced for person in people],
            "weekly_hours": 35.0,
        }
    )


def gone(*rows: tuple[Any, ...]) -> pd.DataFrame:
    names = ["person_id", "left_on", "reason", "recorded_on"]
    return pd.DataFrame(rows, columns=names).astype(object)


def sick(*rows: tuple[Any, ...]) -> pd.DataFrame:
    names = ["person_id", "starts_on", "ends_on", "kind", "day_share"]
    return pd.DataFrame(rows, columns=names).astype({"day_share": "float64"})


def left(
    people: pd.DataFrame,
    departures: pd.DataFrame,
    window: outcomes.Window = WINDOW,
) -> list[tuple[Any, ...]]:
    rows = outcomes.turnover_outcomes(people, departures, VOLUNTARY, window)
    return list(
        rows[["person_id", "lead", "voluntary", "other"]].itertuples(
            index=False, name=None
        )
    )


def days_sick(
    absences: pd.DataFrame, departures: pd.DataFrame | None = None, gap: int = 1
) -> list[float]:
    rows = outcomes.absence_outcomes(
        cohort("ann"),
        absences,
        gone() if departures is None else departures,
        ("sickness",),
        gap,
        WINDOW,
    )
    return rows["sick_days"].tolist()


def test_a_person_has_rows_until_the_month_of_the_departure() -> None:
    departures = gone(("ann", "2026-05-10", "voluntary", "2026-05-12"))
    assert left(cohort("ann"), departures) == [
        ("ann", 1, False, False),
        ("ann", 2, True, False),
    ]


@pytest.mark.parametrize(
    ("left_on", "lead"), [("2026-04-01", 1), ("2026-04-30", 1), ("2026-05-01", 2)]
)
def test_the_last_day_employed_says_the_month(left_on: str, lead: int) -> None:
    rows = left(cohort("ann"), gone(("ann", left_on, "voluntary", left_on)))
    assert rows[-1] == ("ann", lead, True, False)
    assert len(rows) == lead


def test_an_exit_for_another_reason_competes() -> None:
    departures = gone(("ann", "2026-04-10", "retirement", "2026-04-12"))
    assert left(cohort("ann"), departures) == [("ann", 1, False, True)]


def test_a_departure_after_the_horizon_is_none_yet() -> None:
    departures = gone(("ann", "2026-07-01", "voluntary", "2026-07-01"))
    assert [row[2] for row in left(cohort("ann"), departures)] == [False] * 3


def test_who_had_left_before_anybody_recorded_it_is_left_out() -> None:
    departures = gone(("ann", MARCH, "voluntary", "2026-04-12"))
    assert left(cohort("ann"), departures) == []


def test_the_assumed_lag_stands_in_for_a_missing_record_day() -> None:
    departures = gone(("ann", "2026-03-20", "voluntary", None))
    late = outcomes.Window(1, WINDOW.closed_until, recording_lag_days=30)
    assert left(cohort("ann"), departures, late) == []


def test_who_came_back_is_at_risk_again() -> None:
    departures = gone(("ann", "2025-06-30", "voluntary", "2025-07-02"))
    assert len(left(cohort("ann"), departures)) == 3


def test_who_has_given_notice_is_not_at_risk() -> None:
    assert left(cohort("ann", announced=["ann"]), gone()) == []


def test_a_month_whose_records_are_not_in_has_no_row() -> None:
    window = outcomes.Window(3, pd.Timestamp("2026-05-31"), 0)
    assert [row[1] for row in left(cohort("ann"), gone(), window)] == [1, 2]


def test_sick_days_are_calendar_days_within_the_month() -> None:
    spells = sick(("ann", "2026-04-28", "2026-05-03", "sickness", None))
    assert days_sick(spells) == [3.0, 3.0, 0.0]


def test_a_spell_that_began_before_the_snapshot_counts_from_there() -> None:
    spells = sick(("ann", "2026-02-01", "2026-04-02", "sickness", None))
    assert days_sick(spells) == [2.0, 0.0, 0.0]


def test_overlapping_spells_count_once() -> None:
    spells = sick(
        ("ann", "2026-04-01", "2026-04-10", "sickness", None),
        ("ann", "2026-04-08", "2026-04-12", "sickness", None),
    )
    assert days_sick(spells) == [12.0, 0.0, 0.0]


def test_spells_near_enough_are_one() -> None:
    spells = sick(
        ("ann", "2026-04-10", "2026-04-10", "sickness", None),
        ("ann", "2026-04-13", "2026-04-13", "sickness", None),
    )
    assert days_sick(spells, gap=1)[0] == 2.0
    assert days_sick(spells, gap=3)[0] == 4.0


def test_a_spell_without_end_runs_on_until_the_person_leaves() -> None:
    spells = sick(("ann", "2026-04-21", None, "sickness", None))
    departures = gone(("ann", "2026-05-10", "voluntary", "2026-05-10"))
    assert days_sick(spells) == [10.0, 31.0, 30.0]
    assert days_sick(spells, departures) == [10.0, 10.0]


def test_parts_of_days_and_other_kinds_count_for_what_they_are() -> None:
    spells = sick(
        ("ann", "2026-04-01", "2026-04-04", "sickness", 0.5),
        ("ann", "2026-04-10", "2026-04-20", "planned", None),
    )
    assert days_sick(spells) == [2.0, 0.0, 0.0]


def test_hours_are_contracted_until_the_last_day_employed() -> None:
    departures = gone(("ann", "2026-05-10", "voluntary", "2026-05-10"))
    rows = outcomes.absence_outcomes(
        cohort("ann"), sick(), departures, ("sickness",), 1, WINDOW
    )
    assert rows["days"].tolist() == [30.0, 10.0]
    assert rows["exposure"].tolist() == [150.0, 50.0]
