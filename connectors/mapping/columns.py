"""Verbs about columns and rows as they stand: named, joined, kept, left out."""

from collections.abc import Mapping, Sequence

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.source_params import Joined


def rename(relation: Relation, names: Mapping[str, str]) -> Relation:
    """Give columns of the export our names: old to new.

    Raises
    ------
    ContractError
        If an old name is not there, or two columns would bear one name.
    """
    _sql.need(relation, names)
    after = [names.get(column, column) for column in relation.columns]
    twice = sorted({column for column in after if after.count(column) > 1})
    if twice:
        raise ContractError(
            f"two columns would be called {', '.join(twice)}.\n"
            "  Rename the other one too, or leave this one as it is."
        )
    pairs = zip(relation.columns, after, strict=True)
    return relation.project(
        ", ".join(f"{_sql.name(old)} AS {_sql.name(new)}" for old, new in pairs)
    )


def constants(relation: Relation, values: Mapping[str, str]) -> Relation:
    """Give every row the same value."""
    for column, value in values.items():
        relation = _sql.replaced(relation, column, _sql.text(value))
    return relation


def null_if(relation: Relation, marks: Mapping[str, Sequence[str]]) -> Relation:
    """Empty the cells whose value stands for none, such as 31/12/9999."""
    _sql.need(relation, marks)
    for column, values in marks.items():
        none = _sql.among({column: values})
        kept = f"CASE WHEN NOT {none} THEN {_sql.name(column)} END"
        relation = _sql.replaced(relation, column, kept)
    return relation


def first_filled(relation: Relation, chosen: Mapping[str, Sequence[str]]) -> Relation:
    """Give a column the first of several that is filled in."""
    for column, sources in chosen.items():
        _sql.need(relation, sources)
        cells = ", ".join(map(_sql.name, sources))
        relation = _sql.replaced(relation, column, f"coalesce({cells})")
    return relation


def keep_where(relation: Relation, wanted: Mapping[str, Sequence[str]]) -> Relation:
    """Keep the rows whose columns all hold one of the values wanted."""
    _sql.need(relation, wanted)
    return relation.filter(_sql.among(wanted))


def drop_where(relation: Relation, unwanted: Mapping[str, Sequence[str]]) -> Relation:
    """Leave out the rows whose columns all hold one of these values."""
    _sql.need(relation, unwanted)
    return relation.filter(f"NOT ({_sql.among(unwanted)})")


def distinct(relation: Relation, columns: Sequence[str]) -> Relation:
    """Keep these columns alone, and every combination of their values once."""
    _sql.need(relation, columns)
    chosen = ", ".join(map(_sql.name, (*columns, BROKEN_RULE)))
    return relation.project(chosen).distinct()


def id_from(relation: Relation, ids: Mapping[str, Joined]) -> Relation:
    """Make an id of several columns; it is empty where one of them is."""
    for column, joined in ids.items():
        _sql.need(relation, joined.columns)
        parts = f" || {_sql.text(joined.separator)} || ".join(
            f"trim({_sql.name(part)}::VARCHAR)" for part in joined.columns
        )
        relation = _sql.replaced(relation, column, parts)
    return relation
