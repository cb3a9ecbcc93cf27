"""Contacts to person-days: sums that a later record only ever adds to.

A row counts from the month in which it became known, so that a contact closed
late or a rating given weeks afterwards never changes an earlier snapshot.
"""

import narwhals as nw

from activity._month import month_of
from contracts.frames import Lazy

KEYS = ("person_id", "day", "known_month")
SUMS = (
    "contacts",
    "handle_seconds",
    "hostile",
    "complaints",
    "transfers",
    "csat_hundredths",
    "csat_count",
)


def _counted(flag: str) -> nw.Expr:
    return nw.col(flag).cast(nw.Int64).fill_null(0).alias(flag)


def _zero(*names: str) -> list[nw.Expr]:
    return [nw.lit(0, dtype=nw.Int64).alias(name) for name in names]


def _whole(name: str, times: int, alias: str) -> nw.Expr:
    # Sums of whole numbers are the same in any order; sums of doubles are not.
    scaled = (nw.col(name) * times).round(0).cast(nw.Int64)
    return scaled.fill_null(0).alias(alias)


def contact_days(interactions: Lazy) -> Lazy:
    """Sum contacts and ratings by person, day and month known.

    Parameters
    ----------
    interactions : LazyFrame
        The contract's ``interactions``; legs that nobody took are left out.

    Returns
    -------
    LazyFrame
        ``KEYS`` and ``SUMS`` (contacts, seconds, hundredths of a rating point).
    """
    taken = interactions.filter(~nw.col("person_id").is_null()).with_columns(
        day=nw.col("opened_at").cast(nw.Date),
    )
    closed = month_of(
        nw.col("day"), nw.col("closed_at").cast(nw.Date), nw.col("recorded_on")
    )
    handled = taken.select(
        "person_id",
        "day",
        known_month=closed,
        contacts=nw.lit(1, dtype=nw.Int64),
        handle_seconds=_whole("handle_seconds", 1, "handle_seconds"),
        hostile=_counted("hostile"),
        complaints=_counted("complaint"),
        transfers=_counted("transferred"),
        csat_hundredths=nw.lit(0, dtype=nw.Int64),
        csat_count=nw.lit(0, dtype=nw.Int64),
    )
    rated = taken.filter(~nw.col("csat").is_null()).select(
        "person_id",
        "day",
        month_of(
            nw.col("day"), nw.col("rated_at").cast(nw.Date), nw.col("recorded_on")
        ).alias("known_month"),
        *_zero("contacts", "handle_seconds", "hostile", "complaints", "transfers"),
        _whole("csat", 100, "csat_hundredths"),
        nw.lit(1, dtype=nw.Int64).alias("csat_count"),
    )
    both = nw.concat([_summed(handled), _summed(rated)], how="vertical")
    return _summed(both)


def _summed(frame: Lazy) -> Lazy:
    return frame.group_by(*KEYS).agg(nw.col(*SUMS).sum().cast(nw.Int64))


def from_daily_totals(activity_days: Lazy) -> Lazy:
    """Bring daily totals, where single contacts can't be had, to the same columns.

    Parameters
    ----------
    activity_days : LazyFrame
        The contract's ``activity_days``.

    Returns
    -------
    LazyFrame
        As ``contact_days`` gives.
    """
    return _summed(
        activity_days.select(
            "person_id",
            "day",
            month_of(nw.col("day"), nw.col("recorded_on")).alias("known_month"),
            nw.col("contacts").cast(nw.Int64),
            _whole("handle_seconds", 1, "handle_seconds"),
            nw.col("hostile", "complaints", "transfers").cast(nw.Int64).fill_null(0),
            _whole("csat_sum", 100, "csat_hundredths"),
            nw.col("csat_count").cast(nw.Int64).fill_null(0),
        )
    )
