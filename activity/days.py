"""One row a person, day and month known: contacts beside shifts."""

import narwhals as nw

from activity import contacts, rotas
from contracts.frames import Lazy

KEYS = ("person_id", "day", "known_month")


def person_days(contact_days: Lazy | None, shift_days: Lazy | None) -> Lazy:
    """Lay contacts and shifts side by side.

    Parameters
    ----------
    contact_days, shift_days : LazyFrame or None
        As ``contacts.contact_days`` and ``rotas.shift_days`` give; None where
        the source has no such table, and at least one of them.

    Returns
    -------
    LazyFrame
        ``person_id, day, known_month`` and the sums of both; those of an absent
        table stay empty, never zero.
    """
    parts = [
        _widened(frame, names)
        for frame, names in ((contact_days, contacts.SUMS), (shift_days, rotas.SUMS))
        if frame is not None
    ]
    sums = [nw.col(name).sum().alias(name) for name in (*contacts.SUMS, *rotas.SUMS)]
    return nw.concat(parts, how="vertical").group_by(*KEYS).agg(*sums)


def _widened(frame: Lazy, present: tuple[str, ...]) -> Lazy:
    """Add the other table's columns, empty."""
    return frame.select(
        *KEYS,
        *[
            nw.col(name)
            if name in present
            else nw.lit(None, dtype=nw.Int64).alias(name)
            for name in (*contacts.SUMS, *rotas.SUMS)
        ],
    )
