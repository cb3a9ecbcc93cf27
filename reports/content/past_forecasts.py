"""A forecast beside last month's, last year's, and the latest one that is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from contracts.released import OUTCOMES
from reports.content.figures import month_before

Row = Mapping[str, Any]
Records = Iterable[Row]
# By outcome, of one month; and by month, of one unit.
Rows = Mapping[str, Row]
ByMonth = Mapping[date, Rows]
When = Literal["now", "month", "year", "over"]
UPPER = ("company", "site", "activity")
COUNTED = "turnover"


@dataclass(frozen=True, slots=True)
class Range:
    """What was expected of one outcome, and what came of it.

    Parameters
    ----------
    low, high : float
        People who leave where ``counted``; otherwise a share.
    counted : bool
    came : pair of float, or None
        In the same measure; None where it is not all over, or not told.
    first, last : date
        First and last day forecast: of a figure that was carried on, its own.
    """

    low: float
    high: float
    counted: bool
    came: tuple[float, float] | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a unit was told at one month's end.

    Parameters
    ----------
    when : {"now", "month", "year", "over"}
        This month; the one before; the same of last year; the latest month whose
        forecast can be held against what came.
    first, last : date
        First and last day that the month forecasts.
    ranges : mapping of outcome to Range
    """

    when: When
    first: date
    last: date
    ranges: Mapping[str, Range]


def year_before(month: date) -> date:
    """Give the last day of the same month a year before."""
    return later(month, -12)


def later(month: date, months: int) -> date:
    """Give the last day of the month so many months later."""
    after = 12 * month.year + month.month + months
    return month_before(date(after // 12, after % 12 + 1, 1))


def past_forecasts(
    risk: Records, tracks: Records, month: date
) -> Mapping[str, tuple[Forecast, ...]]:
    """Give each site's forecasts, and the company's, this month's first.

    Parameters
    ----------
    risk : records of team_risk
    tracks : records of track_record
        As far as they had come by the month.
    month : date
        The month reported on.

    Returns
    -------
    mapping of unit_id to tuple of Forecast
        A month that was not released, or not shown, is left out.
    """
    told = _by_unit(
        r for r in risk if r["unit_level"] in UPPER and r["low"] is not None
    )
    came = _by_unit(tracks)
    return {
        unit_id: _forecasts(months, came.get(unit_id, {}), month)
        for unit_id, months in told.items()
        if month in months
    }


def _by_unit(rows: Records) -> dict[str, dict[date, dict[str, Row]]]:
    found: dict[str, dict[date, dict[str, Row]]] = {}
    for row in sorted(rows, key=lambda row: OUTCOMES.index(row["outcome"])):
        months = found.setdefault(row["unit_id"], {})
        months.setdefault(row["month"], {})[row["outcome"]] = row
    return found


def _forecasts(told: ByMonth, came: ByMonth, month: date) -> tuple[Forecast, ...]:
    now = next(iter(told[month].values()))
    last = now["target_to"]
    span = 12 * (last.year - now["target_from"].year) + last.month
    span -= now["target_from"].month - 1
    wanted: tuple[tuple[When, date], ...] = (
        ("now", month),
        ("month", month_before(month)),
        ("year", year_before(month)),
    )
    found = [
        _forecast(when, at, span, {o: _said(r, came) for o, r in told[at].items()})
        for when, at in wanted
        if at in told
    ]
    if came:
        at = max(came)
        ranges = {o: _over(row, at, span) for o, row in came[at].items()}
        found.append(_forecast("over", at, span, ranges))
    return tuple(found)


def _forecast(
    when: When, month: date, span: int, ranges: Mapping[str, Range]
) -> Forecast:
    first = month + timedelta(days=1)
    return Forecast(when, first, later(month, span), ranges)


def _said(row: Row, came: ByMonth) -> Range:
    """Give a month's range, and what came of the figure that it shows."""
    counted = row["low_count"] is not None
    ends = ("low_count", "high_count") if counted else ("low", "high")
    observed = came.get(row["figure_month"], {}).get(row["outcome"])
    # Leavers come as people: beside a share they would be another measure.
    same = counted == (row["outcome"] == COUNTED)
    return Range(
        low=row[ends[0]],
        high=row[ends[1]],
        counted=counted,
        came=_observed(observed) if observed and same else None,
        first=row["target_from"],
        last=row["target_to"],
    )


def _over(row: Row, month: date, span: int) -> Range:
    return Range(
        low=row["low"],
        high=row["high"],
        counted=row["outcome"] == COUNTED,
        came=_observed(row),
        first=month + timedelta(days=1),
        last=later(month, span),
    )


def _observed(row: Row) -> tuple[float, float]:
    return row["observed_low"], row["observed_high"]
