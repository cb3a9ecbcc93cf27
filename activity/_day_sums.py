"""How a day is summed: whole numbers, empty where nothing was ever said."""

import narwhals as nw

from contracts.frames import Lazy

KEYS = ("person_id", "day", "known_month")


def whole(name: str, times: int = 1) -> nw.Expr:
    """Turn a number into whole ones: their sums are the same in any order."""
    number = nw.col(name) if times == 1 else nw.col(name) * times
    return number.round(0).cast(nw.Int64)


def flag(name: str) -> nw.Expr:
    """Turn a flag into 0 and 1; empty stays empty."""
    return nw.col(name).cast(nw.Int64)


def summed(frame: Lazy, names: tuple[str, ...]) -> Lazy:
    """Sum by person, day and month known.

    Parameters
    ----------
    frame : LazyFrame
        ``KEYS`` and some of ``names``.
    names : tuple of str

    Returns
    -------
    LazyFrame
        ``KEYS`` and ``names``; a sum of nothing but empty values is empty, and
        so is a column that the frame does not have.
    """
    present = [name for name in names if name in frame.collect_schema().names()]
    days = frame.group_by(*KEYS).agg(
        *[
            nw.when(nw.col(name).count() > 0)
            .then(nw.col(name).sum().cast(nw.Int64))
            .alias(name)
            for name in present
        ]
    )
    return days.select(
        *KEYS,
        *[
            nw.col(name)
            if name in present
            else nw.lit(None, dtype=nw.Int64).alias(name)
            for name in names
        ],
    )
