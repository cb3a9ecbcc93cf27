"""Every table that a source may bring, in one place."""

from collections.abc import Mapping

from contracts import (
    listening_tables,
    organisation_tables,
    people_tables,
    truth_tables,
    work_tables,
)
from contracts._table import Table

INPUTS: Mapping[str, Table] = {
    table.name: table
    for table in (
        people_tables.PEOPLE,
        people_tables.ASSIGNMENTS,
        people_tables.TEAMS,
        people_tables.DEPARTURES,
        people_tables.ABSENCES,
        people_tables.MILESTONES,
        work_tables.SHIFTS,
        work_tables.INTERACTIONS,
        work_tables.ACTIVITY_DAYS,
        work_tables.QUEUE_DAYS,
        listening_tables.SURVEY_QUESTIONS,
        listening_tables.SURVEY_INVITATIONS,
        listening_tables.SURVEY_ANSWERS,
        listening_tables.SURVEY_SCORES,
        organisation_tables.TEAM_PLANS,
        organisation_tables.EVENTS,
        organisation_tables.INITIATIVES,
        organisation_tables.UNIT_KPIS,
        organisation_tables.KEYS,
        *truth_tables.TRUTHS,
    )
}

NEEDED_TABLES: tuple[str, ...] = tuple(t.name for t in INPUTS.values() if t.needed)

# Refused whatever the purpose: what they say of a person is none of an
# employer's business, or the law forbids it (AI Act art. 5(1)(f), GDPR art. 9).
REFUSED_COLUMNS: Mapping[str, str] = {
    "keystrokes": "constant surveillance of a person's work",
    "mouse_moves": "constant surveillance of a person's work",
    "idle_seconds": "constant surveillance of a person's work",
    "idle_minutes": "constant surveillance of a person's work",
    "screen_time": "constant surveillance of a person's work",
    "screenshots": "constant surveillance of a person's work",
    "voice_tone": "inferring emotions at work is forbidden",
    "voice_pitch": "inferring emotions at work is forbidden",
    "facial_expression": "inferring emotions at work is forbidden",
    "face": "inferring emotions at work is forbidden",
    "agent_sentiment": "inferring emotions at work is forbidden",
    "emotion": "inferring emotions at work is forbidden",
    "diagnosis": "health data of a person",
    "sick_note_reason": "health data of a person",
    "disability": "health data of a person",
    "pregnant": "health data of a person",
    "pregnancy": "health data of a person",
    "union_member": "trade union membership is a protected fact",
    "trade_union": "trade union membership is a protected fact",
    "nationality": "origin is a protected fact",
    "ethnicity": "origin is a protected fact",
    "religion": "religion is a protected fact",
    "sexual_orientation": "sexual orientation is a protected fact",
    "marital_status": "family life is not the employer's business here",
}

# What drivers and coverage may look at: neither the known hazards of a made-up
# company, which evaluation alone reads, nor the keys that ingest has used up.
SEEN_TABLES: tuple[str, ...] = tuple(
    name
    for name, table in INPUTS.items()
    if name != "keys" and table not in truth_tables.TRUTHS
)
