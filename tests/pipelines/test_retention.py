"""The retention limit: who left too long ago, and which rows are too old to keep."""

from collections.abc import Callable
from datetime import date

import duckdb
import narwhals as nw
import pytest

from contracts import params, versions
from contracts.inputs import INPUTS
from pipelines import _retention
from tests import drawing

LIMIT = date(2023, 10, 31)
Rows = duckdb.DuckDBPyRelation
Drawn = Callable[[str, str], Rows]


@pytest.fixture
def drawn(connection: duckdb.DuckDBPyConnection) -> Drawn:
    return lambda name, text: drawing.drawn_table(
        connection, INPUTS[name], text
    ).to_native()


def seen(rows: Rows, *columns: str) -> list[tuple[object, ...]]:
    return drawing.seen(nw.from_native(rows), *columns)


PEOPLE = """
    person_id | hired_on
    old       | 2019-01-01
    back      | 2025-01-01
    moved     | 2019-01-01
    edge      | 2020-01-01
    here      | 2018-01-01
"""
ASSIGNMENTS = """
    person_id | team_id | starts_on  | ends_on    | manager_id
    old       | red     | 2019-01-01 | -          | here
    back      | red     | 2025-01-01 | -          | old
    moved     | red     | 2019-01-01 | 2022-06-30 | old
    moved     | blue    | 2024-02-01 | -          | here
    edge      | red     | 2020-01-01 | 2023-10-31 | here
    here      | red     | 2018-01-01 | 2020-12-31 | -
    here      | blue    | 2021-01-01 | -          | -
"""
DEPARTURES = """
    person_id | left_on    | reason
    old       | 2022-05-31 | voluntary
    old       | 2023-10-30 | voluntary
    back      | 2021-05-31 | voluntary
    moved     | 2022-06-30 | voluntary
    edge      | 2023-10-31 | voluntary
"""


@pytest.fixture
def past(connection: duckdb.DuckDBPyConnection, drawn: Drawn) -> list[str]:
    return _retention.people_past(
        connection,
        drawn("departures", DEPARTURES),
        drawn("people", PEOPLE),
        drawn("assignments", ASSIGNMENTS),
        LIMIT,
    )


@pytest.mark.parametrize(
    ("last_month", "months", "limit"),
    [
        ("2026-10", 36, LIMIT),
        ("2026-02", 12, date(2025, 2, 28)),
        ("2025-03", 1, date(2025, 2, 28)),
    ],
)
def test_the_limit_is_a_months_end(last_month: str, months: int, limit: date) -> None:
    settings = params.load()
    time = settings.time.model_copy(update={"last_month": last_month})
    kept = settings.governance.model_copy(update={"retention_months": months})
    said = settings.model_copy(update={"time": time, "governance": kept})
    assert _retention.limit_day(said) == limit


def test_who_left_before_the_limit_for_the_last_time_is_past_it(
    past: list[str],
) -> None:
    assert past == ["old"]


def test_a_departure_that_was_taken_back_is_none(
    connection: duckdb.DuckDBPyConnection, drawn: Drawn
) -> None:
    left = drawn("departures", DEPARTURES).project(
        f"*, DATE '2023-12-31' AS {versions.SUPERSEDED}"
    )
    people, spells = drawn("people", PEOPLE), drawn("assignments", ASSIGNMENTS)
    assert _retention.people_past(connection, left, people, spells, LIMIT) == []


def kept(drawn: Drawn, name: str, text: str) -> _retention.Kept:
    return _retention.within(drawn(name, text), INPUTS[name], LIMIT)


def test_rows_of_people_past_the_limit_are_left_out(
    past: list[str], drawn: Drawn
) -> None:
    left = kept(drawn, "people", PEOPLE)
    assert seen(left.rows, "person_id") == [("back",), ("edge",), ("here",), ("moved",)]
    assert (left.rows_of_people, left.rows_by_day) == (1, 0)


def test_a_spell_that_ended_before_the_limit_goes_and_an_open_one_stays(
    past: list[str], drawn: Drawn
) -> None:
    left = kept(drawn, "assignments", ASSIGNMENTS)
    assert seen(left.rows, "person_id", "team_id", "manager_id") == [
        ("back", "red", None),
        ("edge", "red", "here"),
        ("here", "blue", None),
        ("moved", "blue", "here"),
    ]
    assert (left.rows_of_people, left.rows_by_day) == (1, 2)


DATED: dict[str, tuple[str, list[str], int]] = {
    "absences": (
        """
        person_id | starts_on  | kind     | ends_on
        here      | 2023-10-01 | sickness | 2023-10-30
        here      | 2023-10-02 | sickness | 2023-10-31
        here      | 2020-10-03 | sickness | -
        old       | 2023-10-04 | sickness | -
        """,
        ["2020-10-03", "2023-10-02"],
        1,
    ),
    "milestones": (
        """
        person_id | happened_on | kind
        here      | 2023-10-30  | raise
        here      | 2023-10-31  | raise
        """,
        ["2023-10-31"],
        1,
    ),
    "activity_days": (
        """
        person_id | day        | contacts
        here      | 2023-10-30 | 4
        here      | 2023-10-31 | 5
        old       | 2023-10-31 | 6
        """,
        ["2023-10-31"],
        1,
    ),
    "departures": (DEPARTURES, ["2023-10-31"], 2),
}


@pytest.mark.parametrize("name", DATED)
def test_what_ended_before_the_limit_goes_whoever_it_is_about(
    name: str, past: list[str], drawn: Drawn
) -> None:
    text, days, by_day = DATED[name]
    left = kept(drawn, name, text)
    column = INPUTS[name].key[1]
    assert [day for (day,) in seen(left.rows, column)] == days
    assert left.rows_by_day == by_day


def test_a_shift_and_a_contact_go_by_their_time(past: list[str], drawn: Drawn) -> None:
    shifts = """
        shift_id | person_id | starts_at        | ends_at
        s1       | here      | 2023-10-30 14:00 | 2023-10-30 23:59
        s2       | here      | 2023-10-30 22:00 | 2023-10-31 06:00
    """
    contacts = """
        interaction_id | person_id | opened_at
        i1             | -         | 2023-10-30 23:59
        i2             | -         | 2023-10-31 00:00
        i3             | old       | 2025-10-31 00:00
    """
    assert seen(kept(drawn, "shifts", shifts).rows, "shift_id") == [("s2",)]
    left = kept(drawn, "interactions", contacts)
    assert seen(left.rows, "interaction_id") == [("i2",)]
    assert (left.rows_of_people, left.rows_by_day) == (1, 1)


def test_a_key_goes_with_its_person_and_that_of_a_team_stays(
    past: list[str], drawn: Drawn
) -> None:
    keys = """
        kind   | system | system_id | id
        person | rota   | x1        | old
        person | rota   | x2        | here
        team   | rota   | x3        | old
    """
    left = kept(drawn, "keys", keys)
    assert seen(left.rows, "system_id") == [("x2",), ("x3",)]


def test_a_table_without_people_or_days_stays_whole(
    past: list[str], drawn: Drawn
) -> None:
    teams = """
        team_id | parent_id
        hq      | -
        red     | hq
    """
    left = kept(drawn, "teams", teams)
    assert len(seen(left.rows, "team_id")) == 2
    assert (left.rows_of_people, left.rows_by_day) == (0, 0)
