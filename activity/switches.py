"""How often a day goes from one queue, or customer, to another.

The contacts of one person, day and month known stand in a row of their own: one
that becomes known later starts another row, and never parts two that were
neighbours in an earlier snapshot.
"""

import narwhals as nw

from activity._day_sums import KEYS, summed
from activity._month import known_in
from contracts import versions
from contracts.frames import Lazy

SUMS = ("queue_switches", "customer_switches")


def _differs(name: str) -> nw.Expr:
    """Tell whether a contact's value is another than that of the one before."""
    before = (
        nw.col(name)
        .shift(1)
        # Two contacts may open in the same second: their order must be one.
        .over(*KEYS, order_by=["opened_at", "customer_id", "queue"])
    )
    return (nw.col(name) != before).cast(nw.Int64)


def switch_days(taken: Lazy) -> Lazy:
    """Count changes of queue and of customer from one contact to the next.

    Parameters
    ----------
    taken : LazyFrame
        Contacts with ``person_id, day, opened_at, closed_at, recorded_on,
        queue, customer_id``.

    Returns
    -------
    LazyFrame
        ``person_id, day, known_month`` and ``SUMS``; empty where the queue, or
        the customer, was never written down or nothing came before.
    """
    shown = [nw.col(versions.DELIVERED)] if versions.are_in(taken) else []
    contacts = taken.select(
        "person_id",
        "day",
        "opened_at",
        "queue",
        "customer_id",
        known_month=known_in(*shown),
    )
    return summed(
        contacts.with_columns(
            queue_switches=_differs("queue"),
            customer_switches=_differs("customer_id"),
        ),
        SUMS,
    )
