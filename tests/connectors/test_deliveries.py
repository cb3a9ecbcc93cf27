from datetime import date
from pathlib import Path

import pytest

from connectors import deliveries
from connectors.deliveries import Delivered
from contracts.check import with_broken_rule
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from tests.drawing import drawn_table, rows_of

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)


@pytest.fixture
def fold(connection):
    """Fold drawings of one table, a drawing a month end, into one table."""

    def folded(name, *drawings, increments=False, most=1.0):
        table = INPUTS[name]
        parts = []
        for day, drawing in zip((JANUARY, FEBRUARY, MARCH), drawings, strict=False):
            # A view of its own: the next drawing takes the name.
            drawn = with_broken_rule(drawn_table(connection, table, drawing), table)
            stored = f"{name}_{day:%m}"
            drawn.to_native().create(stored)
            parts.append(Delivered(day, day, connection.table(stored)))
        return deliveries.folded(
            connection, parts, table, increments=increments, max_vanished_share=most
        )

    return folded


def told(relation, columns):
    rows = relation.project(columns).fetchall()
    text = [tuple("-" if v is None else str(v) for v in row) for row in rows]
    return sorted(text)


def lines(drawing):
    return sorted(tuple(v or "-" for v in row.values()) for row in rows_of(drawing))


def test_an_absence_extended_by_moving_its_end_keeps_both_ends(fold):
    found = fold(
        "absences",
        """
        person_id | starts_on  | kind     | ends_on
        ann       | 2026-01-20 | sickness | 2026-02-03
        """,
        """
        person_id | starts_on  | kind     | ends_on
        ann       | 2026-01-20 | sickness | 2026-02-17
        """,
        """
        person_id | starts_on  | kind     | ends_on
        ann       | 2026-01-20 | sickness | 2026-02-17
        """,
    )
    assert told(found, "ends_on, version, delivered_on, superseded_on") == lines("""
        ends_on    | version | delivered_on | superseded_on
        2026-02-03 | 1       | -            | 2026-02-28
        2026-02-17 | 2       | 2026-02-28   | -
    """)


def test_what_a_full_delivery_lacks_was_withdrawn_and_may_come_back(fold):
    held = """
        person_id | left_on    | reason
        ann       | 2026-04-30 | voluntary
        bob       | 2026-05-31 | voluntary
    """
    without_bob = """
        person_id | left_on    | reason
        ann       | 2026-04-30 | voluntary
    """
    found = fold("departures", held, without_bob, held)
    assert told(found, "person_id, version, delivered_on, superseded_on") == lines("""
        person_id | version | delivered_on | superseded_on
        ann       | 1       | -            | -
        bob       | 1       | -            | 2026-02-28
        bob       | 2       | 2026-03-31   | -
    """)


def test_an_increment_leaves_what_it_does_not_name(fold):
    found = fold(
        "interactions",
        """
        interaction_id | person_id | opened_at        | csat
        i1             | ann       | 2026-01-05 09:00 | -
        i2             | ann       | 2026-01-05 10:00 | 4
        """,
        """
        interaction_id | person_id | opened_at        | csat
        i1             | ann       | 2026-01-05 09:00 | 2
        i3             | bob       | 2026-02-05 10:00 | 5
        """,
        increments=True,
    )
    rows = "interaction_id, csat, version, delivered_on, superseded_on"
    assert told(found, rows) == lines("""
        interaction_id | csat | version | delivered_on | superseded_on
        i1             | -    | 1       | -            | 2026-02-28
        i1             | 2.0  | 2       | 2026-02-28   | -
        i2             | 4.0  | 1       | -            | -
        i3             | 5.0  | 1       | 2026-02-28   | -
    """)


def test_a_team_changed_retroactively_was_not_known_before(fold):
    found = fold(
        "assignments",
        """
        person_id | team_id | starts_on  | ends_on
        ann       | red     | 2025-06-01 | -
        """,
        """
        person_id | team_id | starts_on  | ends_on
        ann       | red     | 2025-06-01 | 2025-12-31
        ann       | blue    | 2026-01-01 | -
        """,
    )
    rows = "team_id, ends_on, delivered_on, superseded_on"
    assert told(found, rows) == lines("""
        team_id | ends_on    | delivered_on | superseded_on
        red     | -          | -            | 2026-02-28
        red     | 2025-12-31 | 2026-02-28   | -
        blue    | -          | 2026-02-28   | -
    """)


