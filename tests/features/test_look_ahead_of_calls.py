"""From a call to a driver: what is written later of calls and rotas is not seen before.

Late ratings, contacts opened again, closed or recorded late, rotas published for
months to come or moved afterwards: February's drivers stay as they were.
"""

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from activity import contacts, days, rotas
from contracts.work_tables import INTERACTIONS, SHIFTS
from features._person_months import person_months
from features.registry import BUILDERS, FAMILIES
from tests.drawing import drawn_table
from tests.features.centre import FEBRUARY, kept, past_of
from tests.features.later_records import LATER, drawn

CALLS = """
    interaction_id | person_id | opened_at        | closed_at        | handle_seconds | queue | channel | customer_id | csat | rated_at         | reopened | hostile | first_contact_resolved | transferred | escalated | complaint | waiting_on_others_seconds | recorded_on | version | delivered_on | superseded_on
    1              | ann       | 2026-02-10 09:00 | 2026-02-10 09:05 | 300            | bill  | phone   | x           | 4    | 2026-02-11 10:00 | false    | false   | true                   | false       | false     | false     | 30                        | 2026-02-10  | 1       | -            | -
    2              | ann       | 2026-02-10 09:30 | 2026-02-10 09:36 | 360            | move  | phone   | y           | -    | -                | false    | true    | false                  | true        | false     | true      | 60                        | 2026-02-10  | 1       | -            | -
    3              | bob       | 2026-02-11 09:00 | 2026-02-11 09:08 | 480            | bill  | phone   | z           | 2    | 2026-02-12 10:00 | true     | false   | false                  | false       | true      | false     | 0                         | 2026-02-11  | 1       | -            | -
    4              | eve       | 2026-01-20 09:00 | 2026-01-20 09:09 | 540            | bill  | phone   | x           | 5    | 2026-01-21 10:00 | false    | false   | true                   | false       | false     | false     | 0                         | 2026-01-20  | 1       | -            | -
"""
ROTAS = """
    shift_id | person_id | starts_at        | ends_at          | published_at     | status  | worked_minutes | remote
    s1       | ann       | 2026-02-10 09:00 | 2026-02-10 17:00 | 2026-01-20 12:00 | planned | -              | false
    s1       | ann       | 2026-02-10 09:00 | 2026-02-10 17:00 | 2026-02-10 18:00 | worked  | 470            | false
    s2       | bob       | 2026-02-11 09:00 | 2026-02-11 17:00 | 2026-02-01 12:00 | planned | -              | true
    s2       | bob       | 2026-02-11 09:00 | 2026-02-11 17:00 | 2026-02-11 18:00 | worked  | 480            | true
    s3       | eve       | 2026-01-20 09:00 | 2026-01-20 17:00 | 2026-01-05 12:00 | planned | -              | true
    s3       | eve       | 2026-01-20 09:00 | 2026-01-20 17:00 | 2026-01-20 18:00 | worked  | 480            | true
"""
FED = [f for f in FAMILIES if {"interactions", "shifts"} & {*f.tables, *f.any_of}]


def drivers(calls=CALLS, rota=ROTAS):
    """Give February's drivers of everybody, from single calls and shifts."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        past = past_of(connection, as_ofs=(FEBRUARY,))
        parts = contacts.contact_days(drawn_table(connection, INTERACTIONS, calls))
        versions = rotas.versions(drawn_table(connection, SHIFTS, rota))
        worked = kept(
            connection, days.person_days([*parts, rotas.shift_days(versions)])
        )
        past = replace(
            past, activity=worked, worked=kept(connection, person_months(worked))
        )
        built = [BUILDERS[family.name](past).to_native() for family in FED]
        return [one.order("as_of, person_id").fetchall() for one in built]


@pytest.fixture(scope="module")
def before():
    return drivers()


PEOPLE = st.sampled_from(["ann", "bob", "eve"])
EARLIER = st.dates(date(2026, 1, 5), FEBRUARY)


def call(who, opened, closed, rated, recorded):
    """Draw a contact that was closed, or recorded, after February."""
    cells = (f"{opened} 11:00", closed and f"{closed} 12:00", 600, "bill", "phone", "w")
    tail = (
        1,
        rated and f"{rated} 09:00",
        "true",
        "true",
        "false",
        "true",
        "true",
        "true",
        90,
        recorded,
    )
    return drawn(9, who, *cells, *tail, 1, None, None)  # fmt: skip


late_calls = st.lists(
    st.one_of(
        st.builds(call, PEOPLE, EARLIER, LATER, LATER, st.none()),
        st.builds(call, PEOPLE, EARLIER, st.none(), LATER, LATER),
        st.builds(call, PEOPLE, LATER, st.none(), LATER, st.none()),
    ),
    max_size=3,
)
QUIET = settings(max_examples=4, deadline=None, phases=[Phase.generate])


@QUIET
@given(late_calls)
def test_contacts_closed_rated_or_recorded_later_change_nothing(before, rows):
    assert drivers(calls="\n".join([CALLS.rstrip(), *rows])) == before


@QUIET
@given(
    st.sampled_from([1, 2, 3, 4]),
    LATER,
    st.sampled_from(
        [
            ("reopened", "true"),
            ("csat", "1"),
            ("handle_seconds", "3000"),
            ("hostile", "true"),
            ("first_contact_resolved", "true"),
        ]
    ),
)
def test_what_later_deliveries_say_of_a_contact_changes_nothing(
    before, number, on, said
):
    head, *lines = (
        [cell.strip() for cell in line.split("|")]
        for line in CALLS.strip().splitlines()
    )
    old = dict(zip(head, lines[number - 1], strict=True))
    new = old | {said[0]: said[1], "version": "2", "delivered_on": str(on)}
    if said[0] == "csat":
        new["rated_at"] = f"{on} 09:00"
    old["superseded_on"] = str(on)
    others = [line for n, line in enumerate(lines) if n != number - 1]
    table = [head, list(old.values()), list(new.values()), *others]
    assert drivers(calls="\n".join(" | ".join(line) for line in table)) == before


late_shifts = st.lists(
    st.one_of(
        # A rota for months to come, published in time or later.
        st.builds(
            lambda who, day, said, status: drawn(
                "f", who, f"{day} 07:00", f"{day} 15:00", f"{said} 12:00", status, None, "true"
            ),
            PEOPLE,
            LATER,
            st.dates(date(2026, 1, 5), date(2026, 3, 30)),
            st.sampled_from(["planned", "cancelled"]),
        ),
        # What was worked, said otherwise afterwards.
        st.builds(
            lambda hour, on, status: drawn(
                "s1", "ann", f"2026-02-10 0{hour}:00", "2026-02-10 20:00", f"{on} 12:00", status, 60, "false"
            ),
            st.integers(5, 9),
            LATER,
            st.sampled_from(["worked", "cancelled"]),
        ),
    ),
    max_size=2,
    unique_by=lambda row: row.split(" | ")[0],
)  # fmt: skip


@QUIET
@given(late_shifts)
def test_rotas_to_come_or_moved_later_change_nothing(before, rows):
    assert drivers(rota="\n".join([ROTAS.rstrip(), *rows])) == before


def test_what_was_known_in_time_does_change_drivers(before):
    rated = call("ann", FEBRUARY - timedelta(3), None, FEBRUARY - timedelta(1), None)
    assert drivers(calls=f"{CALLS.rstrip()}\n{rated}") != before
    moved = "s1 | ann | 2026-02-10 07:00 | 2026-02-10 17:00 | 2026-02-12 12:00 | worked | 600 | true"
    assert drivers(rota=f"{ROTAS.rstrip()}\n{moved}") != before
