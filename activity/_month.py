"""From which month on a record counts: that of the latest day it depends on."""

import narwhals as nw


def month_of(*days: nw.Expr) -> nw.Expr:
    """Give the first day of the month of the latest of some days; empty ones aside."""
    return nw.max_horizontal(*days).dt.truncate("1mo").cast(nw.Date)