def test_of_people_the_latest_is_kept_also_of_who_is_delivered_no_more(fold):
    found = fold(
        "people",
        """
        person_id | hired_on
        ann       | 2024-01-01
        bob       | 2024-02-01
        """,
        """
        person_id | hired_on
        ann       | 2024-01-15
        """,
    )
    assert told(found, "person_id, hired_on") == [
        ("ann", "2024-01-15"),
        ("bob", "2024-02-01"),
    ]


def test_a_shift_that_was_changed_was_published_when_it_was_delivered(fold):
    found = fold(
        "shifts",
        """
        shift_id | person_id | starts_at        | ends_at
        s1       | ann       | 2026-02-02 09:00 | 2026-02-02 17:00
        """,
        """
        shift_id | person_id | starts_at        | ends_at
        s1       | ann       | 2026-02-02 11:00 | 2026-02-02 19:00
        s2       | ann       | 2026-03-02 09:00 | 2026-03-02 17:00
        """,
    )
    assert told(found, "shift_id, starts_at, published_at") == [
        ("s1", "2026-02-02 09:00:00", "-"),
        ("s1", "2026-02-02 11:00:00", "2026-02-28 00:00:00"),
        ("s2", "2026-03-02 09:00:00", "2026-02-28 00:00:00"),
    ]


def test_answers_that_are_alike_all_count_and_a_campaign_is_replaced_whole(fold):
    head = (
        "campaign_id | closed_on | team_id | question | answer | scale_min | scale_max"
    )
    may = "may | 2025-05-31 | red | q1 | 3 | 1 | 5"
    june = "june | 2026-02-10 | red | q1 | 4 | 1 | 5"
    found = fold(
        "survey_answers",
        "\n".join([head, may, may]),
        "\n".join([head, may, may, may, june]),
        "\n".join([head, june, june]),
    )
    rows = "campaign_id, published_on, count(*) AS answers"
    counted = found.aggregate(rows, "campaign_id, published_on")
    assert told(counted, "campaign_id, published_on, answers") == [
        ("june", "2026-02-28", "2"),
        ("may", "-", "3"),
    ]


def test_a_broken_row_is_set_aside_once_and_takes_no_good_one_away(fold):
    broken = """
        person_id | starts_on  | kind     | ends_on
        ann       | 2026-01-20 | sickness | 2026-01-03
        bob       | 2026-01-20 | sickness | 2026-01-30
    """
    found = fold("absences", broken, broken)
    assert told(found, "person_id, version, broken_rule") == [
        ("ann", "-", "an absence ends on or after the day it starts"),
        ("bob", "1", "-"),
    ]


def test_half_an_export_is_not_taken_for_withdrawals(fold):
    with pytest.raises(ContractError) as caught:
        fold(
            "absences",
            """
            person_id | starts_on  | kind
            ann       | 2026-01-20 | sickness
            bob       | 2026-01-20 | sickness
            """,
            """
            person_id | starts_on  | kind
            ann       | 2026-01-20 | sickness
            """,
            most=0.4,
        )
    said = str(caught.value)
    assert said.startswith(
        "absences: the delivery of 2026-02-28 lacks 1 of the 2 rows of the one before."
    )
    assert "source.deliveries.increments" in said
    assert "bob" not in said


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 2, 3), date(2026, 1, 31)),
        (date(2026, 2, 5), date(2026, 1, 31)),
        (date(2026, 2, 6), date(2026, 2, 6)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_an_export_of_a_months_first_days_tells_the_month_before(day, known):
    assert deliveries.known_on(day, late_days=5) == known


def test_folders_are_read_in_the_order_of_their_days(tmp_path: Path) -> None:
    for name in ("2026-02-03", "2025-12-31", ".trash"):
        (tmp_path / name).mkdir()
    days = [day for day, _ in deliveries.folders(tmp_path)]
    assert days == [date(2025, 12, 31), date(2026, 2, 3)]


@pytest.mark.parametrize("name", ["", "february", "2026-02-30"])
def test_a_folder_that_bears_no_day_is_told(name: str, tmp_path: Path) -> None:
    if name:
        (tmp_path / name).mkdir()
    with pytest.raises(ContractError, match="named YYYY-MM-DD") as caught:
        deliveries.folders(tmp_path)
    assert (f"{name} names no day" if name else "no folder in it") in str(caught.value)
