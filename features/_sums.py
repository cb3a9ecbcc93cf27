"""Sums over the windows of a snapshot: one's own, one's colleagues', the peers'."""

import narwhals as nw

from contracts.frames import Lazy
from features._past import KEYS, Past, share

TEAM = ("as_of", "team_id")
PARENT = ("as_of", "parent_id")
MILLION = 1_000_000
# Windows beside that of the recent months, by the prefix of their sums.
LATEST, SUSTAINED, BEFORE = "latest_", "sustained_", "before_"


def seen_sum(values: nw.Expr) -> nw.Expr:
    """Sum; empty where no value was ever there."""
    return nw.when(values.count() > 0).then(values.sum())


def exact_sum(values: nw.Expr) -> nw.Expr:
    """Sum to a millionth; empty where no value was ever there.

    Sums of doubles differ by the order of the rows, so that a record added later
    could change the last digit; whole millionths add up the same in any order.
    """
    millionths = (values * MILLION).round(0).cast(nw.Int64)
    return seen_sum(millionths).cast(nw.Float64) / MILLION


def zero_where_recorded(name: str) -> nw.Expr:
    """Fill with zero where the snapshot has the figure of anybody at all.

    Nothing noted of one person then means none; noted of nobody, it isn't known.
    """
    recorded = nw.col(name).count().over("as_of") > 0
    return nw.when(recorded).then(nw.col(name).fill_null(0)).alias(name)


def _ages(past: Past, prefix: str) -> tuple[int, int]:
    """Give the youngest month of a window and the first past it, by age."""
    recent = past.recent_months
    return {
        "": (0, recent),
        LATEST: (0, past.latest_months),
        SUSTAINED: (0, past.sustained_months),
        BEFORE: (recent, recent + past.before_months),
    }[prefix]


def windows(past: Past, *names: str, also: tuple[str, ...] = ()) -> Lazy:
    """Sum person-months over the recent months, and over other windows.

    Parameters
    ----------
    past : Past
    *names : str
        Sums of ``summarise_activity``.
    also : tuple of str
        ``LATEST``, ``SUSTAINED`` or ``BEFORE``: the windows wanted beside.

    Returns
    -------
    LazyFrame
        The columns of ``past.people()``, ``<name>`` over the recent months, and
        with the prefix of each other window that over it. Zero for whoever had
        none, empty where nobody's is known.
    """
    prefixes = ("", *also)
    depth = max(_ages(past, prefix)[1] for prefix in prefixes)
    wanted = {prefix + name: (name, prefix) for prefix in prefixes for name in names}

    def within(name: str, prefix: str) -> nw.Expr:
        first, end = _ages(past, prefix)
        inside = (nw.col("age") >= first) & (nw.col("age") < end)
        return seen_sum(nw.when(inside).then(nw.col(name)))

    months = past.months(depth)
    summed = months.group_by(*KEYS).agg(
        *[within(*how).alias(total) for total, how in wanted.items()]
    )
    here = past.people().join(summed, on=list(KEYS), how="left")
    return here.with_columns(*[zero_where_recorded(total) for total in wanted])


def mates(name: str) -> nw.Expr:
    """Sum over the team, oneself left out."""
    return nw.col(name).sum().over(*TEAM) - nw.col(name)


def peers(name: str) -> nw.Expr:
    """Sum over the teams of the same activity and site, one's own team left out."""
    others = nw.col(name).sum().over(*PARENT) - nw.col(name).sum().over(*TEAM)
    return nw.when(~nw.col("parent_id").is_null()).then(others)


def trend(part: str, whole: str) -> nw.Expr:
    """Set the recent ratio against that of the months before."""
    recent = share(nw.col(part), nw.col(whole))
    return share(recent, share(nw.col(BEFORE + part), nw.col(BEFORE + whole)))


def against_peers(part: str, whole: str) -> nw.Expr:
    """Set one's own recent ratio against that of the peers."""
    own = share(nw.col(part), nw.col(whole))
    return share(own, share(peers(part), peers(whole)))
