"""Columns that name a place become a tree of units."""

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.source_params import Level, Units


def units_from_columns(relation: Relation, units: Units) -> Relation:
    """Make the table of units: a row a unit of every level, one company above.

    A unit's id joins all the columns of its level, as ``id_from`` would: a store
    that two business units share is then two units.

    Parameters
    ----------
    relation : Relation
        Rows that name a place each, such as snapshots of people.
    units : Units
        Levels from the leaves up; the columns of a level hold those of the next.

    Returns
    -------
    Relation
        ``team_id, parent_id, public_name, kind``.

    Raises
    ------
    ContractError
        If a column is missing, or a level is not inside the next.
    """
    _sql.need(relation, [c for level in units.levels for c in level.columns])
    _sql.need_whole(relation)
    above = [*units.levels[1:], None]
    for lower, upper in zip(units.levels, above, strict=True):
        _need_nested(lower, upper)
    selects = [
        _level(lower, upper, units)
        for lower, upper in zip(units.levels, above, strict=True)
    ]
    company = _sql.text(units.company)
    selects.append(
        f"SELECT {company} AS team_id, NULL::VARCHAR AS parent_id, "
        f"{company} AS public_name, 'company' AS kind"
    )
    every = " UNION ALL ".join(selects)
    return relation.query(
        "places_seen", f"SELECT *, NULL::VARCHAR AS {BROKEN_RULE} FROM ({every})"
    )


def _need_nested(lower: Level, upper: Level | None) -> None:
    outside = set(upper.columns) - set(lower.columns) if upper else set()
    if outside:
        raise ContractError(
            f"level {lower.kind} lacks {', '.join(sorted(outside))} of the level above."
            "\n  Add it to the level's columns: a unit lies inside one unit above."
        )


def _joined(level: Level, separator: str) -> str:
    parts = (f"trim({_sql.name(column)}::VARCHAR)" for column in level.columns)
    return f" || {_sql.text(separator)} || ".join(parts)


def _level(lower: Level, upper: Level | None, units: Units) -> str:
    parent = _joined(upper, units.separator) if upper else _sql.text(units.company)
    return (
        f"SELECT DISTINCT {_joined(lower, units.separator)} AS team_id, "
        f"{parent} AS parent_id, {_joined(lower, ' · ')} AS public_name, "
        f"{_sql.text(lower.kind)} AS kind FROM places_seen"
    )
