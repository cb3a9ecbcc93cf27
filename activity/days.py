"""One row a person, day and month known: contacts beside shifts."""

from collections.abc import Iterable

import narwhals as nw

from activity import contacts, rotas
from activity._day_sums import KEYS
from contracts.frames import Lazy

SUMS = (*contacts.SUMS, *rotas.SUMS)


def person_days(parts: Iterable[Lazy]) -> Lazy:
    """Lay contacts and shifts side by side.

    Parameters
    ----------
    parts : iterable of LazyFrame
        ``person_id, day, known_month`` and some of ``SUMS`` each, as ``contacts``
        and ``rotas`` give; at least one. A row a key, and no sum in two parts.

    Returns
    -------
    LazyFrame
        ``person_id, day, known_month`` and ``SUMS``; those of an absent table or
        column stay empty, never zero.
    """
    together = nw.concat([_widened(part) for part in parts], how="vertical")
    # Of each figure a key has one row at most: the greatest is the only one, and
    # takes a third of the memory of a sum.
    return together.group_by(*KEYS).agg(*[nw.col(name).max() for name in SUMS])


def _widened(frame: Lazy) -> Lazy:
    """Add the other parts' columns, empty."""
    present = set(frame.collect_schema().names())
    return frame.select(
        *KEYS,
        *[
            nw.col(name)
            if name in present
            else nw.lit(None, dtype=nw.Int64).alias(name)
            for name in SUMS
        ],
    )
