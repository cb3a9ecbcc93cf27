"""An event log becomes legs: one row an agent's part of a contact."""

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.source_params import Legs

OWN = (
    *("contact", "person", "happened", "opened", "reopened_count", "place", "event"),
    *("reopenings", "is_new", "leg", "begins", "last_at", "count_then"),
    *("next_begins", "wait_seconds", "reopened", "transferred"),
    *("interaction_id", "person_id", "opened_at", "closed_at"),
)

TIMES = ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE")

# Nobody's events go, unless nobody ever took the contact; a change of agent is a leg.
RUNS = """), taken AS (
        SELECT *, max(reopened_count) OVER (PARTITION BY contact) AS reopenings
        FROM events
        QUALIFY person IS NOT NULL OR count(person) OVER (PARTITION BY contact) = 0
    ), marked AS (
        SELECT *, person IS DISTINCT FROM lag(person) OVER contact_events
            OR event = min(event) OVER (PARTITION BY contact) AS is_new
        FROM taken WINDOW contact_events AS (PARTITION BY contact ORDER BY event)
    ), numbered AS (
        SELECT *, count(*) FILTER (is_new)
            OVER (PARTITION BY contact ORDER BY event) AS leg
        FROM marked"""


def legs_from_events(relation: Relation, legs: Legs) -> Relation:
    """Fold the events of each contact into the legs of its agents.

    A leg is a run of events with the same agent; it ends when the next agent's
    begins, or with its own last event. Events that name nobody belong to no
    leg; a contact that nobody ever took is one row without an agent.

    Parameters
    ----------
    relation : Relation
        A row an event; ``at`` is a time.
    legs : Legs
        ``order`` parts events of the same time; ``opened`` is when the contact
        was, ``reopened`` counts how often it was opened again.

    Returns
    -------
    Relation
        ``interaction_id, person_id, opened_at, closed_at, transferred``, the
        columns kept (their first value in the leg), and, where asked for,
        ``wait_seconds`` and ``reopened``.

    Raises
    ------
    ContractError
        If a column is missing or no time, or a row could not be read.
    """
    asked = (legs.contact, legs.person, legs.at, legs.opened, legs.reopened)
    _sql.need(relation, (*asked, *legs.order, *legs.keep))
    stored = _sql.types(relation)
    times = [c for c in (legs.at, legs.opened) if c and stored[c] not in TIMES]
    if times:
        raise ContractError(
            f"{', '.join(times)} is text, not a time.\n"
            "  Read it with cast (time) in a step before."
        )
    _sql.need_free(legs.keep, OWN)
    _sql.need_whole(relation)
    return relation.query("events_seen", _query(legs))


def _query(legs: Legs) -> str:
    kept = "".join(f", {_sql.name(c)}" for c in legs.keep)
    firsts = "".join(
        f", arg_min({_sql.name(c)}, event) AS {_sql.name(c)}" for c in legs.keep
    )
    order = "".join(f", TRY_CAST({_sql.name(c)} AS DOUBLE)" for c in legs.order)
    opened = _sql.name(legs.opened) if legs.opened else "NULL::TIMESTAMP"
    count = f"TRY_CAST({_sql.name(legs.reopened)} AS DOUBLE)" if legs.reopened else "0"
    wait = (
        ", CASE WHEN leg = 1 AND begins >= opened "
        "THEN epoch(begins - opened) END AS wait_seconds"
        if legs.opened
        else ""
    )
    again = ", reopenings > count_then AS reopened" if legs.reopened else ""
    return f"""
    WITH named AS (
        SELECT {_sql.name(legs.contact)} AS contact, {_sql.name(legs.person)} AS person,
            {_sql.name(legs.at)} AS happened, {opened} AS opened,
            {count} AS reopened_count,
            rank() OVER (ORDER BY {_sql.name(legs.at)}{order}) AS place{kept}
        FROM events_seen
    ), events AS (
        SELECT *, row_number() OVER (PARTITION BY contact
            ORDER BY place, person{kept}) AS event
        FROM named
    {RUNS}
    ), folded AS (
        SELECT contact, leg, min(person) AS person, min(happened) AS begins,
            max(happened) AS last_at, min(opened) AS opened,
            max(reopenings) AS reopenings,
            max(reopened_count) AS count_then, min(event) AS event{firsts}
        FROM numbered GROUP BY contact, leg
    ), chained AS (
        SELECT *,
            lead(begins) OVER (PARTITION BY contact ORDER BY leg) AS next_begins
        FROM folded
    )
    SELECT contact AS interaction_id, person AS person_id, begins AS opened_at,
        greatest(last_at, coalesce(next_begins, last_at)) AS closed_at,
        next_begins IS NOT NULL AS transferred{wait}{again}{kept},
        NULL::VARCHAR AS {BROKEN_RULE}
    FROM chained
    QUALIFY row_number() OVER (PARTITION BY contact, person, begins ORDER BY leg) = 1
    """
