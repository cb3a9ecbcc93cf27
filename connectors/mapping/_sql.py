"""Pieces of SQL that every verb needs: names and values quoted, columns asked for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import duckdb

from contracts.check import BROKEN_RULE
from contracts.errors import ContractError

Relation: TypeAlias = duckdb.DuckDBPyRelation


def name(column: str) -> str:
    """Quote a column's name."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """Quote a value."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """Quote a list of values, for ``IN``."""
    return f"({', '.join(text(value) for value in values)})"


def among(wanted: Mapping[str, Sequence[str]]) -> str:
    """Write the condition that every column holds one of its values."""
    conditions = (
        f"coalesce(trim({name(column)}::VARCHAR) IN {texts(values)}, false)"
        for column, values in wanted.items()
    )
    return " AND ".join(conditions) or "true"


def need(relation: Relation, columns: Iterable[str]) -> None:
    """Stop where a verb asks for a column that is not there.

    Raises
    ------
    ContractError
        Naming the columns asked for, and those found.
    """
    missing = sorted({c for c in columns if c} - set(relation.columns))
    if missing:
        found = ", ".join(c for c in relation.columns if c != BROKEN_RULE)
        raise ContractError(
            f"no column {', '.join(missing)}.\n  Found at that step: {found}."
        )


def types(relation: Relation) -> dict[str, str]:
    """Give the stored type of each column."""
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def need_days(relation: Relation, columns: Iterable[str]) -> None:
    """Stop where a verb asks for a day and the column holds something else.

    Raises
    ------
    ContractError
    """
    stored = types(relation)
    wrong = sorted(column for column in columns if stored[column] != "DATE")
    if wrong:
        raise ContractError(
            f"{', '.join(wrong)} is text, not a day.\n"
            "  Read it with cast (day) or period_end in a step before."
        )


def need_free(columns: Iterable[str], taken: Iterable[str]) -> None:
    """Stop where a column to keep bears a name that the verb itself uses.

    Raises
    ------
    ContractError
    """
    clash = sorted(set(columns) & set(taken))
    if clash:
        raise ContractError(
            f"{', '.join(clash)} can't be kept under that name.\n"
            "  Rename it in a step before."
        )


def need_whole(relation: Relation) -> None:
    """Stop where rows that could not be read would be folded into others.

    Raises
    ------
    ContractError
        With the rules broken and how many rows break each.
    """
    counts = (
        relation.filter(f"{BROKEN_RULE} IS NOT NULL")
        .aggregate(f"{BROKEN_RULE}, count(*) AS rows", BROKEN_RULE)
        .order(BROKEN_RULE)
        .fetchall()
    )
    if counts:
        said = "; ".join(f'{rows:,} rows break "{rule}"' for rule, rows in counts)
        raise ContractError(
            f"{said}, and this verb folds rows together.\n"
            "  Correct the step before that reads them, or leave those rows out "
            "with keep_where or drop_where."
        )


def replaced(relation: Relation, column: str, expression: str) -> Relation:
    """Put an expression in the place of a column, or beside the others."""
    if column in relation.columns:
        return relation.project(f"* REPLACE ({expression} AS {name(column)})")
    return relation.project(f"*, {expression} AS {name(column)}")


def marked(relation: Relation, broken: str, rule: str) -> Relation:
    """Mark the rows where ``broken`` holds with a rule, unless one stands there."""
    mark = f"CASE WHEN {broken} THEN {text(rule)} END"
    return replaced(relation, BROKEN_RULE, f"coalesce({BROKEN_RULE}, {mark})")
