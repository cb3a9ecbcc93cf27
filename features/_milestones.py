"""What happened to people, counted as it was known at each snapshot."""

from collections.abc import Mapping

import narwhals as nw

from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past, month_start
from features._sums import exact_sum, zero_where_recorded

Counted = Mapping[str, tuple[str, int]]


def counts(past: Past, wanted: Counted, amounts: tuple[str, ...] = ()) -> Lazy:
    """Count milestones in a window, for everybody present.

    Parameters
    ----------
    past : Past
    wanted : mapping of name to (kind, months)
    amounts : tuple of str
        Names of those whose amounts are summed instead of counted.

    Returns
    -------
    LazyFrame
        The columns of ``past.people()`` and ``wanted``: zero where none was
        recorded, empty where the kind was recorded of nobody in the window.
    """
    records = past.records("milestones")

    def counted(name: str, kind: str, months: int) -> nw.Expr:
        first = month_start(nw.col("as_of"), months - 1)
        inside = (nw.col("kind") == kind) & (nw.col("happened_on") >= first)
        value = nw.col("amount") if name in amounts else nw.lit(1.0)
        values = nw.when(inside).then(value)
        return exact_sum(values).alias(name)

    own = records.group_by(*KEYS).agg(*[counted(n, *how) for n, how in wanted.items()])
    here = past.people().join(own, on=list(KEYS), how="left")
    return here.with_columns(*[zero_where_recorded(name) for name in wanted])


def days_since(past: Past, kinds: tuple[str, ...], name: str) -> Lazy:
    """Count the days since the last milestone of some kinds; empty without one."""
    last = (
        past.records("milestones")
        .filter(nw.col("kind").is_in(kinds))
        .group_by(*KEYS)
        .agg(last=nw.col("happened_on").max())
    )
    return last.select(*KEYS, days_between(nw.col("last"), nw.col("as_of")).alias(name))
