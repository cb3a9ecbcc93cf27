"""Spans between days and between times, by arithmetic that every engine knows."""

import narwhals as nw

DAY_SECONDS = 86_400


def day_number(day: nw.Expr) -> nw.Expr:
    """Count the days of the calendar up to a day, from 1 January of the year 1."""
    whole = day.dt.year().cast(nw.Int64) - 1
    leaps = whole // 4 - whole // 100 + whole // 400
    return 365 * whole + leaps + day.dt.ordinal_day().cast(nw.Int64)


def days_between(earlier: nw.Expr, later: nw.Expr) -> nw.Expr:
    """Count the days from one day to another, as a double."""
    return (day_number(later) - day_number(earlier)).cast(nw.Float64)


def minutes_between(earlier: nw.Expr, later: nw.Expr) -> nw.Expr:
    """Count the whole minutes from one time to another, downwards where negative."""
    return (second_number(later) - second_number(earlier)) // 60


def second_number(time: nw.Expr) -> nw.Expr:
    """Count the seconds of the calendar up to a time, its fractions left out.

    Of a column it is short; of an expression, which it names six times, long.
    """
    hours, minutes = time.dt.hour().cast(nw.Int64), time.dt.minute().cast(nw.Int64)
    seconds = (hours * 60 + minutes) * 60 + time.dt.second().cast(nw.Int64)
    return day_number(time) * DAY_SECONDS + seconds
