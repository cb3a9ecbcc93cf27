"""The released forecast of each unit, read into plain records."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from contracts.released import LEVELS
from privacy.tables.levels import BOUNDS
from privacy.units.groups import JOINED, NAME_SPLIT

MARKED = LEVELS[2:]
SHOWN = ("published", "carried")


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a unit's forecast, for a trend. Rates are shares."""

    month: date
    rate: float
    low: float
    high: float
    company: float | None
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What is expected of a unit for one outcome, in the month reported on.

    Parameters
    ----------
    outcome : str
    status : {"published", "merged", "carried", "withheld"}
    reason : str or None
        Why it is not shown, or the unit that it joined.
    month : date or None
        The month that the figure is of; earlier than the report's if carried.
    rate, low, high, company, threshold : float or None
        Shares of people, or of hours.
    count, count_low, count_high : int or None
        People; sites and the company only.
    chance : float or None
        Probability of being above the agreed threshold.
    level : str or None
    since : date or None
        First month at this level.
    level_before, rate_before, low_before, high_before : str, float or None
        The same in the month before.
    points : tuple of Point
        The trend, oldest first.
    """

    outcome: str
    status: str
    reason: str | None
    month: date | None
    rate: float | None
    low: float | None
    high: float | None
    company: float | None
    threshold: float | None
    count: int | None
    count_low: int | None
    count_high: int | None
    chance: float | None
    level: str | None
    since: date | None
    level_before: str | None
    rate_before: float | None
    low_before: float | None
    high_before: float | None
    points: tuple[Point, ...]

    @property
    def shown(self) -> bool:
        """Whether there is a figure to show."""
        return self.status in SHOWN and self.rate is not None

    @property
    def marked(self) -> bool:
        """Whether the level calls for attention."""
        return self.shown and self.level in MARKED

    @property
    def settling(self) -> str | None:
        """The level that this month alone would give, where it is another one."""
        if self.chance is None or self.level is None:
            return None
        own = LEVELS[bisect_right(BOUNDS, round(self.chance, 6))]
        return None if own == self.level else own

    @property
    def rising(self) -> bool:
        """Whether the level that this month alone would give is a higher one."""
        own = self.settling
        return bool(own and LEVELS.index(own) > LEVELS.index(self.level or own))

    @property
    def steps(self) -> int:
        """How many levels up (or down, below 0) since the month before."""
        if self.level is None or self.level_before is None:
            return 0
        return LEVELS.index(self.level) - LEVELS.index(self.level_before)

    @property
    def strayed(self) -> bool:
        """Whether what is expected lies outside the range of the month before."""
        if self.rate is None or self.low_before is None or self.high_before is None:
            return False
        return not self.low_before <= self.rate <= self.high_before


@dataclass(frozen=True, slots=True)
class Unit:
    """A team, a group of merged teams, a site, or the company."""

    id: str
    name: str
    level: str
    parent_id: str | None
    people: int | None
    figures: Mapping[str, Figure]

    @property
    def joined(self) -> str | None:
        """The group that the unit is counted with, if it is merged throughout."""
        if any(figure.status != "merged" for figure in self.figures.values()):
            return None
        reason = next(iter(self.figures.values())).reason or ""
        return reason.removeprefix(JOINED)

    @property
    def ordinary(self) -> bool:
        """Whether every figure is shown, low, and not about to rise."""
        return all(
            f.shown and f.level == LEVELS[0] and not f.rising
            for f in self.figures.values()
        )

    def name_in(self, place: "Unit | None") -> str:
        """Give the name as it reads under the name of its place."""
        return self.name.removeprefix(f"{place.name}{NAME_SPLIT}" if place else "")

    @property
    def shown(self) -> bool:
        """Whether any figure of the unit may be shown."""
        return any(figure.shown for figure in self.figures.values())

    @property
    def marked(self) -> bool:
        """Whether any outcome calls for attention."""
        return any(figure.marked for figure in self.figures.values())


def rows_of(frame: pd.DataFrame | None, month: date | None = None) -> list[Any]:
    """Give a table's rows as records: empty cells as None, days as dates.

    Parameters
    ----------
    frame : DataFrame or None
        A released table, or None if it is absent.
    month : date, optional
        Keep that month's rows alone.
    """
    if frame is None or frame.empty:
        return []
    days = pd.to_datetime(frame["month"])
    kept = frame if month is None else frame[days == pd.Timestamp(month)]
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in kept.to_dict("records")
    ]


def months_of(frame: pd.DataFrame | None) -> list[date]:
    """Give the months of a table, oldest first."""
    if frame is None or frame.empty:
        return []
    return [day.date() for day in sorted(pd.to_datetime(frame["month"]).unique())]


def units(rows: Iterable[Mapping[str, Any]], month: date) -> dict[str, Unit]:
    """Read the units of one month from all months of ``team_risk``.

    Parameters
    ----------
    rows : records of team_risk, see ``rows_of``
    month : date
        The month reported on.

    Returns
    -------
    dict of unit_id to Unit
        Teams sorted by name under the order of the table's keys.
    """
    history: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["month"] <= month:
            history.setdefault((row["unit_id"], row["outcome"]), []).append(row)
    found: dict[str, list[Mapping[str, Any]]] = {}
    figures: dict[str, dict[str, Figure]] = {}
    for (unit_id, outcome), months in sorted(history.items(), key=_forecast_order):
        months.sort(key=lambda row: row["month"])
        if months[-1]["month"] == month:
            found.setdefault(unit_id, []).append(months[-1])
            figures.setdefault(unit_id, {})[outcome] = _figure(months)
    return {
        unit_id: _unit(latest, figures[unit_id]) for unit_id, latest in found.items()
    }


def month_before(month: date) -> date:
    """Give the last day of the month before."""
    return month.replace(day=1) - timedelta(days=1)


def target(rows: Iterable[Mapping[str, Any]], month: date) -> tuple[date, date] | None:
    """Give the first and last day that a month's report forecasts."""
    spans = [(r["target_from"], r["target_to"]) for r in rows if r["month"] == month]
    return spans[0] if spans else None


