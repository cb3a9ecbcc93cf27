"""Who begins a long absence, and in which of the months ahead.

A spell counts in the month in which it begins. Whether it is long is known only
later, so that a label needs as many days more than the month itself.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from models.clock import days, month_end
from models.outcomes import KEYS, Window, leads

DAY = np.timedelta64(1, "D")


def long_absence_outcomes(
    cohort: pd.DataFrame,
    absences: pd.DataFrame,
    departures: pd.DataFrame,
    kinds: Collection[str],
    min_days: int,
    spell_gap_days: int,
    window: Window,
) -> pd.DataFrame:
    """Say of each person, snapshot and lead whether a long absence began then.

    Parameters
    ----------
    cohort, departures
        As for ``outcomes.turnover_outcomes``.
    absences : DataFrame with columns person_id, starts_on, ends_on, kind
        A spell without end runs on.
    kinds : collection of str
        Kinds of absence that count.
    min_days : int
        Calendar days from which a spell is long.
    spell_gap_days : int
        Spells at most so many days apart are one.
    window : Window
        ``closed_until`` so early that spells begun by then have shown their length.

    Returns
    -------
    DataFrame
        ``as_of, person_id, lead, label_month, begins, left, exposure``, sorted;
        rows end with the first long absence, or with the departure. Whoever is
        away at the snapshot stays in: another spell can begin after it.
    """
    rows = leads(cohort, departures, window)
    known = window.closed_until + pd.Timedelta(days=min_days)
    spells = absences[absences["kind"].isin(list(kinds))]
    began = _began(spells, min_days, spell_gap_days, known)
    rows = rows.merge(began, on=["person_id", "label_month"], how="left")
    begins = rows["long"].eq(True)
    person = [rows["as_of"], rows["person_id"]]
    before = begins.astype("int64").groupby(person).cumsum() > begins.astype("int64")
    left = (rows["lead"] == rows["left_lead"]) & ~begins
    found = rows[KEYS].assign(begins=begins, left=left, exposure=1.0)
    return found[~before].reset_index(drop=True)


def _began(
    spells: pd.DataFrame, min_days: int, gap_days: int, known: pd.Timestamp
) -> pd.DataFrame:
    """List who began a long absence in which month; spells close together are one."""
    ends = days(spells["ends_on"])
    ends = np.where(np.isnat(ends), np.datetime64(known, "D"), ends)
    each = pd.DataFrame(
        {
            "person_id": spells["person_id"].astype("str").array,
            "start": days(spells["starts_on"]),
            "end": np.minimum(ends, np.datetime64(known, "D")),
        }
    ).sort_values(["person_id", "start", "end"], ignore_index=True)
    # The latest end of the spells before, of the same person.
    reach = each.groupby("person_id")["end"].cummax().shift()
    same = each["person_id"].eq(each["person_id"].shift())
    joins = same & ((each["start"] - reach).dt.days <= gap_days)
    whole = each.groupby((~joins).cumsum()).agg(
        person_id=("person_id", "first"), start=("start", "min"), end=("end", "max")
    )
    lasted = (whole["end"] - whole["start"]).dt.days + 1
    long = whole[lasted >= min_days]
    month = month_end(days(long["start"])).astype("datetime64[us]")
    found = long[["person_id"]].assign(label_month=month, long=True)
    return found.drop_duplicates()
