"""The tables of the organisation: plans, events, initiatives, keys."""

import narwhals as nw

from contracts._table import Column, Table, optional
from contracts.people_tables import RECORDED_ON

TEAM_PLANS = Table(
    "team_plans",
    "The headcount that a team was planned to have.",
    key=("team_id", "month"),
    columns=(
        Column("team_id", "id", "The team."),
        Column("month", "day", "First day of the month."),
        Column("planned_fte", "number", "Planned full-time equivalents."),
    ),
    rules={"a plan is not negative": nw.col("planned_fte") >= 0},
)

EVENTS = Table(
    "events",
    "What happened around the work: outages, changes, campaigns.",
    key=("kind", "starts_at", "queue", "team_id"),
    columns=(
        Column(
            "kind",
            "choice",
            "What happened.",
            one_of=("outage", "product_change", "process_change", "campaign"),
        ),
        Column("starts_at", "time", "When it began."),
        optional("ends_at", "time", "When it ended."),
        optional("announced_on", "day", "When people were told."),
        optional("queue", "text", "The queue it touched; empty for all."),
        optional("team_id", "id", "The team it touched; empty for all."),
    ),
    rules={
        "an event ends at or after it starts": nw.col("ends_at") >= nw.col("starts_at")
    },
)

INITIATIVES = Table(
    "initiatives",
    "What was tried, where and since when.",
    key=("initiative_id", "team_id"),
    columns=(
        Column("initiative_id", "id", "The initiative."),
        Column("team_id", "id", "The unit where it was tried."),
        Column(
            "action",
            "text",
            "What was done: a card of the catalogue by its name, or words.",
        ),
        Column("starts_on", "day", "First day."),
        optional("ends_on", "day", "Last day."),
        optional("family", "text", "The driver family it answers to."),
        optional(
            "indicator",
            "text",
            "The figure that it should move, see contracts/kpis.py.",
        ),
        optional("decided_on", "day", "When it was decided."),
        optional("review_on", "day", "When it is looked at again."),
        optional(
            "chosen_by",
            "choice",
            "How the units were chosen.",
            one_of=("worst_teams", "volunteers", "whole_site", "drawn"),
        ),
        optional("status", "text", "Where it stands."),
        RECORDED_ON,
    ),
    rules={
        "an initiative ends on or after the day it starts": nw.col("ends_on")
        >= nw.col("starts_on"),
        "an initiative is looked at again on or after the day it starts": nw.col(
            "review_on"
        )
        >= nw.col("starts_on"),
    },
)

UNIT_KPIS = Table(
    "unit_kpis",
    "Figures that exist only by unit.",
    key=("month", "team_id", "kpi"),
    columns=(
        Column("month", "day", "First day of the month."),
        Column("team_id", "id", "The unit."),
        Column("kpi", "text", "The figure's name."),
        Column("value", "number", "The figure."),
        optional("base", "number", "What it rests on."),
        optional("target", "number", "What was aimed at."),
        RECORDED_ON,
    ),
)

KEYS = Table(
    "keys",
    "How the ids of other systems map to those of the people system.",
    key=("kind", "system", "system_id", "starts_on"),
    columns=(
        Column("kind", "choice", "What is identified.", one_of=("person", "team")),
        Column("system", "text", "The other system."),
        Column("system_id", "id", "The id there."),
        Column("id", "id", "The id here."),
        optional("starts_on", "day", "First day of the match."),
        optional("ends_on", "day", "Last day of the match."),
    ),
)
