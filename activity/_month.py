"""From which month on a record counts: that of the latest day it depends on."""

import narwhals as nw


def month_of(*days: nw.Expr) -> nw.Expr:
    """Give the first day of the month of the latest of some days; empty ones aside."""
    # Spark's greatest of one column is an error.
    latest = nw.max_horizontal(*days) if len(days) > 1 else days[0]
    return latest.dt.truncate("1mo").cast(nw.Date)


def known_in(*also: nw.Expr) -> nw.Expr:
    """Give the month in which a contact, opened on ``day``, is known whole."""
    return month_of(
        nw.col("day"), nw.col("closed_at").cast(nw.Date), nw.col("recorded_on"), *also
    )
