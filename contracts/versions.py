"""Versions of a record: what dated deliveries showed of it, and from when to when.

Tables that came in dated deliveries carry three columns more than their contract;
the others lack them, and every row of theirs stands at all times.
"""

import narwhals as nw
import pandas as pd

from contracts._table import Table
from contracts.frames import Lazy

# 1 for what was first seen of a record, 2 for its first correction …
VERSION = "version"
# Empty where the first delivery of all brought it: it was known before.
DELIVERED = "delivered_on"
# Empty while it stands.
SUPERSEDED = "superseded_on"
COLUMNS = (VERSION, DELIVERED, SUPERSEDED)


def has_versions(table: Table) -> bool:
    """Tell whether what a record said earlier is kept: it is, of dated records."""
    return "recorded_on" in table.column_names and bool(table.key)


def are_in(frame: Lazy) -> bool:
    """Tell whether a table came in dated deliveries."""
    return SUPERSEDED in frame.collect_schema().names()


def standing(frame: Lazy, on: nw.Expr) -> Lazy:
    """Keep the versions that stood on a day.

    Parameters
    ----------
    frame : LazyFrame
        A table, with or without versions.
    on : Expr
        The day, of each row.
    """
    if not are_in(frame):
        return frame
    delivered, superseded = nw.col(DELIVERED), nw.col(SUPERSEDED)
    return frame.filter(
        delivered.is_null() | (delivered <= on),
        superseded.is_null() | (superseded > on),
    )


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the versions that stand now."""
    if SUPERSEDED not in frame:
        return frame
    return frame[frame[SUPERSEDED].isna()].reset_index(drop=True)
