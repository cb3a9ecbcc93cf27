from activity.contacts import contact_days
from activity.days import person_days
from contracts.work_tables import INTERACTIONS
from tests.drawing import seen

DAY = """
    interaction_id | person_id | opened_at        | closed_at        | queue   | customer_id
    c              | ann       | 2026-03-31 11:00 | 2026-03-31 11:09 | billing | x
    a              | ann       | 2026-03-31 09:00 | 2026-03-31 09:09 | billing | x
    b              | ann       | 2026-03-31 10:00 | 2026-03-31 10:09 | retail  | x
"""


def switches(draw, drawing):
    days = person_days(contact_days(draw(INTERACTIONS, drawing)))
    return seen(days, "known_month", "queue_switches", "customer_switches")


def test_switches_follow_the_order_of_the_day(draw):
    assert switches(draw, DAY) == [("2026-03-01", 2, 0)]


def test_a_contact_known_later_parts_no_neighbours_of_an_earlier_snapshot(draw):
    between = "  d | ann | 2026-03-31 09:30 | 2026-04-02 09:00 | retail | y\n"
    assert switches(draw, DAY + between) == [
        ("2026-03-01", 2, 0),
        ("2026-04-01", None, None),
    ]


def test_without_queues_nobody_knows_how_often_they_changed(draw):
    unknown = DAY.replace("billing", "-      ").replace("retail ", "-      ")
    assert switches(draw, unknown) == [("2026-03-01", None, 0)]
