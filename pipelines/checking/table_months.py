"""Which months a table's rows are of, beside the months that a run looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from connectors import keys
from contracts._table import Table
from contracts.params import Params
from contracts.versions import SUPERSEDED

DATED_BY = {
    **keys.DATED_BY,
    "events": "starts_at",
    "initiatives": "starts_on",
    "queue_days": "day",
}
# What has not ended by then still counts in a later month.
ENDED_BY = {"absences": "ends_on", "assignments": "ends_on"}
# Come day by day, so that a month of few rows is a month cut short.
EVERY_DAY = ("interactions", "activity_days", "shifts", "queue_days")
# Of the rows of a usual month; below it a month is thin.
THIN_SHARE = 0.5
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Window:
    """The months that a run looks at, each written ``YYYY-MM``.

    Parameters
    ----------
    reach : str
        The first month that the first snapshot looks back to.
    first, last : str
        Months of the first and of the last snapshot.
    """

    reach: str
    first: str
    last: str

    @property
    def words(self) -> str:
        """Name the months of the snapshots."""
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Months:
    """When a table's good rows are of.

    Parameters
    ----------
    rows : mapping of month to int
        Rows that begin in each month that has any, oldest first.
    last : str
        The month in which the last row ends; ``open`` where one has no end.
    looked_at : int
        Rows that fall into the months that a run looks at, or last into them.
    """

    rows: Mapping[str, int]
    last: str
    looked_at: int

    @property
    def first(self) -> str:
        """The month in which the first row begins."""
        return next(iter(self.rows))


def window_of(settings: Params) -> Window:
    """Give the months that a run looks at."""
    last = pd.Period(settings.time.last_month, "M")
    every = settings.time.snapshot_every_months
    first = last - (settings.time.history_months - 1) // every * every
    reach = first - (settings.features.long_months - 1)
    return Window(str(reach), str(first), str(last))


def months_of(
    rows: duckdb.DuckDBPyRelation, table: Table, window: Window
) -> Months | None:
    """Count a table's rows by month; None if it is not dated or holds no day.

    Parameters
    ----------
    rows : DuckDBPyRelation
        Brought to the contract.
    table : Table
    window : Window
    """
    if table.name not in DATED_BY:
        return None
    start = f"{DATED_BY[table.name]}::DATE"
    end = f"{ENDED_BY[table.name]}::DATE" if table.name in ENDED_BY else start
    standing = f"{SUPERSEDED} IS NULL" if SUPERSEDED in rows.columns else "true"
    inside = (
        f"strftime({start}, '%Y-%m') <= '{window.last}' AND "
        f"coalesce(strftime({end}, '%Y-%m') >= '{window.reach}', true)"
    )
    counted = (
        rows.filter(f"{start} IS NOT NULL AND {standing}")
        .aggregate(
            f"strftime({start}, '%Y-%m') AS month, count(*) AS rows, "
            f"count(*) FILTER ({inside}) AS looked_at, "
            f"max(coalesce(strftime({end}, '%Y-%m'), '{OPEN}')) AS last",
            "month",
        )
        .order("month")
        .fetchall()
    )
    if not counted:
        return None
    return Months(
        rows={month: n for month, n, _, _ in counted},
        last=max(last for *_, last in counted),
        looked_at=sum(n for _, _, n, _ in counted),
    )


def between(first: str, last: str) -> list[str]:
    """List months, both ends included."""
    return [str(month) for month in pd.period_range(first, last, freq="M")]


def covered(months: Months, window: Window) -> tuple[int, int]:
    """Count the months looked at that a table spans, of how many."""
    asked = between(window.first, window.last)
    held = [m for m in asked if months.first <= m and m <= months.last]
    return len(held), len(asked)


def usual(counts: Sequence[int]) -> int:
    """Give the rows of the month that the middle row is in.

    Unlike the month in the middle, it stays where a long tail of months holds a
    few leftovers each.
    """
    passed = 0
    for count in sorted(counts, reverse=True):
        passed += count
        if 2 * passed >= sum(counts):
            return count
    return 0


def thin(months: Months, window: Window) -> tuple[dict[str, int], int]:
    """Find the months of far fewer rows than usual, among those looked at.

    Returns
    -------
    thin : dict of month to rows
        Between the table's first and last month.
    usual : int
        Rows of the month that the middle row is in.
    """
    first = max(months.first, window.first)
    last = min(list(months.rows)[-1], window.last)
    counts = {month: months.rows.get(month, 0) for month in between(first, last)}
    most = usual(list(counts.values()))
    return {m: n for m, n in counts.items() if n < THIN_SHARE * most}, most
