"""What happened to the people of each snapshot in the months that followed.

A row is a person, a snapshot and a lead: the lead counts months ahead, and a
row exists only while the person is still there and the month's records are in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models.clock import Days, days, month_end

KEYS = ["as_of", "person_id", "lead", "label_month"]


@dataclass(frozen=True, slots=True)
class Window:
    """How far ahead is looked, and until when records are complete.

    Parameters
    ----------
    horizon : int
        Months ahead.
    closed_until : Timestamp
        Months that end later have no label yet.
    recording_lag_days : int
        Assumed for a departure that does not say when it was recorded.
    """

    horizon: int
    closed_until: pd.Timestamp
    recording_lag_days: int


def turnover_outcomes(
    cohort: pd.DataFrame,
    departures: pd.DataFrame,
    counts_as_voluntary: Collection[str],
    window: Window,
) -> pd.DataFrame:
    """Say of each person, snapshot and lead whether the person left in that month.

    Parameters
    ----------
    cohort : DataFrame with columns as_of, person_id, announced, weekly_hours
        A row a person present at a snapshot.
    departures : DataFrame with columns person_id, left_on, reason, recorded_on
        ``left_on`` is the last day employed.
    counts_as_voluntary : collection of str
        Reasons that count as voluntary; any other exit competes.
    window : Window

    Returns
    -------
    DataFrame
        ``as_of, person_id, lead, label_month, voluntary, other, exposure``,
        sorted; exposure is one person-month. People who had given notice are
        left out, and so are those whose departure before the snapshot was
        recorded only after it.
    """
    rows = leads(cohort, departures, window)
    leaves = rows["lead"] == rows["left_lead"]
    chosen = rows["reason"].isin(list(counts_as_voluntary))
    return rows[KEYS].assign(
        voluntary=leaves & chosen, other=leaves & ~chosen, exposure=1.0
    )


def absence_outcomes(
    cohort: pd.DataFrame,
    absences: pd.DataFrame,
    departures: pd.DataFrame,
    kinds: Collection[str],
    spell_gap_days: int,
    window: Window,
) -> pd.DataFrame:
    """Count the sick days of each person, snapshot and lead.

    Parameters
    ----------
    cohort, departures, window
        As for ``turnover_outcomes``.
    absences : DataFrame with columns person_id, starts_on, ends_on, kind, day_share
        Days of overlapping spells count once; a spell without end runs on.
    kinds : collection of str
        Kinds of absence that count.
    spell_gap_days : int
        Spells at most so many days apart are one: the days between count too.
    window : Window

    Returns
    -------
    DataFrame
        ``as_of, person_id, lead, label_month, sick_days, days, weekly_hours,
        exposure, rate``, sorted. ``days`` are calendar days employed in the
        month; exposure is contracted hours (``days`` x ``weekly_hours`` / 7),
        and rate is sick days a day.
    """
    rows = leads(cohort, departures, window)
    last = rows["label_month"].where(rows["lead"] != rows["left_lead"], rows["left_on"])
    rows = rows.assign(days=last.dt.day.astype("float64"))
    spells = absences[absences["kind"].isin(list(kinds))]
    sick = _sick_days(spells, departures, spell_gap_days, rows["as_of"].min(), window)
    rows = rows.merge(sick, on=["person_id", "label_month"], how="left")
    sick_days = rows["sick_days"].fillna(0.0)
    return rows[KEYS].assign(
        sick_days=sick_days,
        days=rows["days"],
        weekly_hours=rows["weekly_hours"],
        exposure=rows["days"] * rows["weekly_hours"] / 7,
        rate=sick_days / rows["days"],
    )


def leads(
    cohort: pd.DataFrame, departures: pd.DataFrame, window: Window
) -> pd.DataFrame:
    """Give a row a person at risk, snapshot and lead still to be lived through."""
    people = _at_risk(cohort, departures, window)
    month = people["as_of"].to_numpy().astype("datetime64[M]")
    left = people["left_on"].to_numpy().astype("datetime64[M]")
    stays = np.isnat(left)
    left_lead = np.where(stays, window.horizon + 1, (left - month).astype("int64"))
    repeated = np.repeat(np.arange(len(people)), window.horizon)
    lead = np.tile(np.arange(1, window.horizon + 1), len(people))
    ahead: Days = month[repeated] + lead.astype("timedelta64[M]")
    label = month_end(ahead)
    closed = label <= np.datetime64(window.closed_until, "D")
    kept = closed & (lead <= left_lead[repeated])
    rows = people.iloc[repeated[kept]].reset_index(drop=True)
    return rows.assign(
        lead=lead[kept],
        label_month=label[kept].astype("datetime64[us]"),
        left_lead=left_lead[repeated][kept],
    )


def _at_risk(
    cohort: pd.DataFrame, departures: pd.DataFrame, window: Window
) -> pd.DataFrame:
    """Give each person at risk the departure that came next, if one did."""
    gone = _dated(departures, window.recording_lag_days)
    kept = cohort.loc[
        ~cohort["announced"].astype(bool), ["as_of", "person_id", "weekly_hours"]
    ]
    people = kept.assign(
        as_of=days(kept["as_of"]).astype("datetime64[us]"),
        person_id=kept["person_id"].astype("str"),
    )
    people = people.sort_values(["as_of", "person_id"], ignore_index=True)
    match: dict[str, Any] = {
        "left_on": "as_of",
        "right_on": "left_on",
        "by": "person_id",
    }
    before = pd.merge_asof(people, gone, direction="backward", **match)
    # Gone already, but nobody had recorded it: not a person who could still leave.
    ghost = (before["known_on"] > before["as_of"]).to_numpy()
    return pd.merge_asof(
        people[~ghost],
        gone,
        direction="forward",
        allow_exact_matches=False,
        **match,
    )


def _dated(departures: pd.DataFrame, lag_days: int) -> pd.DataFrame:
    left = days(departures["left_on"])
    recorded = days(departures["recorded_on"])
    known = np.where(np.isnat(recorded), left + np.timedelta64(lag_days, "D"), recorded)
    return pd.DataFrame(
        {
            "person_id": departures["person_id"].astype("str").array,
            "left_on": left.astype("datetime64[us]"),
            "known_on": known.astype("datetime64[us]"),
            "reason": departures["reason"].to_numpy(),
        }
    ).sort_values(["left_on", "person_id"], ignore_index=True)


def _sick_days(
    spells: pd.DataFrame,
    departures: pd.DataFrame,
    gap_days: int,
    since: pd.Timestamp,
    window: Window,
) -> pd.DataFrame:
    """Sum sick days by person and month, days after a departure left out."""
    until = np.datetime64(window.closed_until, "D")
    starts = np.maximum(days(spells["starts_on"]), np.datetime64(since, "D"))
    ends = days(spells["ends_on"])
    ends = np.where(np.isnat(ends), until, np.minimum(ends, until))
    length = np.maximum((ends - starts).astype("int64") + 1, 0)
    spell = np.repeat(np.arange(len(spells)), length)
    within = np.arange(len(spell)) - np.repeat(np.cumsum(length) - length, length)
    each = pd.DataFrame(
        {
            "person_id": spells["person_id"].astype("str").array[spell],
            "day": (starts[spell] + within).astype("datetime64[us]"),
            "share": spells["day_share"].fillna(1.0).to_numpy("float64")[spell],
        }
    )
    once = each.groupby(["person_id", "day"], as_index=False).agg({"share": "max"})
    sick = _employed(_bridged(once, gap_days), departures)
    by_month = sick.groupby(["person_id", "label_month"], as_index=False)
    return by_month.agg(sick_days=("share", "sum"))


def _bridged(sick: pd.DataFrame, gap_days: int) -> pd.DataFrame:
    """Count the days between two spells that are one, at the first one's share."""
    same = sick["person_id"].eq(sick["person_id"].shift(-1))
    apart = (sick["day"].shift(-1) - sick["day"]).dt.days
    joins = (same & (apart <= gap_days)).to_numpy()
    times = np.where(joins, apart.fillna(1), 1).astype("int64")
    row = np.repeat(np.arange(len(sick)), times)
    later = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    filled = sick.iloc[row].reset_index(drop=True)
    return filled.assign(day=filled["day"] + pd.to_timedelta(later, unit="D"))


def _employed(sick: pd.DataFrame, departures: pd.DataFrame) -> pd.DataFrame:
    left: Days = days(departures["left_on"])
    gone = pd.DataFrame(
        {
            "person_id": departures["person_id"].astype("str").array,
            "label_month": month_end(left).astype("datetime64[us]"),
            "left_on": left.astype("datetime64[us]"),
        }
    ).drop_duplicates(["person_id", "label_month"])
    month = month_end(days(sick["day"])).astype("datetime64[us]")
    dated = sick.assign(label_month=month).merge(
        gone, on=["person_id", "label_month"], how="left"
    )
    return dated[~(dated["day"] > dated["left_on"])]
