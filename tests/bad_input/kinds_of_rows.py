"""Rows that break a rule: they go aside, and past the limit the run stops."""

from tests.bad_input.folder import CANARY, cell, column, parquet, row, text
from tests.bad_input.kind import Kind, aside

DATES = [
    aside(f"a date {how}", "departures", cell("departures", "left_on", value),
          "left_on is readable as a day")
    for how, value in (
        ("in words", f"{CANARY} tomorrow"),
        ("that no calendar has", "2025-02-30"),
        ("in another order", "30/12/2025"),
        ("as a spreadsheet counts days", "45000"),
        ("before anybody was born", "0001-01-01"),
        ("in the far future where a row needs one", "9999-12-31"),
    )
]  # fmt: skip
UNREADABLE = [
    aside("a number in words", "assignments", cell("assignments", "fte", f"{CANARY} full"),
          "fte is readable as a number"),
    aside("a number with a decimal comma", "assignments", cell("assignments", "fte", '"0,8"'),
          "fte is readable as a number"),
    aside("an endless number", "milestones", cell("milestones", "amount", "1e999"),
          "amount is readable as a number"),
    aside("a time in words", "shifts", cell("shifts", "starts_at", f"{CANARY} at nine"),
          "starts_at is readable as a time"),
    aside("an hour that no clock has", "shifts", cell("shifts", "starts_at", "2025-03-01 25:00"),
          "starts_at is readable as a time"),
    aside("a time without its day", "interactions", cell("interactions", "opened_at", "09:10"),
          "opened_at is readable as a time"),
    aside("true or false in words that it doesn't know", "shifts", cell("shifts", "remote", "à voir"),
          "remote is readable as a flag"),
    aside("part of a contact", "activity_days", cell("activity_days", "contacts", "41.5"),
          "contacts is readable as a count"),
    aside("a count in words", "activity_days", cell("activity_days", "contacts", f"{CANARY} many"),
          "contacts is readable as a count"),
    aside("Parquet: a whole number where a date belongs", "departures",
          parquet("departures", notified_on=[20251130]), "notified_on is readable as a day"),
    aside("Parquet: a number where a time belongs", "shifts",
          parquet("shifts", starts_at=[1.5, 2.5]), "starts_at is readable as a time", 2),
    aside("Parquet: an endless number", "milestones", parquet("milestones", amount=[float("inf")]),
          "amount is readable as a number"),
    aside("Parquet: a code with decimals", "milestones", parquet("milestones", person_id=[13.5]),
          "person_id is readable as a id"),
]  # fmt: skip
CHOICES = [
    aside(f"an unknown {column} in {table}", table, cell(table, column, f"{CANARY} word"),
          f"{column} is one of {first}")
    for table, column, first in (
        ("departures", "reason", "voluntary, mutual"),
        ("absences", "kind", "sickness, accident"),
        ("milestones", "kind", "recognition, training"),
        ("assignments", "role", "agent, supervisor"),
        ("teams", "kind", "team, site"),
        ("shifts", "status", "planned, worked"),
        ("survey_questions", "construct", "enps, engagement"),
        ("survey_scores", "construct", "enps, engagement"),
        ("events", "kind", "outage, product_change"),
        ("initiatives", "chosen_by", "worst_teams, volunteers"),
        ("keys", "kind", "person, team"),
    )
]  # fmt: skip
EMPTY = [
    aside(f"an empty {column} in {table}", table, cell(table, column, ""), f"{column} is filled in")
    for table, column in (
        ("people", "hired_on"), ("assignments", "team_id"), ("departures", "reason"),
        ("absences", "starts_on"), ("shifts", "ends_at"), ("activity_days", "contacts"),
        ("survey_answers", "answer"), ("team_plans", "planned_fte"),
    )
]  # fmt: skip
BLANK = [
    aside("a person's code that is nothing but spaces", "absences", cell("absences", "person_id", "   "),
          "person_id is filled in"),
    aside("a person's code of unbreakable spaces", "absences",
          cell("absences", "person_id", "\u00a0\u00a0"), "person_id is filled in"),
]  # fmt: skip
ORDER = [
    aside("an assignment that ends before it starts", "assignments",
          cell("assignments", "ends_on", "2024-12-31"), "an assignment ends on or after the day it starts"),
    aside("an absence that ends before it starts", "absences",
          cell("absences", "ends_on", "2025-03-01"), "an absence ends on or after the day it starts"),
    aside("a shift that ends before it starts", "shifts",
          cell("shifts", "ends_at", "2025-03-01 08:00"), "a shift ends after it starts"),
    aside("a contact that closes before it opens", "interactions",
          cell("interactions", "closed_at", "2025-03-01 09:00"), "a contact closes at or after it opens"),
    aside("notice given after the last day", "departures",
          cell("departures", "notified_on", "2026-01-15"), "notice is given on or before the last day"),
    aside("an event that ends before it starts", "events",
          cell("events", "ends_at", "2025-03-01 08:00"), "an event ends at or after it starts"),
    aside("an initiative looked at again before it starts", "initiatives",
          column("initiatives", "review_on", "2025-02-01"),
          "an initiative is looked at again on or after the day it starts"),
    aside("an initiative that ends before it starts", "initiatives",
          cell("initiatives", "ends_on", "2025-02-01"), "an initiative ends on or after the day it starts"),
]  # fmt: skip
BOUNDS = [
    aside("a remote share in percent", "assignments", cell("assignments", "remote_share", "20"),
          "a remote share lies between 0 and 1"),
    aside("a full-time equivalent of nothing", "assignments", cell("assignments", "fte", "0"),
          "a full-time equivalent is above 0"),
    aside("two hundred hours a week", "assignments", cell("assignments", "weekly_hours", "200"),
          "weekly hours are above 0 and at most 80"),
    aside("a share of a day above one", "absences", cell("absences", "day_share", "1.5"),
          "a share of a day is above 0 and at most 1"),
    aside("a negative time at work", "shifts", cell("shifts", "worked_minutes", "-60"),
          "worked minutes lie between 0 and 1,440"),
    aside("a negative handling time", "interactions", cell("interactions", "handle_seconds", "-5"),
          "handling time lies between 0 and 86,400 seconds"),
    aside("a handling time in milliseconds", "interactions",
          cell("interactions", "handle_seconds", "280000"), "handling time lies between 0 and 86,400 seconds"),
    aside("fewer than no contacts", "activity_days", cell("activity_days", "contacts", "-1"),
          "contacts are not negative"),
    aside("more contacts answered than offered", "queue_days", cell("queue_days", "answered", "101"),
          "no more contacts are answered than offered"),
    aside("an answer off its scale", "survey_answers", cell("survey_answers", "answer", "9"),
          "an answer lies on its scale"),
    aside("a mean of no answers", "survey_scores", cell("survey_scores", "answers", "0"),
          "a mean rests on at least one answer"),
    aside("a mean on the answers' own scale", "survey_scores", cell("survey_scores", "mean", "2.8"),
          "a mean lies between 0 and 1, that of enps between -100 and 100"),
    aside("a plan of fewer than nobody", "team_plans", cell("team_plans", "planned_fte", "-1"),
          "a plan is not negative"),
    aside("fewer than nobody invited", "survey_invitations", cell("survey_invitations", "invited", "-2"),
          "nobody is asked a negative number of times"),
    aside("a birth year of two digits", "people", cell("people", "birth_year", "90"),
          "a birth year lies between 1900 and 2020"),
    aside("a unit that is its own parent", "teams",
          text("teams", "team_id,parent_id\nhq,\nred,hq\nloop,loop\n"), "a unit is not its own parent"),
]  # fmt: skip
REPEATED = [
    aside("the same person twice", "people", row("people", f"{CANARY},2025-06-01,1990"),
          "a row is named once by person_id"),
    aside("the very same row twice", "absences", row("absences", f"{CANARY},2025-03-03,sickness,2025-03-07,1"),
          "a row is named once by person_id, starts_on, kind"),
    aside("two teams from the same day on", "assignments",
          row("assignments", f"{CANARY},hq,2025-01-01,,agent,1,35,0"), "a row is named once by person_id, starts_on"),
    aside("a team twice", "teams", row("teams", "red,hq,Scarlet,team"), "a row is named once by team_id"),
    aside("a shift's version twice", "shifts",
          row("shifts", f"s1,{CANARY},2025-03-01 10:00,2025-03-01 17:00,2025-02-01 12:00,worked,400,true"),
          "a row is named once by shift_id, published_at"),
    aside("a contact's leg twice", "interactions",
          row("interactions", f"i1,{CANARY},2025-03-01 09:10,2025-03-01 09:15,280,4"),
          "a row is named once by interaction_id, person_id, opened_at"),
    aside("a day's totals twice", "activity_days", row("activity_days", f"{CANARY},2025-03-01,3,10"),
          "a row is named once by person_id, day"),
]  # fmt: skip
UNKNOWN = [
    aside(f"a person in {table} whom HR does not know", table, cell(table, "person_id", f"{CANARY}-x"),
          "the person is known in people")
    for table in ("assignments", "departures", "absences", "shifts", "interactions", "activity_days")
] + [
    aside(f"a unit in {table} that is not among the teams", table, cell(table, "team_id", f"{CANARY}-x"),
          "the team is known in teams")
    for table in ("assignments", "survey_answers", "survey_scores", "team_plans", "initiatives", "unit_kpis")
]  # fmt: skip

