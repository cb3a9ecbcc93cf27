from datetime import date

from tests.drawing import seen
from tests.features.centre import TABLES, past_of

JANUARY = date(2026, 1, 31)


def present(connection, *columns, **changes):
    rows = past_of(connection, **changes).people()
    return seen(rows, "as_of", "person_id", *columns)


def test_who_is_present_is_what_was_recorded_by_the_months_end(connection):
    assert present(connection) == [
        ("2026-02-28", "ann"),
        ("2026-02-28", "bob"),
        ("2026-02-28", "cat"),
        ("2026-02-28", "eve"),
        ("2026-03-31", "ann"),
        ("2026-03-31", "bob"),  # left that day, recorded in April
        ("2026-03-31", "cat"),
        ("2026-03-31", "eve"),
    ]


def test_a_transfer_recorded_late_shows_only_then(connection):
    teams = [row for row in present(connection, "team_id") if row[1] == "cat"]
    assert teams == [("2026-02-28", "cat", "red"), ("2026-03-31", "cat", "blue")]


def test_who_gave_notice_is_announced(connection):
    january = past_of(connection, as_ofs=(JANUARY,)).people()
    assert seen(january, "person_id", "announced") == [
        ("ann", False),
        ("bob", False),
        ("cat", False),
        ("dan", True),
        ("eve", False),
    ]


def test_who_gave_notice_is_gone_after_the_last_day_though_not_recorded(connection):
    late = TABLES["departures"].replace(
        "2026-01-20  | 2026-02-20", "2026-01-20 | 2026-03-05"
    )
    people = present(connection, tables={"departures": late})
    assert ("2026-02-28", "dan") not in people


def test_somebody_hired_again_is_present_again(connection):
    departures = TABLES["departures"] + "cat | 2025-12-31 | voluntary | - | 2025-12-31"
    people = [row[1] for row in present(connection, tables={"departures": departures})]
    # The assignment of 2025 ended with that departure; the one of February began after.
    assert people.count("cat") == 1


def test_a_supervisor_is_not_in_the_cohort(connection):
    assignments = TABLES["assignments"] + (
        "sup | red | 2024-01-01 | - | 2024-01-01 | permanent | 1 | 35 | supervisor | - | -"
    )
    people = TABLES["people"] + "sup | 2024-01-01"
    rows = present(connection, tables={"assignments": assignments, "people": people})
    assert "sup" not in {row[1] for row in rows}
