"""The simulated calendar: months counted since January 1970, days likewise."""

from datetime import date

import numpy as np

from connectors.simulator.arrays import Flags, Ints

# Fixed public holidays (month, day); the movable ones change nothing that
# anybody measures here.
HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
SATURDAY, SUNDAY = 5, 6
DAYS_A_MONTH = 30.4375


def month_number(text: str) -> int:
    """Read ``"2026-10"`` as months since January 1970."""
    return int(np.datetime64(text, "M").astype(np.int64))


def name(month: int) -> str:
    """Write a month as ``"2026-10"``."""
    return str(np.datetime64(month, "M"))


def first_day(month: int) -> int:
    """Give a month's first day."""
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype(np.int64))


def last_day(month: int) -> int:
    """Give a month's last day."""
    return first_day(month + 1) - 1


def days_in(month: int) -> int:
    """Count a month's days."""
    return first_day(month + 1) - first_day(month)


def of_year(month: int) -> int:
    """Give the month of the year, January is 1."""
    return month % 12 + 1


def weekday(day: Ints) -> Ints:
    """Give the day of the week, Monday is 0."""
    # 1 January 1970 was a Thursday.
    return (day + 3) % 7


def open_days(month: int) -> tuple[Ints, Flags]:
    """Give a month's days on which the centre works, and which are Saturdays."""
    days = np.arange(first_day(month), last_day(month) + 1)
    holidays = {date(1970 + month // 12, m, d).toordinal() for m, d in HOLIDAYS}
    closed = np.isin(days + date(1970, 1, 1).toordinal(), list(holidays))
    kept = days[(weekday(days) != SUNDAY) & ~closed]
    return kept, weekday(kept) == SATURDAY
