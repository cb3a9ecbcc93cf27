"""How often a day goes from one queue, or customer, to another.

The contacts of one person, day and month known stand in a row of their own: one
that becomes known later starts another row, and never parts two that were
neighbours in an earlier snapshot.
"""

import narwhals as nw

from activity._day_sums import KEYS
from contracts import versions
from contracts.frames import Lazy

CHANGES = {"queue_switches": "queue", "customer_switches": "customer_id"}
SUMS = tuple(CHANGES)
# Two contacts may open in the same second: their order must be one.
ORDER = ("opened_at", "customer_id", "queue")


def with_switches(contacts: Lazy) -> Lazy:
    """Tell of each contact whether queue, or customer, changed since the one before.

    Parameters
    ----------
    contacts : LazyFrame
        ``person_id, day, known_month, opened_at, queue, customer_id``, and whose
        version each row is where exports are kept by day.

    Returns
    -------
    LazyFrame
        The same rows, with ``SUMS``: 1 or 0; empty where the queue, or the
        customer, was never written down or nothing came before.
    """
    if not versions.are_in(contacts):
        changed = {name: _differs(of, KEYS) for name, of in CHANGES.items()}
        return contacts.with_columns(**changed)
    # A correction is no new contact, and parts no two that were neighbours.
    first = nw.col(versions.VERSION) == 1
    apart = (*KEYS, versions.VERSION)
    changed = {name: _differs(of, apart) for name, of in CHANGES.items()}
    return contacts.with_columns(
        **{name: nw.when(first).then(value) for name, value in changed.items()}
    )


def _differs(name: str, apart: tuple[str, ...]) -> nw.Expr:
    """Tell whether a contact's value is another than that of the one before."""
    before = nw.col(name).shift(1).over(*apart, order_by=ORDER)
    return (nw.col(name) != before).cast(nw.Int64)
