"""Every table of the contracts, and a row that breaks each of its rules."""

from collections.abc import Callable

import narwhals as nw
import pytest

from contracts._table import SQL_TYPES, Table
from contracts.frames import Lazy
from contracts.inputs import INPUTS, NEEDED_TABLES, REFUSED_COLUMNS
from contracts.released import RELEASED

TABLES = (*INPUTS.values(), *RELEASED.values())
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)

# The first row keeps the rule, the last one breaks it.
CASES = {
    "a birth year lies between 1900 and 2020": """
        birth_year
        1990
        1890""",
    "an assignment ends on or after the day it starts": """
        starts_on  | ends_on
        2026-03-01 | 2026-03-01
        2026-03-02 | 2026-03-01""",
    "a full-time equivalent is above 0 and at most 1.5": """
        fte
        1.5
        0""",
    "weekly hours are above 0 and at most 80": """
        weekly_hours
        80
        81""",
    "a remote share lies between 0 and 1": """
        remote_share
        1
        1.1""",
    "a unit is not its own parent": """
        team_id | parent_id
        T1      | S1
        T1      | T1""",
    "a unit ends on or after the day it starts": """
        starts_on  | ends_on
        2026-03-01 | 2026-03-01
        2026-03-02 | 2026-03-01""",
    "notice is given on or before the last day": """
        left_on    | notified_on
        2026-03-31 | 2026-03-31
        2026-03-31 | 2026-04-01""",
    "an absence ends on or after the day it starts": """
        starts_on  | ends_on
        2026-03-01 | 2026-03-01
        2026-03-02 | 2026-03-01""",
    "a share of a day is above 0 and at most 1": """
        day_share
        0.5
        0""",
    "a shift ends after it starts": """
        starts_at           | ends_at
        2026-03-01 09:00:00 | 2026-03-01 17:00:00
        2026-03-01 09:00:00 | 2026-03-01 09:00:00""",
    "worked minutes lie between 0 and 1,440": """
        worked_minutes
        1440
        1441""",
    "a contact closes at or after it opens": """
        opened_at           | closed_at
        2026-03-01 09:00:00 | 2026-03-01 09:00:00
        2026-03-01 09:00:01 | 2026-03-01 09:00:00""",
    "handling time lies between 0 and 86,400 seconds": """
        handle_seconds
        86400
        86401""",
    "contacts are not negative": """
        contacts
        0
        -1""",
    "no more contacts are answered than offered": """
        offered | answered
        3       | 3
        3       | 4""",
    "nobody is asked a negative number of times": """
        invited
        0
        -1""",
    "an answer lies on its scale": """
        answer | scale_min | scale_max
        10     | 0         | 10
        11     | 0         | 10""",
    "a mean rests on at least one answer": """
        answers
        1
        0""",
    "a mean lies between 0 and 1, that of enps between -100 and 100": """
        construct  | mean
        enps       | -40
        engagement | 3.9""",
    "a plan is not negative": """
        planned_fte
        0
        -1""",
    "an event ends at or after it starts": """
        starts_at           | ends_at
        2026-03-01 09:00:00 | 2026-03-01 09:00:00
        2026-03-01 09:00:00 | 2026-03-01 08:00:00""",
    "an initiative ends on or after the day it starts": """
        starts_on  | ends_on
        2026-03-01 | 2026-03-01
        2026-03-02 | 2026-03-01""",
    "an initiative is looked at again on or after the day it starts": """
        starts_on  | review_on
        2026-03-01 | 2026-03-01
        2026-03-02 | 2026-03-01""",
    "a hazard lies between 0 and 1": """
        hazard_voluntary | hazard_other | sick_rate
        1                | 0            | 0.5
        0                | 0            | 1.5""",
    "a chance over months lies between 0 and 1": """
        voluntary | sick_rate
        0.2       | 0.1
        1.2       | 0.1""",
    "a chance of a count lies above 0, at most at 1": """
        chance
        1
        0""",
    "an interval holds its expected rate": """
        low | expected_rate | high
        0.1 | 0.1           | 0.2
        0.1 | 0.3           | 0.2""",
    "counts stand only at sites and the company": """
        unit_level | expected_count
        site       | 4
        team       | 4""",
    "a withheld or merged unit shows no figure": """
        status    | expected_rate
        published | 0.1
        merged    | 0.1""",
}
RULES = [(table, sentence) for table in TABLES for sentence in table.rules]


@pytest.mark.parametrize(
    ("table", "sentence"), RULES, ids=lambda it: getattr(it, "name", it)
)
def test_a_rule_tells_a_good_row_from_a_broken_one(
    table: Table, sentence: str, draw: Callable[[Table, str], Lazy]
) -> None:
    rows = draw(table, CASES[sentence])
    kept = rows.select(kept=table.rules[sentence])
    assert kept.to_native().fetchall() == [(True,), (False,)]


@pytest.mark.parametrize(
    ("table", "sentence"), RULES, ids=lambda it: getattr(it, "name", it)
)
def test_an_empty_row_breaks_no_rule_about_values(
    table: Table, sentence: str, draw: Callable[[Table, str], Lazy]
) -> None:
    nothing = f"{table.columns[0].name}\n-"
    kept = draw(table, nothing).select(kept=table.rules[sentence].fill_null(True))
    assert kept.to_native().fetchall() == [(True,)]


@each_table
def test_a_table_says_what_it_is(table: Table) -> None:
    assert table.about.endswith(".")
    assert all(column.about.endswith((".", "…")) for column in table.columns)


@each_table
def test_a_column_has_one_name_and_a_stored_type(table: Table) -> None:
    assert len(set(table.column_names)) == len(table.columns)
    assert {column.kind for column in table.columns} <= set(SQL_TYPES)


@each_table
def test_a_key_is_made_of_columns(table: Table) -> None:
    assert set(table.key) <= set(table.column_names)


@each_table
def test_a_choice_lists_what_may_be_chosen(table: Table) -> None:
    for column in table.columns:
        assert (column.kind == "choice") == bool(column.one_of)


@each_table
def test_no_table_asks_for_what_is_refused(table: Table) -> None:
    assert not set(table.column_names) & set(REFUSED_COLUMNS)


@pytest.mark.parametrize("table", RELEASED.values(), ids=lambda table: table.name)
def test_nothing_released_can_name_a_person(table: Table) -> None:
    about_people = {"person_id", "manager_id", "customer_id", "shift_id", "name"}
    assert not about_people & set(table.column_names)


def test_a_survey_answer_has_no_person() -> None:
    assert "person_id" not in INPUTS["survey_answers"].column_names


def test_four_tables_are_needed() -> None:
    assert NEEDED_TABLES == ("people", "assignments", "teams", "departures")


def test_a_rule_is_an_expression_and_no_answer() -> None:
    for table in TABLES:
        assert all(isinstance(rule, nw.Expr) for rule in table.rules.values())
