"""The tables about people: who works where, who left, who was absent."""

import narwhals as nw

from contracts._table import Column, Table, optional

RECORDED_ON = optional("recorded_on", "day", "The day on which the record was made.")

PEOPLE = Table(
    "people",
    "One row a person ever employed in the time that the exports cover.",
    key=("person_id",),
    needed=True,
    columns=(
        Column("person_id", "id", "Who; replaced by a keyed pseudonym on the way in."),
        Column("hired_on", "day", "First day of the current employment."),
        optional("birth_year", "count", "Never a feature: fairness audit only."),
        optional("gender", "text", "Never a feature: fairness audit only."),
    ),
    rules={
        "a birth year lies between 1900 and 2020": nw.col("birth_year").is_between(
            1900, 2020
        ),
    },
)

ASSIGNMENTS = Table(
    "assignments",
    "A row a spell of one person in one team.",
    key=("person_id", "starts_on"),
    needed=True,
    columns=(
        Column("person_id", "id", "Who."),
        Column("team_id", "id", "The team, a leaf of the tree in teams."),
        Column("starts_on", "day", "First day in the team."),
        optional("ends_on", "day", "Last day in the team; empty while it lasts."),
        optional(
            "role",
            "choice",
            "What the person does there.",
            one_of=("agent", "supervisor", "support", "other"),
        ),
        optional("grade", "text", "Grade or classification."),
        optional("contract", "text", "Kind of contract (permanent, fixed term …)."),
        optional("fte", "number", "Full-time equivalent, 1 for full time."),
        optional("weekly_hours", "number", "Contracted hours a week."),
        optional("remote_share", "number", "Share of shifts worked from home, 0 to 1."),
        optional("manager_id", "id", "The supervisor; a keyed pseudonym."),
        optional(
            "monthly_pay",
            "number",
            "Gross pay a month; kept only where governance.purpose names it.",
        ),
        optional(
            "commute_minutes",
            "number",
            "Minutes one way; kept only where governance.purpose names it.",
        ),
        RECORDED_ON,
    ),
    rules={
        "an assignment ends on or after the day it starts": nw.col("ends_on")
        >= nw.col("starts_on"),
        "a full-time equivalent is above 0 and at most 1.5": (nw.col("fte") > 0)
        & (nw.col("fte") <= 1.5),
        "weekly hours are above 0 and at most 80": (nw.col("weekly_hours") > 0)
        & (nw.col("weekly_hours") <= 80),
        "a remote share lies between 0 and 1": nw.col("remote_share").is_between(0, 1),
    },
)

TEAMS = Table(
    "teams",
    "The tree of units: teams below sites or activities below the company.",
    key=("team_id",),
    needed=True,
    columns=(
        Column("team_id", "id", "The unit's code."),
        optional("parent_id", "id", "The unit above; empty for the company."),
        optional("name", "text", "Internal name; never released."),
        optional("public_name", "text", "The name that a report may show."),
        optional(
            "kind",
            "choice",
            "The unit's level in the tree.",
            one_of=("team", "site", "activity", "company"),
        ),
        optional("starts_on", "day", "First day of the unit."),
        optional("ends_on", "day", "Last day of the unit."),
        optional("successor_id", "id", "The unit that took over."),
    ),
    rules={
        "a unit is not its own parent": nw.col("team_id") != nw.col("parent_id"),
        "a unit ends on or after the day it starts": nw.col("ends_on")
        >= nw.col("starts_on"),
    },
)

DEPARTURE_REASONS = (
    "voluntary",
    "mutual",
    "trial_end_employee",
    "trial_end_employer",
    "involuntary",
    "end_of_contract",
    "retirement",
    "contract_transfer",
    "other",
)

DEPARTURES = Table(
    "departures",
    "One row an end of employment.",
    key=("person_id", "left_on"),
    needed=True,
    columns=(
        Column("person_id", "id", "Who."),
        Column("left_on", "day", "Last day employed."),
        Column("reason", "choice", "Why employment ended.", one_of=DEPARTURE_REASONS),
        optional(
            "notified_on",
            "day",
            "The day on which notice was given; it is known from then on.",
        ),
        RECORDED_ON,
    ),
    rules={
        "notice is given on or before the last day": nw.col("notified_on")
        <= nw.col("left_on"),
    },
)

ABSENCES = Table(
    "absences",
    "One row a spell of absence; finer reasons are collapsed on the way in.",
    key=("person_id", "starts_on", "kind"),
    columns=(
        Column("person_id", "id", "Who."),
        Column("starts_on", "day", "First day absent."),
        Column(
            "kind",
            "choice",
            "Kind of absence.",
            one_of=("sickness", "accident", "planned", "other"),
        ),
        optional("ends_on", "day", "Last day absent; empty while it lasts."),
        optional("expected_ends_on", "day", "The end announced when it began."),
        optional("hours", "number", "Hours lost, where the export has them."),
        optional("day_share", "number", "Share of each day lost, above 0, at most 1."),
        RECORDED_ON,
    ),
    rules={
        "an absence ends on or after the day it starts": nw.col("ends_on")
        >= nw.col("starts_on"),
        "a share of a day is above 0 and at most 1": (nw.col("day_share") > 0)
        & (nw.col("day_share") <= 1),
    },
)

MILESTONES = Table(
    "milestones",
    "One row a recognition, training, raise, one-to-one and the like.",
    key=("person_id", "happened_on", "kind"),
    columns=(
        Column("person_id", "id", "Who."),
        Column("happened_on", "day", "When."),
        Column(
            "kind",
            "choice",
            "What happened.",
            one_of=(
                "recognition",
                "training",
                "raise",
                "promotion",
                "mobility",
                "mentoring",
                "one_to_one",
                "incident_support",
            ),
        ),
        optional("amount", "number", "Hours of a training, share of a raise."),
        optional("topic", "text", "Topic of a training."),
        RECORDED_ON,
    ),
)
