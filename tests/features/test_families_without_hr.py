"""Exports without an HR system: what is absent is absent, no error and no zero."""

import pytest

from features import team
from features.table import feature_table, present_families
from tests.drawing import seen
from tests.features.centre import FEBRUARY, past_of

NO_HR = ("people", "departures", "absences")


@pytest.fixture
def without_hr(connection):
    return past_of(connection, as_ofs=(FEBRUARY,), absent=NO_HR)


def test_the_roster_is_that_of_the_assignments(without_hr):
    # Dan's departure isn't known here, so he is still on the roster.
    assert seen(without_hr.people(), "person_id", "team_id", "announced") == [
        ("ann", "red", False),
        ("bob", "red", False),
        ("cat", "red", False),
        ("dan", "red", False),
        ("eve", "blue", False),
    ]


def test_families_of_absent_tables_are_absent(without_hr):
    families = {family.name for family in present_families(without_hr.tables)}
    assert families.isdisjoint({"career", "team", "absence_history"})
    assert {"climate", "recognition", "support"} <= families


def test_the_other_families_are_built_as_ever(connection, without_hr):
    families = present_families(without_hr.tables)
    built = feature_table(without_hr, families)
    whole = feature_table(past_of(connection, as_ofs=(FEBRUARY,)), families)
    columns = ("person_id", "support__transfer_share", "climate__engagement")
    here, there = ({r[0]: r[1:] for r in seen(t, *columns)} for t in (built, whole))
    assert None not in here["ann"]
    assert here["ann"] == there["ann"]


def test_without_people_nobody_is_taken_for_an_old_hand(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,), absent=("people",))
    rows = seen(team.build(past), "newcomers_share", "recent_leavers_share")
    assert {newcomers for newcomers, _ in rows} == {None}
    assert all(left is not None for _, left in rows)


def test_without_assignments_nobody_is_present(connection):
    past = past_of(connection, absent=("assignments", *NO_HR))
    assert seen(past.people(), "as_of", "person_id", "weekly_hours") == []
