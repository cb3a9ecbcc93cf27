"""The past as it was known: the only way a driver sees data.

A driver asks ``Past`` for rows and gets those recorded by the end of each
snapshot month, dated inside the window, with the ends that had not come yet
left empty. It can't look ahead without reaching around this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw

from contracts import versions
from contracts.frames import Lazy

KEYS = ("as_of", "person_id")
# The column that dates a record, by table; an end later than the snapshot is
# a value that some system wrote afterwards.
DATED_BY: Mapping[str, str] = {
    "absences": "starts_on",
    "assignments": "starts_on",
    "departures": "left_on",
    "events": "starts_at",
    "milestones": "happened_on",
    "survey_answers": "closed_on",
    "survey_scores": "closed_on",
}
# The column that says when a record became known, where it isn't recorded_on.
RECORDED_BY: Mapping[str, str] = {
    "events": "announced_on",
    "survey_answers": "published_on",
    "survey_scores": "published_on",
}
LATER_ENDS = ("ends_on", "expected_ends_on")


def month_start(day: nw.Expr, months_back: int = 0) -> nw.Expr:
    """Give the first day of a day's month, or of one some months earlier."""
    return day.dt.truncate("1mo").dt.offset_by(f"-{months_back}mo").cast(nw.Date)


def share(part: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """Divide, leaving the result empty where there is nothing to divide by."""
    return nw.when(whole > 0).then(part.cast(nw.Float64) / whole)


@dataclass(frozen=True, slots=True)
class Past:
    """What was known at the end of each snapshot month.

    Parameters
    ----------
    cohort : LazyFrame
        ``as_of, person_id, team_id, parent_id, announced, weekly_hours``, a row a
        person present; see ``cohort.cohort``.
    snapshots : LazyFrame
        ``as_of, month, age``: for each snapshot, the first day of its month
        (age 0), of the month before (age 1) and so on.
    activity : LazyFrame or None
        Person-days as ``summarise_activity`` writes them.
    worked : LazyFrame or None
        Their sums by month, as ``_person_months.person_months`` gives them.
    tables : mapping of name to LazyFrame
        The normalised tables that the source has.
    latest_months, recent_months, sustained_months, long_months : int
        The windows of the drivers, each up to the snapshot.
    before_months : int
        How many months before the recent ones a trend is held against.
    full_time_hours : float
        A week of full time; also taken where an assignment states no hours.
    lag_days : int
        From an event to its record, where no recorded_on is given.
    min_answers : int
        Survey answers below which a team has no mean.
    """

    cohort: Lazy
    snapshots: Lazy
    activity: Lazy | None
    worked: Lazy | None
    tables: Mapping[str, Lazy]
    latest_months: int
    recent_months: int
    sustained_months: int
    before_months: int
    long_months: int
    full_time_hours: float
    lag_days: int
    min_answers: int

    def people(self) -> Lazy:
        """Give who is present at each snapshot."""
        return self.cohort

    def days(self, months: int) -> Lazy:
        """Give the person-days of the last months, as known at each snapshot.

        Parameters
        ----------
        months : int
            Calendar months, the snapshot's own included.

        Returns
        -------
        LazyFrame
            ``as_of, person_id, age`` (months before the snapshot's) and the
            sums of activity. A person's day may have several rows, by the month
            in which each part was known and by file: they add up.
        """
        if self.activity is None:
            raise ValueError("this past has no activity: the family is absent")
        dated = self.activity.with_columns(month=month_start(nw.col("day")))
        return self._known_of_those_present(dated, months)

    def months(self, months: int) -> Lazy:
        """Give the person-months of the last months, as known at each snapshot.

        Parameters
        ----------
        months : int
            Calendar months, the snapshot's own included.

        Returns
        -------
        LazyFrame
            As ``days`` gives, but a row a person, month and month known: a
            twentieth of the rows.
        """
        if self.worked is None:
            raise ValueError("this past has no activity: the family is absent")
        return self._known_of_those_present(self.worked, months)

    def _known_of_those_present(self, sums: Lazy, months: int) -> Lazy:
        window = self.snapshots.filter(nw.col("age") < months)
        known = sums.join(window, on="month", how="inner").filter(
            nw.col("known_month") <= nw.col("as_of")
        )
        return known.join(self.cohort.select(*KEYS), on=list(KEYS), how="inner")

    def stood(self, table: str) -> Lazy:
        """Give every record of a table at each snapshot, as it was delivered by then.

        Returns
        -------
        LazyFrame
            ``as_of`` and the table's columns; where exports are kept by day, the
            version that stood at the snapshot.
        """
        return self._stood(self.tables[table])

    def _stood(self, rows: Lazy) -> Lazy:
        at = self.snapshots.filter(nw.col("age") == 0).select("as_of")
        return versions.standing(rows.join(at, how="cross"), nw.col("as_of"))

    def records(self, table: str) -> Lazy:
        """Give every record of a table, once for each snapshot that knew it.

        Parameters
        ----------
        table : str
            One of ``DATED_BY``.

        Returns
        -------
        LazyFrame
            ``as_of`` and the table's columns; dated and recorded by ``as_of``,
            ends that had not come yet empty.
        """
        return self.known(self.tables[table], table)

    def known(self, rows: Lazy, table: str) -> Lazy:
        """Give rows made of a table's, once for each snapshot that knew them.

        Parameters
        ----------
        rows : LazyFrame
            Sums over a table, say, that keep the columns that date its records.
        table : str
            One of ``DATED_BY``.

        Returns
        -------
        LazyFrame
            ``as_of`` and the columns of ``rows``, as ``records`` gives them.
        """
        every = self._stood(rows)
        names = every.collect_schema().names()
        dated = nw.col(DATED_BY[table]).cast(nw.Date)
        recorded = nw.coalesce(
            nw.col(RECORDED_BY.get(table, "recorded_on")),
            *([nw.col(versions.DELIVERED)] if versions.are_in(every) else []),
            dated.dt.offset_by(f"{self.lag_days}d").cast(nw.Date),
        )
        known = every.filter(dated <= nw.col("as_of"), recorded <= nw.col("as_of"))
        ends = [
            nw.when(nw.col(name) <= nw.col("as_of")).then(nw.col(name)).alias(name)
            for name in LATER_ENDS
            if name in names
        ]
        return known.with_columns(*ends) if ends else known
