"""Who was present, in which team, as known at the end of each month."""

import narwhals as nw

from contracts import versions
from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past

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
        ``as_of, person_id, team_id, parent_id`` (of the unit above the team),
        ``announced, weekly_hours`` and the columns
        of the assignment that drivers use; agents alone, a row a person. Nobody
        where the source has no assignments.
    """
    if "assignments" not in past.tables:
        return _nobody(past)
    assigned = _latest(past.records("assignments"), "starts_on").filter(
        nw.col("role").is_null() | nw.col("role").is_in(ROLES_SEEN),
        nw.col("ends_on").is_null()
        | (days_between(nw.col("ends_on"), nw.col("as_of")) <= grace_days),
    )
    assigned = assigned.join(_since(past), on=[*KEYS, "team_id"], how="left")
    return _below(past, _without_leavers(past, assigned)).select(
        *KEYS,
        "team_id",
        "parent_id",
        nw.col("announced").fill_null(False),
        nw.col("weekly_hours").fill_null(past.full_time_hours),
        "in_team_since",
        "contract",
        "fte",
        "monthly_pay",
        "commute_minutes",
    )


def _nobody(past: Past) -> Lazy:
    """Give no row: without assignments nobody is known to be anywhere."""
    words, number = nw.lit(None, dtype=nw.String), nw.lit(None, dtype=nw.Float64)
    return past.snapshots.filter(nw.col("age") < 0).select(
        "as_of",
        person_id=words,
        team_id=words,
        parent_id=words,
        announced=nw.lit(False),
        weekly_hours=number,
        in_team_since=nw.col("as_of"),
        contract=words,
        fte=number,
        monthly_pay=number,
        commute_minutes=number,
    )


def _below(past: Past, present: Lazy) -> Lazy:
    """Add the unit above each team; the tree says which teams are comparable."""
    if "teams" not in past.tables:
        return present.with_columns(parent_id=nw.lit(None, dtype=nw.String))
    above = past.tables["teams"].select("team_id", "parent_id")
    return present.join(above, on="team_id", how="left")


def _without_leavers(past: Past, assigned: Lazy) -> Lazy:
    """Leave out who had left; mark whose last day is known to come.

    Without departures nobody is known to leave: assignments alone say who is here.
    """
    if "departures" not in past.tables:
        return assigned.with_columns(announced=nw.lit(False))
    exits = known_exits(past)
    gone = (
        exits.filter(nw.col("left_on") <= nw.col("as_of"))
        .group_by(*KEYS)
        .agg(last_left_on=nw.col("left_on").max())
    )
    notice = (
        exits.filter(nw.col("left_on") > nw.col("as_of"))
        .group_by(*KEYS)
        .agg(announced=(nw.len() > 0))
    )
    present = assigned.join(gone, on=list(KEYS), how="left").filter(
        nw.col("last_left_on").is_null()
        | (nw.col("last_left_on") < nw.col("starts_on"))
    )
    return present.join(notice, on=list(KEYS), how="left")


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
    every = past.stood("departures")
    later = nw.col("left_on").dt.offset_by(f"{past.lag_days}d").cast(nw.Date)
    shown = [nw.col(versions.DELIVERED)] if versions.are_in(every) else []
    known = nw.coalesce(nw.col("notified_on"), nw.col("recorded_on"), *shown, later)
    return every.filter(known <= nw.col("as_of"))
