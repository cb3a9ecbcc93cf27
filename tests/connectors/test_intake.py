import pytest

from connectors.intake import bring, with_repeats_marked
from contracts.errors import ContractError
from contracts.listening_tables import SURVEY_ANSWERS
from contracts.people_tables import DEPARTURES, PEOPLE
from contracts.work_tables import SHIFTS


def broken(relation):
    rows = relation.project("broken_rule").fetchall()
    return [rule for (rule,) in rows]


def test_missing_optional_columns_come_empty(connection):
    export = connection.sql("SELECT 'ann' AS person_id, '2026-01-01' AS hired_on")
    taken = bring(export, PEOPLE, "Europe/Paris")
    assert taken.missing_columns == ("birth_year", "gender")
    assert taken.rows.project("birth_year").fetchall() == [(None,)]


def test_a_missing_needed_column_is_refused(connection):
    export = connection.sql("SELECT 'ann' AS person_id")
    with pytest.raises(ContractError, match="no column hired_on"):
        bring(export, PEOPLE, "Europe/Paris")


def test_unknown_columns_are_listed_and_left_out(connection):
    export = connection.sql(
        "SELECT 'ann' AS person_id, '2026-01-01' AS hired_on, 7 AS shoe_size"
    )
    taken = bring(export, PEOPLE, "Europe/Paris")
    assert taken.unknown_columns == ("shoe_size",)
    assert "shoe_size" not in taken.rows.columns


def test_text_that_is_no_date_breaks_a_named_rule(connection):
    export = connection.sql("SELECT 'ann' AS person_id, 'soon' AS hired_on")
    rows = bring(export, PEOPLE, "Europe/Paris").rows
    assert broken(rows) == ["hired_on is readable as a day"]


def test_an_unknown_reason_breaks_the_rule_that_lists_them(connection):
    export = connection.sql(
        "SELECT 'ann' AS person_id, '2026-01-01' AS left_on, 'bored' AS reason"
    )
    (rule,) = broken(bring(export, DEPARTURES, "Europe/Paris").rows)
    assert rule.startswith("reason is one of voluntary")


def test_a_shift_that_ends_before_it_starts_breaks_its_rule(connection):
    export = connection.sql(
        "SELECT 's' AS shift_id, 'ann' AS person_id, "
        "'2026-01-01 17:00' AS starts_at, '2026-01-01 09:00' AS ends_at"
    )
    rows = bring(export, SHIFTS, "Europe/Paris").rows
    assert broken(rows) == ["a shift ends after it starts"]


def test_a_time_with_a_zone_is_brought_to_the_centres_clock(connection):
    export = connection.sql(
        "SELECT 's' AS shift_id, 'ann' AS person_id, "
        "TIMESTAMPTZ '2026-07-01 07:00:00+00' AS starts_at, "
        "TIMESTAMPTZ '2026-07-01 15:00:00+00' AS ends_at"
    )
    rows = bring(export, SHIFTS, "Europe/Paris").rows
    ((start,),) = rows.project("starts_at").fetchall()
    assert start.hour == 9


def test_a_survey_that_names_a_person_is_refused(connection):
    export = connection.sql("SELECT 'ann' AS email, 'q1' AS question")
    with pytest.raises(ContractError, match="names a person"):
        bring(export, SURVEY_ANSWERS, "Europe/Paris")


def test_what_may_not_be_looked_at_is_refused_by_name(connection):
    export = connection.sql("SELECT 'ann' AS person_id, 3 AS Voice_Tone")
    with pytest.raises(ContractError, match="emotions at work is forbidden"):
        bring(export, PEOPLE, "Europe/Paris")


def test_a_row_that_stands_twice_is_kept_once(connection):
    export = connection.sql(
        "SELECT 'ann' AS person_id, '2026-01-01' AS hired_on FROM range(3)"
    )
    rows = bring(export, PEOPLE, "Europe/Paris").rows
    marked = broken(with_repeats_marked(connection, rows, PEOPLE))
    assert marked.count(None) == 1
    assert marked.count("a row is named once by person_id") == 2