def _forecast_order(item: tuple[tuple[str, str], object]) -> tuple[str, int]:
    (unit_id, outcome), _ = item
    return unit_id, ("turnover", "absence", "long_absence").index(outcome)


def _unit(latest: list[Mapping[str, Any]], figures: Mapping[str, Figure]) -> Unit:
    row = latest[0]
    people = next((r["people"] for r in latest if r["people"] is not None), None)
    return Unit(
        id=row["unit_id"],
        name=row["unit_name"] or row["unit_id"],
        level=row["unit_level"],
        parent_id=row["parent_id"],
        people=_whole(people),
        figures=figures,
    )


def _figure(months: list[Mapping[str, Any]]) -> Figure:
    row = months[-1]
    before = _row_before(months)
    return Figure(
        outcome=row["outcome"],
        status=row["status"],
        reason=row["reason"],
        month=row["figure_month"],
        rate=row["expected_rate"],
        low=row["low"],
        high=row["high"],
        company=row["company_rate"],
        threshold=row["threshold_rate"],
        count=_whole(row["expected_count"]),
        count_low=_whole(row["low_count"]),
        count_high=_whole(row["high_count"]),
        chance=row["probability_above"],
        level=row["level"],
        since=row["level_since"],
        level_before=before["level"] if before else None,
        rate_before=before["expected_rate"] if before else None,
        low_before=before["low"] if before else None,
        high_before=before["high"] if before else None,
        points=tuple(_point(r) for r in months if r["expected_rate"] is not None),
    )


def _row_before(months: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    earlier = months[-2] if len(months) > 1 else None
    wanted = month_before(months[-1]["month"])
    return earlier if earlier and earlier["month"] == wanted else None


def _point(row: Mapping[str, Any]) -> Point:
    return Point(
        month=row["month"],
        rate=row["expected_rate"],
        low=row["low"],
        high=row["high"],
        company=row["company_rate"],
        threshold=row["threshold_rate"],
    )


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
