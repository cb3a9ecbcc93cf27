"""Shifts to person-days: each later version takes back what the one before said.

A shift comes as versions, each known from the day it was published. A version
adds its minutes from then on and subtracts those of the version it replaces, so
that the sum of all rows known by a month is the rota as it stood that month.
"""

import narwhals as nw

from activity._month import month_of
from contracts.frames import Lazy

KEYS = ("person_id", "day", "known_month")
SUMS = ("shifts", "planned_minutes", "worked_minutes")


def _versions(shifts: Lazy) -> Lazy:
    """Give each version its day, its minutes and the day it became known."""
    length = (nw.col("ends_at") - nw.col("starts_at")).dt.total_minutes()
    planned = length - nw.col("break_minutes").fill_null(0)
    worked = nw.col("status") == "worked"
    standing = (nw.col("status") != "cancelled").fill_null(True)
    told = shifts.select(
        "shift_id",
        "person_id",
        # What was planned is what was last said before the shift was worked.
        plan=nw.when(~worked).then(planned.round(0)),
        length=planned.round(0),
        standing=standing,
        published_at=nw.coalesce("published_at", "starts_at"),
        day=nw.col("starts_at").cast(nw.Date),
        shifts=nw.when(worked).then(1).otherwise(0).cast(nw.Int64),
        worked_minutes=nw.when(worked)
        .then(nw.coalesce(nw.col("worked_minutes"), planned).round(0))
        .otherwise(0)
        .cast(nw.Int64),
    )
    plan = (
        nw.col("plan")
        .fill_null(strategy="forward")
        .over("shift_id", order_by="published_at")
    )
    minutes = nw.coalesce(plan, nw.col("length"))
    return told.with_columns(
        planned_minutes=nw.when(nw.col("standing"))
        .then(minutes)
        .otherwise(0)
        .cast(nw.Int64)
    )


def shift_days(shifts: Lazy) -> Lazy:
    """Sum planned and worked minutes by person, day and month known.

    Parameters
    ----------
    shifts : LazyFrame
        The contract's ``shifts``, a row a version.

    Returns
    -------
    LazyFrame
        ``person_id, day, known_month`` and ``SUMS`` (shifts worked, minutes);
        a correction made in a later month stands in a row of that month, and
        may be negative.
    """
    versions = _versions(shifts)
    before = {
        f"earlier_{name}": nw.col(name)
        .shift(1)
        .over("shift_id", order_by="published_at")
        for name in ("person_id", "day", *SUMS)
    }
    linked = versions.with_columns(**before)
    published = nw.col("published_at").cast(nw.Date)
    said = linked.select(
        "person_id",
        "day",
        month_of(nw.col("day"), published).alias("known_month"),
        *SUMS,
    )
    taken_back = linked.filter(~nw.col("earlier_day").is_null()).select(
        nw.col("earlier_person_id").alias("person_id"),
        nw.col("earlier_day").alias("day"),
        month_of(nw.col("earlier_day"), published).alias("known_month"),
        *[(-nw.col(f"earlier_{name}")).alias(name) for name in SUMS],
    )
    both = nw.concat([said, taken_back], how="vertical")
    return both.group_by(*KEYS).agg(nw.col(*SUMS).sum().cast(nw.Int64))
