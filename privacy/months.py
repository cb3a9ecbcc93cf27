"""Months as their last days."""

import pandas as pd


def as_months(days: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    """Bring days of any type to one, so that tables join and sort alike."""
    return pd.to_datetime(days).astype("datetime64[us]")


def with_months(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a copy of a frame whose ``month`` has the one type of days."""
    return frame.assign(month=as_months(frame["month"]))


def month_number(days: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    """Count months from the year 0, so that neighbours differ by one."""
    return days.dt.year * 12 + days.dt.month


def target_days(
    months: "pd.Series[pd.Timestamp]", horizon_months: int
) -> tuple["pd.Series[pd.Timestamp]", "pd.Series[pd.Timestamp]"]:
    """Give the first and the last day forecast.

    Parameters
    ----------
    months : Series of days
        Last days of months.
    horizon_months : int

    Returns
    -------
    pair of Series
        The day after each month's end, and the last day of the horizon.
    """
    first = months + pd.Timedelta(days=1)
    return as_months(first), as_months(months + pd.offsets.MonthEnd(horizon_months))
