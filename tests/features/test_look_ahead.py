"""Nothing recorded after a snapshot may change a feature of that snapshot.

Every test holds all features of all families against those of before.
"""

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from features.registry import BUILDERS, FAMILIES
from tests.drawing import rows_of
from tests.features import later_records as later
from tests.features.centre import ACTIVITY, FEBRUARY, MARCH, TABLES, past_of

# A smaller example takes minutes to find, and says little more.
drawing = settings(deadline=None, phases=[Phase.generate])
NO_ANSWERS = ("survey_answers", "survey_questions")
COLUMNS = tuple(column for family in FAMILIES for column in family.columns)


def features_at(*as_ofs, tables=None, days=None, absent=()):
    """Give every feature by snapshot and person."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        past = past_of(connection, tables, days, as_ofs=as_ofs, absent=absent)
        found = {
            row: {}
            for row in past.people().to_native().project("as_of, person_id").fetchall()
        }
        for family in FAMILIES:
            for as_of, person, *values in (
                BUILDERS[family.name](past).to_native().fetchall()
            ):
                found[as_of, person].update(zip(family.columns, values, strict=True))
    return found


def features_at_february(tables=None, days=None, absent=()):
    return features_at(FEBRUARY, tables=tables, days=days, absent=absent)


def changed(before, after):
    """Name the columns that differ of anybody."""
    everybody = {*before, *after}
    return {
        column
        for who in everybody
        for column in COLUMNS
        if before.get(who, {}).get(column) != after.get(who, {}).get(column)
    }


def with_rows(**rows):
    return {
        name: TABLES[name].rstrip() + "\n" + "\n".join(added)
        for name, added in rows.items()
    }


@pytest.fixture(scope="module")
def before():
    return features_at_february()


@settings(drawing, max_examples=10)
@given(
    st.fixed_dictionaries(
        {
            "absences": later.absences,
            "departures": later.departures,
            "assignments": later.assignments,
            "milestones": later.milestones,
            "survey_answers": later.answers,
            "events": later.events,
        }
    ),
    later.activity,
)
def test_rows_known_later_change_nothing(before, rows, worked):
    tables = with_rows(**rows)
    assert changed(before, features_at_february(tables, ACTIVITY + worked)) == set()


@settings(drawing, max_examples=5)
@given(later.scores)
def test_scores_known_later_change_nothing(rows):
    known = features_at_february(absent=NO_ANSWERS)
    after = features_at_february(with_rows(survey_scores=rows), absent=NO_ANSWERS)
    assert changed(known, after) == set()


@settings(drawing, max_examples=10)
@given(st.fixed_dictionaries({name: later.overwritten(name) for name in later.CHANGES}))
def test_what_later_deliveries_overwrite_changes_nothing(before, tables):
    assert changed(before, features_at_february(tables)) == set()


def corrected(table, number, **cells):
    """Have a delivery of 10 March say one record otherwise."""
    first = rows_of(TABLES[table])
    old = {**first[number], "version": "1", "superseded_on": "2026-03-10"}
    new = {**first[number], "version": "2", "delivered_on": "2026-03-10", **cells}
    others = [{**row, "version": "1"} for row in first if row is not first[number]]
    return {table: later.as_drawing([old, new, *others])}


@pytest.mark.parametrize(
    ("table", "number", "cells"),
    [
        ("absences", 0, {"ends_on": "2026-02-20"}),
        ("assignments", 1, {"team_id": "blue"}),
        ("departures", 0, {"left_on": "2025-12-20", "notified_on": "2025-12-01"}),
        ("milestones", 1, {"happened_on": "2025-07-18"}),
    ],
)
def test_a_correction_changes_snapshots_from_its_month_on_and_none_before(
    table, number, cells
):
    known = features_at(FEBRUARY, MARCH)
    after = features_at(FEBRUARY, MARCH, tables=corrected(table, number, **cells))
    february, march = (
        changed(
            {who: one for who, one in known.items() if who[0] == as_of},
            {who: one for who, one in after.items() if who[0] == as_of},
        )
        for as_of in (FEBRUARY, MARCH)
    )
    assert february == set()
    assert march


def test_records_of_after_the_snapshot_may_be_taken_away(before):
    tables = {
        "absences": TABLES["absences"].replace(
            "cat       | 2026-02-26", "cat | 2026-03-26"
        ),
        "departures": TABLES["departures"].replace(
            "bob       | 2026-03-31", "eve | 2026-03-31"
        ),
        "events": TABLES["events"].replace("process_change", "outage"),
    }
    known = [row for row in ACTIVITY if row[2] <= "2026-02-01"]
    assert changed(before, features_at_february(tables, known)) == set()


@pytest.mark.parametrize("end", ["-", "2026-03-01", "2026-05-30"])
def test_an_end_written_later_changes_nothing(before, end):
    tables = {
        "absences": TABLES["absences"].replace("2026-03-06", end),
        "assignments": TABLES["assignments"]
        .replace("| 2026-02-15 | -  ", f"| 2026-02-15 | {end}")
        .replace("| 2024-01-01 | -  ", f"| 2024-01-01 | {end}"),
        "events": TABLES["events"].replace(
            "2026-03-05 11:00", f"{end} 11:00".replace("- 11:00", "-")
        ),
    }
    assert changed(before, features_at_february(tables)) == set()


# Of each table a record known in time; together they move every feature.
IN_TIME = {
    "absences": {"absences": ["eve | 2026-02-02 | sickness | - | 2026-02-02"]},
    "assignments": {"assignments": ["ann | blue | 2026-02-01 | - | 2026-02-01 | fixed | 0.5 | 20 | agent | 1500 | 90"]},
    "departures": {"departures": ["eve | 2026-02-20 | voluntary | - | 2026-02-20"]},
    "events": {
        "events": [
            "outage | 2026-02-20 09:00 | - | - | red",
            "product_change | 2026-02-20 09:00 | - | 2026-01-20 | -",
        ]
    },
    "milestones": {
        "milestones": [
            f"{who} | 2026-02-25 | {kind} | 3 | 2026-02-25"
            for who in ("ann", "bob")
            for kind in ("recognition", "one_to_one", "training", "raise", "incident_support")
        ]
    },
    "people": {"people": ["fay | 2026-02-01"], "assignments": ["fay | red | 2026-02-01 | - | 2026-02-01 | fixed | 1 | 35 | agent | 1700 | 45"]},
}  # fmt: skip


def test_what_was_known_in_time_does_change_every_feature(before):
    moved = set()
    for rows in IN_TIME.values():
        moved |= changed(before, features_at_february(with_rows(**rows)))
    moved |= changed(before, features_at_february(with_rows(survey_answers=SURVEY)))
    moved |= changed(before, features_at_february(days=WORKED))
    assert set(COLUMNS) - moved == set()


SURVEY = [
    f"winter | 2026-01-20 | red | {name} | {9 if name == 'enps' else 5} | {'0 | 10' if name == 'enps' else '1 | 5'} | 2026-02-08"
    for name in {row["construct"] for row in rows_of(TABLES["survey_questions"])}
    for _ in range(6)
]  # fmt: skip
# Two days less, and one of another length.
WORKED = [*ACTIVITY[:1], ("ann", "2026-02-14", "2026-02-01", 45, 240), *ACTIVITY[3:4]]
