"""Shifts to person-days: each later version takes back what the one before said.

A shift comes as versions, each known from the day it was published. A version
adds its figures from then on until the next one takes them back, so that the
sum of all rows known by a month is the rota as it stood that month.
"""

import narwhals as nw

from activity._day_sums import summed
from activity._month import month_of
from contracts.frames import Lazy
from contracts.spans import second_number

WORKED = (
    "shifts",
    "worked_minutes",
    "start_minutes",
    "start_squares",
    "evening_shifts",
    "weekend_shifts",
    "remote_shifts",
)
SUMS = ("planned_minutes", "noticed", "notice_minutes", "moved", *WORKED)
# Statistics of working time speak of evening work from eight o'clock on.
EVENING_HOUR = 20
# Saturday, and Sunday, which engines number 7 or 0.
WEEKEND = (6, 7, 0)


def _beside(name: str, step: int) -> nw.Expr:
    """Look at the shift's version before (1) or after (-1)."""
    return nw.col(name).shift(step).over("shift_id", order_by="published_at")


def _kept(name: str) -> nw.Expr:
    """Carry the last value said of a shift on to its later versions."""
    filled = nw.col(name).fill_null(strategy="forward")
    return filled.over("shift_id", order_by="published_at")


def _timed(shifts: Lazy) -> Lazy:
    """Give times as numbers of seconds, once: what follows only subtracts them."""
    known = shifts.select(
        "shift_id",
        "person_id",
        "starts_at",
        "ends_at",
        "status",
        "worked_minutes",
        "break_minutes",
        "remote",
        said_at=nw.col("published_at"),
        published_at=nw.coalesce("published_at", "starts_at"),
        day=nw.col("starts_at").cast(nw.Date),
    )
    return known.with_columns(
        start_second=second_number(nw.col("starts_at")),
        end_second=second_number(nw.col("ends_at")),
        said_second=second_number(nw.col("said_at")),
    )


def _told(shifts: Lazy) -> Lazy:
    """Give each version what it says itself, and what its neighbours say."""
    length = (nw.col("end_second") - nw.col("start_second")) // 60
    planned = length - nw.col("break_minutes").fill_null(0)
    worked = nw.col("status") == "worked"
    told = _timed(shifts).with_columns(
        # What was planned is what was last said before the shift was worked.
        plan=nw.when(~worked).then(planned.round(0)),
        length=planned.round(0),
        worked=worked.fill_null(False),
        standing=(nw.col("status") != "cancelled").fill_null(True),
        start_before=_beside("starts_at", 1),
        replaced_on=_beside("published_at", -1).cast(nw.Date),
    )
    before = nw.col("start_before")
    new = before.is_null() | (before != nw.col("starts_at"))
    return told.with_columns(
        plan=_kept("plan"),
        first_start=nw.when(before.is_null()).then(nw.col("starts_at")),
        # Said again unchanged, a start was known since it was first said.
        said_second=nw.when(new).then(nw.col("said_second")),
    )


def versions(shifts: Lazy) -> Lazy:
    """Give each version its figures, and when it was known and replaced.

    Parameters
    ----------
    shifts : LazyFrame
        The contract's ``shifts``, a row a version.

    Returns
    -------
    LazyFrame
        ``person_id, day, said_on, replaced_on`` (empty while it stands) and
        ``SUMS``.
    """
    known = _told(shifts).with_columns(
        first_start=_kept("first_start"), said_second=_kept("said_second")
    )
    notice = (nw.col("start_second") - nw.col("said_second")) // 60
    noticed = nw.col("standing") & (notice >= 0)
    start = nw.col("starts_at")
    minute = start.dt.hour().cast(nw.Int64) * 60 + start.dt.minute().cast(nw.Int64)
    late = (nw.col("ends_at").dt.hour() >= EVENING_HOUR) | (
        nw.col("ends_at").cast(nw.Date) > nw.col("day")
    )
    minutes = nw.coalesce(nw.col("plan"), nw.col("length"))
    worked = {
        "shifts": nw.lit(1, dtype=nw.Int64),
        "worked_minutes": nw.coalesce(
            nw.col("worked_minutes").round(0), nw.col("length")
        ),
        "start_minutes": minute,
        "start_squares": minute * minute,
        "evening_shifts": late.cast(nw.Int64),
        "weekend_shifts": start.dt.weekday().is_in(WEEKEND).cast(nw.Int64),
        "remote_shifts": nw.col("remote").cast(nw.Int64),
    }
    counted = {
        name: nw.when(nw.col("worked")).then(value.cast(nw.Int64)).otherwise(0)
        for name, value in worked.items()
    }
    moved = noticed & (start != nw.col("first_start"))
    return known.select(
        "person_id",
        "day",
        "replaced_on",
        said_on=nw.col("published_at").cast(nw.Date),
        planned_minutes=nw.when(nw.col("standing")).then(minutes).otherwise(0),
        noticed=noticed.cast(nw.Int64),
        notice_minutes=nw.when(noticed).then(notice),
        moved=nw.when(noticed).then(moved.cast(nw.Int64)),
        **counted,
    )


def shift_days(versions: Lazy) -> Lazy:
    """Sum what rotas say by person, day and month known.

    Parameters
    ----------
    versions : LazyFrame
        As ``versions`` gives.

    Returns
    -------
    LazyFrame
        ``person_id, day, known_month`` and ``SUMS``: planned minutes; shifts
        whose notice is known, minutes of notice, those whose start moved; of
        shifts worked their number, minutes, starts (minutes after midnight, and
        squares), and how many ended late, fell on a week-end, were remote. A
        correction made in a later month stands in a row of that month, and may
        be negative.
    """

    def known_from(published: str, sign: int) -> Lazy:
        return versions.filter(~nw.col(published).is_null()).select(
            "person_id",
            "day",
            month_of(nw.col("day"), nw.col(published)).alias("known_month"),
            *[(sign * nw.col(name)).cast(nw.Int64).alias(name) for name in SUMS],
        )

    both = [known_from("said_on", 1), known_from("replaced_on", -1)]
    return summed(nw.concat(both, how="vertical"), SUMS)
