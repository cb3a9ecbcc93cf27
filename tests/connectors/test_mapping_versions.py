import pytest

from connectors.mapping import columns, legs, values, versions
from contracts.errors import ContractError
from contracts.source_params import Format, Legs, Rescale, Totals, Versions

PLAIN = Format()
ZONED = Format(time="%H:%M:%S%z")
FRENCH = Format(decimal=",", dates="dmy")


@pytest.fixture
def rows(connection):
    """Draw rows of text, an empty broken_rule beside them."""

    def drawn(names, *cells):
        listed = ", ".join(
            f"({', '.join('NULL' if c is None else repr(c) for c in row)}, NULL)"
            for row in cells
        )
        return connection.sql(
            f"SELECT * REPLACE (broken_rule::VARCHAR AS broken_rule) "
            f"FROM (VALUES {listed}) t({names}, broken_rule)"
        )

    return drawn


def told(relation, *names):
    return relation.project(", ".join((*names, "broken_rule"))).fetchall()


def by_number(relation, *names):
    return sorted(told(relation, *names), key=str)


LATEST = Versions(by=("id",), order=("seq",))


def test_the_latest_version_stays_and_numbers_in_text_count_as_numbers(rows):
    here = rows("id, seq, v", ("a", "9", "old"), ("a", "10", "new"), ("b", "1", "only"))
    assert by_number(versions.latest(here, LATEST), "id", "v") == [
        ("a", "new", None),
        ("b", "only", None),
    ]


def test_days_in_another_order_are_compared_once_they_are_read(rows):
    here = rows("id, seq", ("a", "01/03/2026"), ("a", "28/02/2026"))
    read = values.cast(here, {"seq": "day"}, FRENCH)
    ((day, _),) = told(versions.latest(read, LATEST), "seq::VARCHAR")
    assert day == "2026-03-01"


def test_a_version_that_cannot_be_read_is_never_dropped_for_another(rows):
    here = rows("id, seq, n", ("a", "1", "x"), ("a", "2", "7"), ("a", "3", "8"))
    read = values.cast(here, {"n": "number"}, PLAIN)
    assert by_number(versions.latest(read, LATEST), "seq") == [
        ("1", "n is readable as a number"),
        ("3", None),
    ]


def test_versions_of_nobody_known_all_stay(rows):
    here = rows("id, seq", (None, "1"), (None, "2"))
    assert len(told(versions.latest(here, LATEST), "seq")) == 2


def test_two_tables_can_both_keep_their_latest_versions(rows):
    first = versions.latest(rows("id, seq", ("a", "1"), ("a", "2")), LATEST)
    second = versions.latest(rows("id, seq", ("b", "5"), ("b", "4")), LATEST)
    assert told(first, "id", "seq") == [("a", "2", None)]
    assert told(second, "id", "seq") == [("b", "5", None)]


def test_a_row_a_person_and_media_becomes_a_row_a_person(rows):
    here = rows("who, n, s", ("a", "2", "1,5"), ("a", "3", "0,25"), ("b", None, "1"))
    totals = Totals(by=("who",), sums=("n", "s"))
    assert by_number(versions.add_up(here, totals, FRENCH), "who", "n", "s") == [
        ("a", 5.0, 1.75, None),
        ("b", None, 1.0, None),
    ]


def test_sums_stop_where_a_row_cannot_be_read(rows):
    totals = Totals(by=("who",), sums=("n",))
    with pytest.raises(ContractError, match="1 rows break") as caught:
        versions.add_up(rows("who, n", ("a", "7"), ("a", "zoe")), totals, PLAIN)
    assert "zoe" not in str(caught.value)


def test_a_number_that_is_read_already_can_be_rescaled_in_a_french_file(rows):
    here = values.cast(rows("s", ("1,5",)), {"s": "number"}, FRENCH)
    by = {"s": Rescale(factor=60)}
    assert told(values.rescale(here, by, FRENCH), "s") == [(90.0, None)]


