"""Verbs that make several rows one: the latest version of a record, a sum."""

from connectors.mapping import _sql, values
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.source_params import Format, Totals, Versions


def latest(relation: Relation, versions: Versions) -> Relation:
    """Keep the latest of the rows that share ``by``.

    A row that could not be read, or whose ``by`` is not filled in, is a version
    of nothing known: it stays, and goes to quarantine with its rule.

    Parameters
    ----------
    relation : Relation
    versions : Versions
        ``order`` says what comes later; text that holds numbers counts as numbers.

    Returns
    -------
    Relation
        The same columns.

    Raises
    ------
    ContractError
        If a column is missing.
    """
    _sql.need(relation, (*versions.by, *versions.order))
    stored = _sql.types(relation)
    later = [rank for c in versions.order for rank in _ranks(c, stored[c])]
    # Rows alike in all that was asked for still have one order.
    later += map(_sql.name, relation.columns)
    by = ", ".join(map(_sql.name, versions.by))
    order = ", ".join(f"{rank} DESC NULLS LAST" for rank in later)
    place = f"row_number() OVER (PARTITION BY {BROKEN_RULE}, {by} ORDER BY {order})"
    known = " AND ".join(f"{_sql.name(c)} IS NOT NULL" for c in versions.by)
    dropped = f"{BROKEN_RULE} IS NULL AND {known} AND {place} > 1"
    marked = relation.project(f"*, {dropped} AS is_earlier")
    return marked.filter("NOT is_earlier").project("* EXCLUDE (is_earlier)")


def add_up(relation: Relation, totals: Totals, written: Format) -> Relation:
    """Make one row of those that share ``by``, and sum the other columns named.

    Parameters
    ----------
    relation : Relation
    totals : Totals
        A sum of nothing stays empty.
    written : Format
        Decimal sign of numbers that are not read yet.

    Returns
    -------
    Relation
        ``by`` and ``sums``; no other column.

    Raises
    ------
    ContractError
        If a column is missing, or a row could not be read.
    """
    _sql.need(relation, (*totals.by, *totals.sums))
    relation = values.as_numbers(relation, totals.sums, written)
    _sql.need_whole(relation)
    by = ", ".join(map(_sql.name, totals.by))
    # Decimals add up to the same last digit in whatever order.
    sums = ", ".join(
        f"sum({_sql.name(c)}::DECIMAL(38, 6))::DOUBLE AS {_sql.name(c)}"
        for c in totals.sums
    )
    return relation.aggregate(f"{by}, {sums}, NULL::VARCHAR AS {BROKEN_RULE}", by)


def _ranks(column: str, stored: str) -> list[str]:
    name = _sql.name(column)
    return [f"TRY_CAST({name} AS DOUBLE)", name] if stored == "VARCHAR" else [name]
