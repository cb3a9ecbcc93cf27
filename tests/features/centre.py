"""A centre of two teams and five people, small enough to reckon by hand."""

from dataclasses import replace
from datetime import date
from itertools import count

import duckdb
import narwhals as nw
import pandas as pd

from contracts.frames import Lazy
from contracts.inputs import INPUTS
from contracts.listening_tables import CONSTRUCTS
from features._past import Past
from features._person_months import person_months
from features.cohort import cohort
from tests.drawing import drawn_table

TABLES = {
    "people": """
        person_id | hired_on
        ann       | 2024-01-01
        bob       | 2025-11-01
        cat       | 2025-01-01
        dan       | 2025-06-01
        eve       | 2026-01-15
    """,
    "teams": """
        team_id | parent_id | kind
        hq      | -         | company
        red     | hq        | team
        blue    | hq        | team
    """,
    "assignments": """
        person_id | team_id | starts_on  | ends_on    | recorded_on | contract  | fte | weekly_hours | role  | monthly_pay | commute_minutes
        ann       | red     | 2024-01-01 | -          | 2024-01-01  | permanent | 1   | 35           | agent | 2310        | 20
        bob       | red     | 2025-11-01 | -          | 2025-11-01  | fixed     | 1   | 35           | agent | 1925        | 40
        cat       | red     | 2025-01-01 | 2026-02-14 | 2025-01-01  | permanent | 0.8 | 28           | agent | 1540        | -
        cat       | blue    | 2026-02-15 | -          | 2026-03-20  | permanent | 0.8 | 28           | agent | 1540        | -
        dan       | red     | 2025-06-01 | -          | 2025-06-01  | permanent | 1   | 35           | agent | -           | -
        eve       | blue    | 2026-01-15 | -          | 2026-01-15  | permanent | 1   | 35           | agent | 1925        | 60
    """,
    "departures": """
        person_id | left_on    | reason    | notified_on | recorded_on
        dan       | 2026-02-20 | voluntary | 2026-01-20  | 2026-02-20
        bob       | 2026-03-31 | voluntary | -           | 2026-04-12
    """,
    "absences": """
        person_id | starts_on  | kind     | ends_on    | recorded_on
        ann       | 2026-02-02 | sickness | 2026-02-04 | 2026-02-03
        ann       | 2026-02-25 | sickness | 2026-03-06 | 2026-02-26
        bob       | 2026-02-10 | planned  | 2026-02-15 | 2026-01-05
        cat       | 2026-02-26 | sickness | 2026-02-27 | 2026-03-02
    """,
    "team_plans": """
        team_id | month      | planned_fte
        red     | 2026-02-01 | 5
        blue    | 2026-02-01 | 2
    """,
    # An outage of the whole centre, one of blue, a change told late and one to come.
    "events": """
        kind           | starts_at        | ends_at          | announced_on | team_id
        outage         | 2026-01-14 09:00 | 2026-01-14 11:00 | -            | -
        outage         | 2026-02-03 09:00 | 2026-03-05 11:00 | -            | blue
        product_change | 2026-02-10 00:00 | -                | 2026-02-12   | hq
        process_change | 2026-03-15 00:00 | -                | 2026-02-20   | -
    """,
    "milestones": """
        person_id | happened_on | kind             | amount | recorded_on
        ann       | 2025-06-10  | recognition      | -      | 2025-06-10
        ann       | 2026-02-18  | recognition      | -      | 2026-02-20
        ann       | 2026-02-20  | one_to_one       | -      | 2026-03-04
        ann       | 2025-12-03  | one_to_one       | -      | 2025-12-03
        bob       | 2026-01-12  | training         | 7      | 2026-01-12
        bob       | 2026-01-20  | mentoring        | -      | 2026-01-20
        cat       | 2025-09-01  | raise            | 0.02   | 2025-09-01
        cat       | 2026-01-09  | incident_support | -      | 2026-01-09
    """,
    "survey_questions": "question | construct | reversed\n"
    + "\n".join(f"{name} | {name} | false" for name in CONSTRUCTS)
    + "\ntired | exhaustion | true",
    # The autumn's five answers in each team, and a spring's not published yet.
    "survey_answers": """
        campaign_id | closed_on | team_id | question | answer | scale_min | scale_max | published_on
    """.rstrip()
    + "".join(
        f"\n{campaign} | {team} | {name} | {answer} | {scale} | {published}"
        for team in ("red", "blue")
        for name in (*CONSTRUCTS, "tired")
        for scale in ("0 | 10" if name == "enps" else "1 | 5",)
        for campaign, published, answers in (
            ("autumn | 2025-11-20", "2025-12-08", (2, 3, 3, 4, 5)),
            ("spring | 2026-02-20", "2026-03-08", (1, 1, 1, 1, 1)),
        )
        for answer in answers
    ),
    "survey_invitations": """
        campaign_id | closed_on  | team_id | invited
        autumn      | 2025-11-20 | red     | 10
        autumn      | 2025-11-20 | blue    | 5
        spring      | 2026-02-20 | red     | 10
        spring      | 2026-02-20 | blue    | 5
    """,
    # The same two campaigns as means; read where there are no answers.
    "survey_scores": """
        campaign_id | closed_on | team_id | construct | mean | answers | published_on
    """.rstrip()
    + "".join(
        f"\n{campaign} | {team} | {name} | {20 if name == 'enps' else mean} | {published}"
        for team in ("red", "blue")
        for name in CONSTRUCTS
        for campaign, mean, published in (
            ("autumn | 2025-11-20", 0.6, "5 | 2025-12-08"),
            ("spring | 2026-02-20", 0.0, "5 | 2026-03-08"),
        )
    ),
}

