"""Contacts to person-days: sums that a later record only ever adds to.

A row counts from the month in which it became known, so that a contact closed
late or a rating given weeks afterwards never changes an earlier snapshot.
"""

import narwhals as nw

from activity._day_sums import KEYS, flag, summed, whole
from activity._month import known_in, month_of
from activity.switches import SUMS as SWITCHES
from activity.switches import with_switches
from contracts import versions
from contracts.frames import Lazy

HANDLED = (
    "contacts",
    "handle_seconds",
    "usual_seconds",
    "hostile",
    "complaints",
    "transfers",
    "escalations",
    "resolved",
    "resolved_known",
    "reopened",
    "waiting_seconds",
)
RATED = ("csat_hundredths", "csat_count")
TOTALLED = (
    *("contacts", "handle_seconds", "hostile", "complaints", "transfers"),
    *("queue_switches", "csat_hundredths", "csat_count"),
)
SUMS = (*HANDLED, *RATED, *SWITCHES)
KIND = ("queue", "channel", "opened_month")


def _with_usual_seconds(known: Lazy) -> Lazy:
    """Add the mean handling time of the contact's queue and channel that month.

    It is taken over contacts opened that month and known by its end, as they then
    stood, and holds for all opened in it: a later record never changes it, and no
    month needs another one's contacts. In whole seconds, so that days still add up.
    """
    seconds = whole("handle_seconds").sum().cast(nw.Float64)
    in_time = known.filter(
        # A month known, its first day, that is no later than the day: the day's own.
        nw.col("known_month") <= nw.col("day"),
        *[~nw.col(name).is_null() for name in ("handle_seconds", "queue", "channel")],
    )
    if versions.are_in(in_time):
        replaced = nw.col(versions.SUPERSEDED)
        later = month_of(nw.col("day"), replaced) > nw.col("known_month")
        in_time = in_time.filter(replaced.is_null() | later)
    usual = in_time.group_by("queue", "channel", "known_month").agg(
        usual_seconds=(seconds / nw.col("handle_seconds").count())
        .round(0)
        .cast(nw.Int64)
    )
    return known.join(
        usual.rename({"known_month": "opened_month"}), on=list(KIND), how="left"
    )


def _shown(frame: Lazy) -> list[nw.Expr]:
    """Give the day on which a delivery first showed a row, where exports have one."""
    return [nw.col(versions.DELIVERED)] if versions.are_in(frame) else []


def _with_corrections(
    known: Lazy, names: tuple[str, ...], once: tuple[str, ...] = ()
) -> Lazy:
    """Take back what a version said, in the month in which another replaced it.

    What is counted ``once`` is that of the first version, and stands.
    """
    if not versions.are_in(known):
        return known.select(*KEYS, *names, *once)
    replaced = nw.col(versions.SUPERSEDED)
    back = known.filter(~replaced.is_null()).select(
        "person_id",
        "day",
        month_of(nw.col("day"), replaced).alias("known_month"),
        *[(-nw.col(name)).cast(nw.Int64).alias(name) for name in names],
        *[nw.lit(None, dtype=nw.Int64).alias(name) for name in once],
    )
    return nw.concat([known.select(*KEYS, *names, *once), back], how="vertical")


def _handled(taken: Lazy) -> Lazy:
    first_known = known_in(*_shown(taken))
    known = _with_usual_seconds(
        taken.with_columns(
            known_month=first_known, opened_month=month_of(nw.col("day"))
        )
    )
    counted = with_switches(known).with_columns(
        contacts=nw.lit(1, dtype=nw.Int64),
        handle_seconds=whole("handle_seconds"),
        # Set against handle_seconds, so it counts where that one does.
        usual_seconds=nw.when(~nw.col("handle_seconds").is_null()).then(
            nw.col("usual_seconds")
        ),
        hostile=flag("hostile"),
        complaints=flag("complaint"),
        transfers=flag("transferred"),
        escalations=flag("escalated"),
        resolved=flag("first_contact_resolved"),
        resolved_known=(~nw.col("first_contact_resolved").is_null()).cast(nw.Int64),
        reopened=flag("reopened"),
        waiting_seconds=whole("waiting_on_others_seconds"),
    )
    with_corrections = _with_corrections(counted, HANDLED, SWITCHES)
    return summed(with_corrections, (*HANDLED, *SWITCHES))


def _rated(taken: Lazy) -> Lazy:
    given = taken.filter(~nw.col("csat").is_null())
    rated, recorded = nw.col("rated_at").cast(nw.Date), nw.col("recorded_on")
    counted = given.with_columns(
        known_month=month_of(nw.col("day"), rated, recorded, *_shown(given)),
        csat_hundredths=whole("csat", 100),
        csat_count=nw.lit(1, dtype=nw.Int64),
    )
    return summed(_with_corrections(counted, RATED), RATED)


def contact_days(interactions: Lazy) -> list[Lazy]:
    """Sum contacts, ratings and switches by person, day and month known.

    Parameters
    ----------
    interactions : LazyFrame
        The contract's ``interactions``; legs that nobody took are left out.

    Returns
    -------
    list of LazyFrame
        ``person_id, day, known_month`` and some of ``SUMS`` each (contacts,
        seconds, hundredths of a rating point), for ``days.person_days``.
    """
    taken = interactions.filter(~nw.col("person_id").is_null()).with_columns(
        day=nw.col("opened_at").cast(nw.Date),
    )
    return [_handled(taken), _rated(taken)]


def from_daily_totals(activity_days: Lazy) -> list[Lazy]:
    """Bring daily totals, where single contacts can't be had, to the same columns.

    Parameters
    ----------
    activity_days : LazyFrame
        The contract's ``activity_days``.

    Returns
    -------
    list of LazyFrame
        As ``contact_days`` gives; what the totals don't say is not among it.
    """
    known = nw.col("day"), nw.col("recorded_on"), *_shown(activity_days)
    totals = activity_days.with_columns(
        month_of(*known).alias("known_month"),
        nw.col("contacts", "hostile", "complaints", "transfers").cast(nw.Int64),
        whole("handle_seconds"),
        queue_switches=nw.col("switches").cast(nw.Int64),
        csat_hundredths=whole("csat_sum", 100),
        csat_count=nw.col("csat_count").cast(nw.Int64),
    )
    return [summed(_with_corrections(totals, TOTALLED), TOTALLED)]
