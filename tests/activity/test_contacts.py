from activity.contacts import contact_days, from_daily_totals
from contracts.work_tables import ACTIVITY_DAYS, INTERACTIONS
from tests.drawing import seen


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
        ("2026-03-01", 1, 0, 0),
        ("2026-05-01", 0, 250, 1),
    ]


def test_daily_totals_give_the_same_columns(draw):
    totals = draw(
        ACTIVITY_DAYS,
        """
        person_id | day        | contacts | handle_seconds | csat_sum | csat_count
        ann       | 2026-03-05 | 12       | 3600           | 9        | 2
        """,
    )
    days = from_daily_totals(totals)
    assert seen(days, "contacts", "handle_seconds", "csat_hundredths", "hostile") == [
        (12, 3600, 900, 0)
    ]
