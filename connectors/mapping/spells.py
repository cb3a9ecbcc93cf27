"""Periodic snapshots become spells: one row a person and stretch in one unit."""

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.source_params import Spells

OWN = (
    *("person", "unit", "period", "first_day", "left_on", "begins", "is_new"),
    *("spell", "seen", "last_seen", "starts", "times"),
    *("person_id", "team_id", "starts_on", "ends_on", "recorded_on"),
)


def spells_from_snapshots(relation: Relation, spells: Spells) -> Relation:
    """Fold one row a person and period into one row a spell in a unit.

    Periods that follow each other in the same unit, all kept columns alike, are
    one spell. What a snapshot says was known on its own day, so that is when
    the spell was recorded; a first spell starts on ``first_day``, a later one
    with the period in which it was first seen. Who stands in several units in one
    period is taken for the unit with the most rows of that person.

    Parameters
    ----------
    relation : Relation
        ``period`` is the last day of each period; ``first_day`` and ``left_on``
        are days.
    spells : Spells
        ``left_on`` counts only in rows where ``left_where`` holds: exports of
        today write a later exit into earlier snapshots.

    Returns
    -------
    Relation
        ``person_id, team_id, starts_on, ends_on, recorded_on`` and the columns
        kept; a spell seen in the last period of all has no end.

    Raises
    ------
    ContractError
        If a column is missing or no day, or a row could not be read.
    """
    days = [c for c in (spells.period, spells.first_day, spells.left_on) if c]
    asked = (spells.person, spells.unit, *days, *spells.left_where, *spells.keep)
    _sql.need(relation, asked)
    _sql.need_free(spells.keep, OWN)
    _sql.need_days(relation, days)
    _sql.need_whole(relation)
    return relation.query("snapshots_seen", _query(spells))


def _query(spells: Spells) -> str:
    kept = "".join(f", {_sql.name(column)}" for column in spells.keep)
    first = _sql.name(spells.first_day) if spells.first_day else "NULL::DATE"
    left = _sql.name(spells.left_on) if spells.left_on else "NULL::DATE"
    start = f"date_trunc('{spells.every}', period)::DATE"
    return f"""
    WITH named AS (
        SELECT {_sql.name(spells.person)} AS person, {_sql.name(spells.unit)} AS unit,
            {_sql.name(spells.period)} AS period, {first} AS first_day,
            CASE WHEN {_sql.among(spells.left_where)} THEN {left} END AS left_on{kept},
            count(*) OVER (PARTITION BY {_sql.name(spells.person)},
                {_sql.name(spells.period)}, {_sql.name(spells.unit)}) AS times
        FROM snapshots_seen
    ), one AS (
        SELECT * FROM named QUALIFY row_number() OVER (
            PARTITION BY person, period
            ORDER BY left_on, times DESC, unit, first_day{kept}) = 1
    ), marked AS (
        SELECT *, {start} AS begins,
            row(unit{kept}) IS DISTINCT FROM lag(row(unit{kept})) OVER person_periods
            OR lag(period) OVER person_periods < {start} - 1 AS is_new
        FROM one WINDOW person_periods AS (PARTITION BY person ORDER BY period)
    ), numbered AS (
        SELECT *, count(*) FILTER (is_new)
            OVER (PARTITION BY person ORDER BY period) AS spell
        FROM marked
    ), folded AS (
        SELECT person, spell, min(unit) AS unit, min(begins) AS begins,
            min(period) AS seen, max(period) AS last_seen, min(first_day) AS first_day,
            max(left_on) AS left_on
            {"".join(f", min({_sql.name(c)}) AS {_sql.name(c)}" for c in spells.keep)}
        FROM numbered GROUP BY person, spell
    ), started AS (
        SELECT *, CASE WHEN spell = 1 THEN least(coalesce(first_day, begins), seen)
            ELSE begins END AS starts
        FROM folded
    )
    SELECT person AS person_id, unit AS team_id, starts AS starts_on,
        CASE WHEN left_on IS NOT NULL THEN greatest(left_on, starts)
            WHEN last_seen = max(last_seen) OVER () THEN NULL
            ELSE last_seen END AS ends_on,
        seen AS recorded_on{kept}, NULL::VARCHAR AS {BROKEN_RULE}
    FROM started
    """
