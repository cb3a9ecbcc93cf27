"""A forecast beside last month's, last year's, and the latest one that is over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from contracts.released import OUTCOMES
from reports.content.figures import month_before

Records = Iterable[Mapping[str, Any]]
When = Literal["now", "month", "year", "over"]
UPPER = ("company", "site", "activity")


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
    """

    low: float
    high: float
    counted: bool
    came: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a unit was told at one month's end.

    Parameters
    ----------
    when : {"now", "month", "year", "over"}
        This month; the one before; the same of last year; the latest month whose
        forecast can be held against what came.
    first, last : date
        First and last day forecast.
    ranges : mapping of outcome to Range
    """

    when: When
    first: date
    last: date
    ranges: Mapping[str, Range]


def year_before(month: date) -> date:
    """Give the last day of the same month a year before."""
    first = month.replace(day=1)
    following = first.replace(year=first.year - 1 + first.month // 12)
    return month_before(following.replace(month=first.month % 12 + 1))


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
    came: dict[str, dict[date, dict[str, Mapping[str, Any]]]] = {}
    for row in tracks:
        months = came.setdefault(row["unit_id"], {})
        months.setdefault(row["month"], {})[row["outcome"]] = row
    told: dict[str, dict[date, list[Mapping[str, Any]]]] = {}
    for row in risk:
        if row["unit_level"] in UPPER and row["low"] is not None:
            told.setdefault(row["unit_id"], {}).setdefault(row["month"], []).append(row)
    return {
        unit_id: _forecasts(months, came.get(unit_id, {}), month)
        for unit_id, months in told.items()
        if month in months
    }


def _forecasts(
    told: Mapping[date, Sequence[Mapping[str, Any]]],
    came: Mapping[date, Mapping[str, Mapping[str, Any]]],
    month: date,
) -> tuple[Forecast, ...]:
    wanted: dict[When, date] = {
        "now": month,
        "month": month_before(month),
        "year": year_before(month),
    }
    if came:
        wanted["over"] = max(came)
    return tuple(
        _forecast(when, told[at], came.get(at, {}))
        for when, at in wanted.items()
        if at in told
    )


def _forecast(
    when: When,
    rows: Sequence[Mapping[str, Any]],
    came: Mapping[str, Mapping[str, Any]],
) -> Forecast:
    ordered = sorted(rows, key=lambda row: OUTCOMES.index(row["outcome"]))
    return Forecast(
        when=when,
        first=rows[0]["target_from"],
        last=rows[0]["target_to"],
        ranges={row["outcome"]: _range(row, came.get(row["outcome"])) for row in ordered},
    )


def _range(row: Mapping[str, Any], came: Mapping[str, Any] | None) -> Range:
    observed = (came["observed_low"], came["observed_high"]) if came else None
    if row["low_count"] is not None:
        return Range(row["low_count"], row["high_count"], True, observed)
    # Leavers are told as people: beside a share they would be another measure.
    shares = row["outcome"] == "absence"
    return Range(row["low"], row["high"], False, observed if shares else None)
