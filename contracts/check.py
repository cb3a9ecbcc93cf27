"""The check of a table against its contract: it names the rule that a row breaks."""

from functools import reduce

import narwhals as nw

from contracts._table import Table
from contracts.frames import Lazy

BROKEN_RULE = "broken_rule"


def rules_of(table: Table) -> dict[str, nw.Expr]:
    """Give every rule of a table, those that follow from its columns first.

    Returns
    -------
    dict of sentence to expression
        True, or empty, where a row keeps the rule.
    """
    filled = {
        f"{column.name} is filled in": ~nw.col(column.name).is_null()
        for column in table.columns
        if column.filled
    }
    chosen = {
        f"{column.name} is one of {', '.join(column.one_of)}": nw.col(
            column.name
        ).is_in(column.one_of)
        for column in table.columns
        if column.one_of
    }
    return {**filled, **chosen, **table.rules}


def with_broken_rule(frame: Lazy, table: Table) -> Lazy:
    """Add the sentence of the first rule that each row breaks, empty if none.

    Parameters
    ----------
    frame : LazyFrame
        Holds at least the columns of ``table``, and may hold ``broken_rule``
        already; what stands there is kept.
    table : Table

    Returns
    -------
    LazyFrame
        The same rows with one text column ``broken_rule``.
    """

    def or_else(later: nw.Expr, rule: tuple[str, nw.Expr]) -> nw.Expr:
        sentence, holds = rule
        return nw.when(~holds.fill_null(True)).then(nw.lit(sentence)).otherwise(later)

    none = nw.lit(None, dtype=nw.String)
    first = reduce(or_else, reversed(list(rules_of(table).items())), none)
    if BROKEN_RULE in frame.collect_schema().names():
        first = nw.coalesce(nw.col(BROKEN_RULE), first)
    return frame.with_columns(first.alias(BROKEN_RULE))
