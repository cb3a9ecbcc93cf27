"""Sums over person-days in both windows, and over one's colleagues."""

import narwhals as nw

from contracts.frames import Lazy
from features._past import KEYS, Past, share

TEAM = ("as_of", "team_id")


def seen_sum(values: nw.Expr) -> nw.Expr:
    """Sum; empty where no value was ever there."""
    return nw.when(values.count() > 0).then(values.sum())


def zero_where_recorded(name: str) -> nw.Expr:
    """Fill with zero where the snapshot has the figure of anybody at all.

    Nothing noted of one person then means none; noted of nobody, it isn't known.
    """
    recorded = nw.col(name).count().over("as_of") > 0
    return nw.when(recorded).then(nw.col(name).fill_null(0)).alias(name)


def windows(past: Past, *names: str) -> Lazy:
    """Sum person-days over the recent months and over the long window.

    Parameters
    ----------
    past : Past
    *names : str
        Sums of ``summarise_activity``.

    Returns
    -------
    LazyFrame
        Those present who worked at all: the columns of ``past.people()``,
        ``<name>`` over the recent months, ``year_<name>`` over the long window.
    """
    recent = nw.col("age") < past.recent_months
    sums = [
        seen_sum(nw.when(recent).then(nw.col(name)).otherwise(None)).alias(name)
        for name in names
    ]
    year = [seen_sum(nw.col(name)).alias(f"year_{name}") for name in names]
    summed = past.days(past.long_months).group_by(*KEYS).agg(*sums, *year)
    filled = [
        zero_where_recorded(each) for name in names for each in (name, f"year_{name}")
    ]
    here = past.people().join(summed, on=list(KEYS), how="inner")
    return here.with_columns(*filled)


def mates(name: str) -> nw.Expr:
    """Sum over the team, oneself left out."""
    return nw.col(name).sum().over(*TEAM) - nw.col(name)


def trend(part: str, whole: str) -> nw.Expr:
    """Set the recent ratio against that of the long window."""
    recent = share(nw.col(part), nw.col(whole))
    return share(recent, share(nw.col(f"year_{part}"), nw.col(f"year_{whole}")))