def test_the_first_of_several_columns_that_is_filled_in_is_taken(rows):
    here = rows("a, b", ("1", "2"), (None, "3"), (None, None))
    filled = columns.first_filled(here, {"c": ["a", "b"]})
    assert told(filled, "c") == [("1", None), ("3", None), (None, None)]


def test_the_day_after_the_last_day_worked_is_the_first_day_absent(rows):
    here = values.cast(rows("d", ("28022024",), (None,)), {"d": "day"}, FRENCH)
    moved = values.move_days(here, {"d": 1})
    assert told(moved, "d::VARCHAR") == [("2024-02-29", None), (None, None)]


def test_text_is_not_moved_before_it_is_read_as_a_day(rows):
    with pytest.raises(ContractError, match=r"d is text, not a day"):
        values.move_days(rows("d", ("28022024",)), {"d": 1})


@pytest.mark.parametrize(
    ("dates", "cell", "day"),
    [
        ("dmy", "01032026", "2026-03-01"),
        ("dmy", "31129999", "9999-12-31"),
        ("ymd", "20260301", "2026-03-01"),
        ("mdy", "03012026", "2026-03-01"),
        # A leading zero that a spreadsheet ate: which digit is whose is a guess.
        ("dmy", "1032026", None),
        ("dmy", "20260301", None),
    ],
)
def test_eight_digits_are_a_day_in_the_order_declared(rows, dates, cell, day):
    read = values.cast(rows("d", (cell,)), {"d": "day"}, Format(dates=dates))
    broken = None if day else "d is readable as a day"
    assert told(read, "d::VARCHAR") == [(day, broken)]


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("2026-03-01T09:12:00Z", "2026-03-01 10:12:00"),
        ("2026-07-01T09:12:00Z", "2026-07-01 11:12:00"),
        ("2026-03-01T09:12:00+01:00", "2026-03-01 09:12:00"),
        ("2026-03-01 09:12:00 -0500", "2026-03-01 15:12:00"),
        ("2026-03-31T23:30:00Z", "2026-04-01 01:30:00"),
        # Without its zone it may be anybody's clock.
        ("2026-03-01T09:12:00", None),
    ],
)
def test_a_time_with_its_zone_can_be_brought_to_the_clock_of_the_centre(
    rows, cell, clock
):
    read = values.cast(rows("t", (cell,)), {"t": "time"}, ZONED)
    broken = None if clock else "t is readable as a time"
    at_home = "(t AT TIME ZONE 'Europe/Paris')::VARCHAR"
    assert told(read, at_home) == [(clock, broken)]


def test_events_that_say_their_zone_become_legs(rows):
    here = rows("id, who, moment", ("7", "a", "2026-03-01T09:00:00Z"))
    read = values.cast(here, {"moment": "time"}, ZONED)
    made = legs.legs_from_events(read, Legs(contact="id", person="who", at="moment"))
    at_home = "(opened_at AT TIME ZONE 'Europe/Paris')::VARCHAR"
    assert told(made, "person_id", at_home) == [("a", "2026-03-01 10:00:00", None)]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("0:04:05", 245.0), ("26:00:01.5", 93601.5), ("04:05", None), ("0:75:00", None)],
)
def test_a_duration_becomes_seconds_and_minutes_alone_are_not_guessed(
    rows, cell, seconds
):
    read = values.cast(rows("d", (cell,)), {"d": "duration"}, PLAIN)
    broken = None if seconds else "d is readable as a duration"
    assert told(read, "d") == [(seconds, broken)]


@pytest.mark.parametrize(
    ("cell", "flag", "broken"),
    [
        ("0", False, None),
        ("3", True, None),
        (None, None, None),
        ("yes", None, "n is readable as a whole number"),
    ],
)
def test_any_count_above_none_is_a_yes(rows, cell, flag, broken):
    read = values.cast(rows("n", (cell,)), {"n": "flag_of_count"}, PLAIN)
    assert told(read, "n") == [(flag, broken)]