ACROSS = [
    aside("a contact before the person was hired", "interactions",
          cell("interactions", "opened_at", "2024-12-31 09:10"), "the person is employed on that day"),
    aside("a contact after the person's last day", "interactions",
          row("interactions", f"i3,{CANARY},2025-12-31 09:10,,280,4"), "the person is employed on that day"),
    aside("a shift worked after the person's last day", "shifts",
          row("shifts", f"s3,{CANARY},2025-12-31 09:00,2025-12-31 17:00,2025-12-01 12:00,worked,420,true"),
          "the person is employed on that day"),
    aside("a day's totals before the person was hired", "activity_days",
          cell("activity_days", "day", "2024-12-31"), "the person is employed on that day"),
    aside("a shift worked while another one was", "shifts",
          row("shifts", f"s3,{CANARY},2025-03-01 16:00,2025-03-01 20:00,2025-02-01 12:00,worked,240,true"),
          "a person works one shift at a time"),
    aside("a survey of a team that was closed before", "survey_answers",
          text("teams", "team_id,parent_id,ends_on\nhq,,\nred,hq,2025-06-29\n"),
          "the team is still there on the last day to answer", 2),
    aside("scores of a team that was closed before", "survey_scores",
          text("teams", "team_id,parent_id,ends_on\nhq,,\nred,hq,2025-06-29\n"),
          "the team is still there on the last day to answer"),
]  # fmt: skip

KINDS: list[Kind] = [
    *DATES, *UNREADABLE, *CHOICES, *EMPTY, *BLANK, *ORDER, *BOUNDS, *REPEATED, *UNKNOWN, *ACROSS,
]  # fmt: skip
