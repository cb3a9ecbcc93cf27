"""Exports kept by day: each says what was known then, and overwrites the one before.

No row says when it was recorded; only the folder's name does.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors.simulator import clock
from connectors.simulator.draws import stream

# An export of a month's first days tells the month before.
DELIVERY_DAY = 3
# A day that an open row gets once it ends: not known before it comes.
ENDS = ("ends_on",)
FIRST_SAID_SHARE, FIRST_SAID = 0.10, "other"


def folder_name(month: int) -> str:
    """Name the folder that tells a month, by the day on which it was exported."""
    day = clock.first_day(month + 1) + DELIVERY_DAY - 1
    return str(np.datetime64(day, "D"))


def told_by(
    tables: Mapping[str, pa.Table], month: int, seed: int
) -> Mapping[str, pa.Table]:
    """Give the dated tables as an export after a month's end shows them.

    Parameters
    ----------
    tables : mapping of name to pyarrow.Table
        As at the end of the history.
    month, seed : int

    Returns
    -------
    mapping of name to pyarrow.Table
        Tables with ``recorded_on`` alone, and without it.
    """
    return {
        name: _known(name, table, month, seed)
        for name, table in tables.items()
        if "recorded_on" in table.column_names
    }


def _known(name: str, table: pa.Table, month: int, seed: int) -> pa.Table:
    end = pa.scalar(clock.last_day(month), pa.int32()).cast(pa.date32())
    since = table["recorded_on"]
    if "notified_on" in table.column_names:
        since = pc.min_element_wise(since, table["notified_on"])
    if name == "departures":
        table = _first_said(table, since, month, seed)
    known = pc.less_equal(since, end)
    for column in ENDS:
        if column in table.column_names:
            open_still = pc.greater(table[column], end)
            emptied = pc.if_else(
                open_still, pa.scalar(None, pa.date32()), table[column]
            )
            place = table.schema.get_field_index(column)
            table = table.set_column(place, column, emptied)
    return table.filter(known).drop_columns(["recorded_on"])


def _first_said(
    table: pa.Table, since: pa.ChunkedArray, month: int, seed: int
) -> pa.Table:
    """Let some exits first be entered under another reason, mended a month later."""
    rng = stream(seed, "first said")
    unsure = rng.random(len(table)) < FIRST_SAID_SHARE
    begin = pa.scalar(clock.first_day(month), pa.int32()).cast(pa.date32())
    new = pc.and_(pc.greater_equal(since, begin), pa.array(unsure))
    said = pc.if_else(new, FIRST_SAID, table["reason"].cast(pa.string()))
    return table.set_column(table.schema.get_field_index("reason"), "reason", said)
