import narwhals as nw
import pytest

from activity import contacts
from activity.contacts import from_daily_totals
from activity.days import person_days
from contracts.work_tables import ACTIVITY_DAYS, INTERACTIONS
from tests.drawing import seen


def contact_days(interactions):
    return person_days(contacts.contact_days(interactions))


def test_contacts_of_a_day_are_summed(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | handle_seconds | hostile
        a              | ann       | 2026-03-05 09:00 | 300            | true
        b              | ann       | 2026-03-05 10:00 | 200            | -
        c              | bob       | 2026-03-05 10:00 | 100            | false
        """,
    )
    days = contact_days(interactions)
    assert seen(days, "person_id", "contacts", "handle_seconds", "hostile") == [
        ("ann", 2, 500, 1),
        ("bob", 1, 100, 0),
    ]


def test_a_contact_that_nobody_took_is_left_out(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at
        a              | -         | 2026-03-05 09:00
        """,
    )
    assert seen(contact_days(interactions), "person_id") == []


def test_a_contact_closed_next_month_counts_from_then_on(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | closed_at
        a              | ann       | 2026-03-31 18:00 | 2026-04-02 09:00
        """,
    )
    days = contact_days(interactions)
    assert seen(days, "day", "known_month", "contacts") == [
        ("2026-03-31", "2026-04-01", 1)
    ]


def test_contacts_whose_time_nobody_took_have_no_usual_time(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | queue | channel | handle_seconds
        a              | ann       | 2026-03-05 09:00 | bills | phone   | -
        b              | bob       | 2026-03-05 09:00 | bills | mail    | 60
        """,
    )
    days = contact_days(interactions)
    assert seen(days, "person_id", "contacts", "handle_seconds", "usual_seconds") == [
        ("ann", 1, None, None),
        ("bob", 1, 60, 60),
    ]


def test_a_late_rating_counts_from_the_month_it_was_given(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | csat | rated_at
        a              | ann       | 2026-03-30 18:00 | 2.5  | 2026-05-02 09:00
        """,
    )
    days = contact_days(interactions)
    assert seen(days, "known_month", "contacts", "csat_hundredths", "csat_count") == [
        ("2026-03-01", 1, None, None),
        ("2026-05-01", None, 250, 1),
    ]


def test_daily_totals_give_the_same_columns(draw):
    totals = draw(
        ACTIVITY_DAYS,
        """
        person_id | day        | contacts | handle_seconds | csat_sum | csat_count | switches
        ann       | 2026-03-05 | 12       | 3600           | 9        | 2          | 5
        """,
    )
    days = person_days(from_daily_totals(totals))
    assert seen(days, "contacts", "handle_seconds", "csat_hundredths", "hostile") == [
        (12, 3600, 900, None)
    ]
    assert seen(days, "queue_switches") == [(5,)]


def test_handling_time_is_set_against_that_of_the_queue(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | queue   | channel | handle_seconds
        a              | ann       | 2026-03-05 09:00 | billing | phone   | 300
        b              | bob       | 2026-03-05 10:00 | billing | phone   | 100
        c              | bob       | 2026-03-05 11:00 | retail  | phone   | 500
        d              | bob       | 2026-03-05 12:00 | -       | phone   | 500
        """,
    )
    days = contact_days(interactions)
    assert seen(days, "person_id", "usual_seconds") == [("ann", 200), ("bob", 700)]


LATE = """
    interaction_id | person_id | opened_at        | closed_at        | queue   | channel | handle_seconds
    a              | ann       | 2026-03-05 09:00 | 2026-03-05 09:05 | billing | phone   | 300
    b              | bob       | 2026-03-31 10:00 | 2026-04-01 10:00 | billing | phone   | 100
    c              | cat       | 2026-04-02 10:00 | 2026-04-02 10:09 | billing | phone   | 800
"""


def test_a_contact_known_later_is_set_against_what_its_own_month_knew(draw):
    days = contact_days(draw(INTERACTIONS, LATE))
    assert seen(days, "person_id", "known_month", "usual_seconds") == [
        ("ann", "2026-03-01", 300),
        ("bob", "2026-04-01", 300),
        ("cat", "2026-04-01", 800),
    ]


def test_a_month_by_itself_gives_the_rows_that_it_gives_among_others(draw):
    lines = LATE.splitlines(keepends=True)
    names = ("person_id", "day", "known_month", "usual_seconds", "queue_switches")
    both = seen(contact_days(draw(INTERACTIONS, LATE)), *names)
    alone = [
        seen(contact_days(draw(INTERACTIONS, "".join(month))), *names)
        for month in (lines[:4], [*lines[:2], lines[4]])
    ]
    assert sorted((*alone[0], *alone[1]), key=str) == both


def corrected(draw, superseded_on):
    """A contact of five minutes that a later delivery says was of seven."""
    told = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | queue   | channel | handle_seconds
        a              | ann       | 2026-03-05 09:00 | billing | phone   | 300
        a              | ann       | 2026-03-05 09:00 | billing | phone   | 420
        """,
    ).to_native()
    later = f"CASE WHEN handle_seconds = 420 THEN DATE '{superseded_on}' END"
    ended = f"CASE WHEN handle_seconds = 300 THEN DATE '{superseded_on}' END"
    return nw.from_native(
        told.project(
            f"*, CASE WHEN handle_seconds = 300 THEN 1 ELSE 2 END AS version, "
            f"{later} AS delivered_on, {ended} AS superseded_on"
        )
    )


@pytest.mark.parametrize(
    ("superseded_on", "rows"),
    [
        # Known whole within the month: what stands at its end is usual.
        ("2026-03-20", [("2026-03-01", 420, 420)]),
        # Corrected in April: March's usual time stays what March knew.
        ("2026-04-20", [("2026-03-01", 300, 300), ("2026-04-01", 120, 0)]),
    ],
)
def test_a_correction_changes_the_usual_time_of_no_earlier_month(
    draw, superseded_on, rows
):
    days = contact_days(corrected(draw, superseded_on))
    assert seen(days, "known_month", "handle_seconds", "usual_seconds") == rows


def test_what_was_never_written_down_stays_empty(draw):
    interactions = draw(
        INTERACTIONS,
        """
        interaction_id | person_id | opened_at        | complaint | first_contact_resolved
        a              | ann       | 2026-03-05 09:00 | false     | true
        b              | ann       | 2026-03-05 10:00 | -         | -
        """,
    )
    days = contact_days(interactions)
    assert seen(days, "hostile", "complaints", "resolved", "resolved_known") == [
        (None, 0, 1, 1)
    ]
