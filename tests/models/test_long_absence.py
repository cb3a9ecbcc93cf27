"""Who began a long absence, and when, counted by hand."""

from dataclasses import replace
from typing import Any

import pandas as pd

from models.long_absence import long_absence_outcomes
from tests.models.test_outcomes import WINDOW, cohort, gone, sick

MIN_DAYS, GAP = 30, 1


def began(
    absences: pd.DataFrame, departures: pd.DataFrame | None = None, **changes: Any
) -> list[tuple[int, bool, bool]]:
    rows = long_absence_outcomes(
        cohort("ann"),
        absences,
        gone() if departures is None else departures,
        ("sickness",),
        MIN_DAYS,
        GAP,
        replace(WINDOW, **changes),
    )
    found = rows[["lead", "begins", "left"]].itertuples(index=False, name=None)
    return list(found)


def test_a_spell_counts_in_the_month_in_which_it_begins() -> None:
    spells = sick(("ann", "2026-05-20", "2026-06-18", "sickness", None))
    assert began(spells) == [(1, False, False), (2, True, False)]


def test_a_day_less_is_not_long() -> None:
    spells = sick(("ann", "2026-05-20", "2026-06-17", "sickness", None))
    assert began(spells) == [(lead, False, False) for lead in (1, 2, 3)]


def test_spells_close_together_are_one_that_began_with_the_first() -> None:
    spells = sick(
        ("ann", "2026-05-20", "2026-06-01", "sickness", None),
        ("ann", "2026-06-02", "2026-06-20", "sickness", None),
        ("bob", "2026-06-21", "2026-06-28", "sickness", None),
    )
    assert began(spells)[-1] == (2, True, False)


def test_a_short_spell_inside_a_long_one_does_not_part_it() -> None:
    spells = sick(
        ("ann", "2026-05-01", "2026-05-25", "sickness", None),
        ("ann", "2026-05-03", "2026-05-04", "sickness", None),
        ("ann", "2026-05-26", "2026-06-10", "sickness", None),
    )
    assert began(spells)[-1] == (2, True, False)


def test_who_is_away_already_has_not_begun_another() -> None:
    spells = sick(("ann", "2026-03-10", "2026-05-30", "sickness", None))
    assert began(spells) == [(lead, False, False) for lead in (1, 2, 3)]


def test_a_spell_without_end_is_long_once_it_has_lasted() -> None:
    spells = sick(("ann", "2026-05-20", None, "sickness", None))
    assert began(spells)[-1] == (2, True, False)


def test_a_month_whose_spells_can_not_have_shown_their_length_has_no_row() -> None:
    spells = sick(("ann", "2026-06-02", None, "sickness", None))
    until = pd.Timestamp("2026-05-31")
    assert began(spells, closed_until=until) == [(1, False, False), (2, False, False)]


def test_other_kinds_do_not_count_and_departures_compete() -> None:
    spells = sick(("ann", "2026-05-02", "2026-06-30", "planned", None))
    left = gone(("ann", "2026-05-10", "voluntary", "2026-05-10"))
    assert began(spells, left) == [(1, False, False), (2, False, True)]