# person-days as summarise_activity writes them: contacts, minutes worked
ACTIVITY = [
    ("ann", "2026-01-10", "2026-01-01", 20, 420),
    ("ann", "2026-02-10", "2026-02-01", 30, 420),
    ("ann", "2026-02-11", "2026-03-01", 90, 60),  # known a month later
    ("bob", "2026-02-10", "2026-02-01", 14, 420),
    ("cat", "2025-06-10", "2025-06-01", 7, 420),
    ("ann", "2025-10-10", "2025-10-01", 14, 420),
    ("eve", "2026-02-12", "2026-02-01", 20, 480),
]

NUMBERS = count()
FEBRUARY = date(2026, 2, 28)
MARCH = date(2026, 3, 31)


def snapshots(*as_ofs: date) -> pd.DataFrame:
    rows = [
        (as_of, (pd.Period(as_of, "M") - age).start_time.date(), age)
        for as_of in as_ofs
        for age in range(12)
    ]
    return pd.DataFrame(rows, columns=["as_of", "month", "age"])


def activity_frame(rows: list[tuple[str, str, str, int, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["person_id", "day", "known_month", "contacts", "worked_minutes"]
    )
    # One shift a row: from nine, known ten days ahead, from home on a Saturday.
    fixed = {
        "shifts": 1,
        "planned_minutes": 420,
        "noticed": 1,
        "notice_minutes": 10 * 1440,
        "moved": 0,
        "start_minutes": 540,
        "start_squares": 540 * 540,
        "evening_shifts": 0,
        "weekend_shifts": 1,
        "remote_shifts": 1,
    }
    # Of every contact, so many.
    rates = {
        "handle_seconds": 600,
        "usual_seconds": 500,
        "waiting_seconds": 60,
        "csat_hundredths": 400,
        **dict.fromkeys(("csat_count", "resolved", "resolved_known"), 1),
    }
    # Of ten contacts, one.
    tenths = ("hostile", "complaints", "transfers", "escalations", "reopened")
    switches = ("queue_switches", "customer_switches")
    return frame.assign(
        **fixed,
        **{name: frame["contacts"] * rate for name, rate in rates.items()},
        **{name: frame["contacts"] // 10 for name in (*tenths, *switches)},
    )


def past_of(
    connection: duckdb.DuckDBPyConnection,
    tables: dict[str, str] | None = None,
    activity: list[tuple[str, str, str, int, int]] | None = None,
    as_ofs: tuple[date, ...] = (FEBRUARY, MARCH),
    missing: tuple[str, ...] = (),
    absent: tuple[str, ...] = (),
) -> Past:
    """Open the centre's past: some tables drawn anew or absent, some sums never seen."""
    drawings = {**TABLES, **(tables or {})}
    drawings = {name: text for name, text in drawings.items() if name not in absent}
    connection.register("snapshots", snapshots(*as_ofs))
    worked = activity_frame(activity or ACTIVITY)
    empty = dict.fromkeys(missing, pd.array([None] * len(worked), dtype="Int64"))
    connection.register("activity", worked.assign(**empty))
    at = nw.from_native(
        connection.sql(
            "SELECT as_of::DATE AS as_of, month::DATE AS month, age FROM snapshots"
        )
    )
    days = nw.from_native(
        connection.sql(
            "SELECT * REPLACE (day::DATE AS day, known_month::DATE AS known_month) "
            "FROM activity"
        )
    )
    drawn = {
        name: drawn_table(connection, INPUTS[name], text)
        for name, text in drawings.items()
    }
    # Each team has one supervisor, who bears its name.
    if "assignments" in drawn:
        drawn["assignments"] = drawn["assignments"].with_columns(manager_id="team_id")
    past = Past(
        cohort=at,
        snapshots=at,
        activity=days,
        worked=kept(connection, person_months(days)),
        tables=drawn,
        latest_months=1,
        recent_months=3,
        sustained_months=6,
        before_months=6,
        long_months=12,
        full_time_hours=35,
        lag_days=0,
        min_answers=5,
    )
    return replace(past, cohort=kept(connection, cohort(past, grace_days=31)))


def kept(connection: duckdb.DuckDBPyConnection, frame: Lazy) -> Lazy:
    """Work a frame out once, as the stage does: every family asks for it."""
    name = f"kept_{next(NUMBERS)}"
    frame.to_native().create(name)
    there: Lazy = nw.from_native(connection.table(name))
    return there
