"""Who was present, in which team, as known at the end of each month."""

import narwhals as nw

from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import Past

ROLES_SEEN = ("agent",)


def _latest(rows: Lazy, *order: str) -> Lazy:
    """Keep the latest row of each person and snapshot."""
    rank = nw.col(order[0]).rank("ordinal", descending=True)
    return rows.with_columns(_rank=rank.over("as_of", "person_id")).filter(
        nw.col("_rank") == 1
    )


def cohort(past: Past, grace_days: int) -> Lazy:
    """Say who was present at each snapshot, in which team.

    The team is that of the latest assignment known, also where an end was
    written into it: the end is often written when the next assignment is, and
    that one may not have been recorded yet.

    Parameters
    ----------
    past : Past
        Its own ``cohort`` is not read.
    grace_days : int
        An assignment that ended longer ago than this, with no later one and no
        departure, is taken for an exit from the centre's view.

    Returns
    -------
    LazyFrame
        ``as_of, person_id, team_id, announced, weekly_hours`` and the columns
        of the assignment that drivers use; agents alone, a row a person.
    """
    assigned = _latest(past.records("assignments"), "starts_on").filter(
        nw.col("role").is_null() | nw.col("role").is_in(ROLES_SEEN),
        nw.col("ends_on").is_null()
        | (days_between(nw.col("ends_on"), nw.col("as_of")) <= grace_days),
    )
    exits = known_exits(past)
    gone = (
        exits.filter(nw.col("left_on") <= nw.col("as_of"))
        .group_by("as_of", "person_id")
        .agg(last_left_on=nw.col("left_on").max())
    )
    notice = (
        exits.filter(nw.col("left_on") > nw.col("as_of"))
        .group_by("as_of", "person_id")
        .agg(announced=(nw.len() > 0))
    )
    keys = ["as_of", "person_id"]
    assigned = assigned.join(_since(past), on=[*keys, "team_id"], how="left")
    present = assigned.join(gone, on=keys, how="left").filter(
        nw.col("last_left_on").is_null()
        | (nw.col("last_left_on") < nw.col("starts_on"))
    )
    return present.join(notice, on=keys, how="left").select(
        *keys,
        "team_id",
        nw.col("announced").fill_null(False),
        nw.col("weekly_hours").fill_null(past.full_time_hours),
        "in_team_since",
        "contract",
        "fte",
    )


def _since(past: Past) -> Lazy:
    """Give the day each person first came to each team.

    A new supervisor or contract starts a new assignment in the same team, so
    the latest one's start would say less.
    """
    return (
        past.records("assignments")
        .group_by("as_of", "person_id", "team_id")
        .agg(in_team_since=nw.col("starts_on").min())
    )


def known_exits(past: Past) -> Lazy:
    """Find who had left or was leaving, known from the notice or from the record.

    A notice once given stays known: who was announced is gone after the last day,
    though the exit itself be recorded weeks later.
    """
    at = past.snapshots.filter(nw.col("age") == 0).select("as_of")
    every = past.tables["departures"].join(at, how="cross")
    later = nw.col("left_on").dt.offset_by(f"{past.lag_days}d").cast(nw.Date)
    known = nw.coalesce(nw.col("notified_on"), nw.col("recorded_on"), later)
    return every.filter(known <= nw.col("as_of"))
