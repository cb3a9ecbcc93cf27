"""The tables about work: shifts, contacts with customers, queues."""

import narwhals as nw

from contracts._table import Column, Table, optional
from contracts.people_tables import RECORDED_ON

SHIFTS = Table(
    "shifts",
    "A row a version of a shift; a change is a new row published later.",
    key=("shift_id", "published_at"),
    columns=(
        Column("shift_id", "id", "The shift; its versions share it."),
        Column("person_id", "id", "Who."),
        Column("starts_at", "time", "Start, on the centre's clock."),
        Column("ends_at", "time", "End, on the centre's clock."),
        optional(
            "status",
            "choice",
            "What became of it.",
            one_of=("planned", "worked", "cancelled"),
        ),
        optional("published_at", "time", "When this version was made known."),
        optional("worked_minutes", "number", "Minutes worked, breaks left out."),
        optional("break_minutes", "number", "Minutes of break."),
        optional("remote", "flag", "Worked from home."),
    ),
    rules={
        "a shift ends after it starts": nw.col("ends_at") > nw.col("starts_at"),
        "worked minutes lie between 0 and 1,440": nw.col("worked_minutes").is_between(
            0, 1440
        ),
    },
)

INTERACTIONS = Table(
    "interactions",
    "A row a leg: one agent's part of one contact.",
    key=("interaction_id", "person_id", "opened_at"),
    columns=(
        Column("interaction_id", "id", "The contact; dropped after de-duplication."),
        Column(
            "person_id", "id", "The agent; empty where nobody took it.", True, False
        ),
        Column("opened_at", "time", "Start of the leg, on the centre's clock."),
        optional("first_response_at", "time", "First answer to the customer."),
        optional("closed_at", "time", "End of the leg."),
        optional("handle_seconds", "number", "Talk, hold and after-call work."),
        optional("wait_seconds", "number", "The customer's wait before the leg."),
        optional("queue", "text", "Queue or product."),
        optional("channel", "text", "Phone, mail, chat …"),
        optional("customer_id", "id", "The customer; a keyed pseudonym."),
        optional("first_contact_resolved", "flag", "Solved at the first contact."),
        optional("reopened", "flag", "Opened again later."),
        optional("transferred", "flag", "Passed on to somebody else."),
        optional("escalated", "flag", "Passed up."),
        optional("waiting_on_others_seconds", "number", "Waiting on other teams."),
        optional("csat", "number", "Satisfaction, on the declared scale."),
        optional("ces", "number", "Effort, on the declared scale."),
        optional("nps", "number", "Recommendation, 0 to 10."),
        optional("rated_at", "time", "When the customer rated."),
        optional("complaint", "flag", "A complaint, fair or not."),
        optional("hostile", "flag", "A declared incident or wrap-up code."),
        RECORDED_ON,
    ),
    rules={
        "a contact closes at or after it opens": nw.col("closed_at")
        >= nw.col("opened_at"),
        "handling time lies between 0 and 86,400 seconds": nw.col(
            "handle_seconds"
        ).is_between(0, 86400),
    },
)

ACTIVITY_DAYS = Table(
    "activity_days",
    "Daily totals by person, where single contacts may not or cannot be had.",
    key=("person_id", "day"),
    columns=(
        Column("person_id", "id", "Who."),
        Column("day", "day", "When."),
        Column("contacts", "count", "Contacts handled."),
        optional("handle_seconds", "number", "Seconds of handling."),
        optional("hostile", "count", "Contacts with a declared incident."),
        optional("complaints", "count", "Contacts with a complaint."),
        optional("transfers", "count", "Contacts passed on."),
        optional("switches", "count", "Changes of queue from one contact to the next."),
        optional("csat_sum", "number", "Sum of satisfaction scores."),
        optional("csat_count", "count", "Number of satisfaction scores."),
        RECORDED_ON,
    ),
    rules={"contacts are not negative": nw.col("contacts") >= 0},
)

QUEUE_DAYS = Table(
    "queue_days",
    "Daily totals by queue.",
    key=("day", "queue"),
    columns=(
        Column("day", "day", "When."),
        Column("queue", "text", "Queue or product."),
        Column("offered", "count", "Contacts offered."),
        Column("answered", "count", "Contacts answered."),
        optional("answered_in_target", "count", "Answered within the target."),
        optional("abandoned", "count", "Given up by the customer."),
        optional("wait_seconds", "number", "Sum of waiting."),
    ),
    rules={
        "no more contacts are answered than offered": nw.col("answered")
        <= nw.col("offered"),
    },
)
