import pytest

from connectors import keys
from contracts.check import with_broken_rule
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from tests.drawing import drawn_table

KEYS = """
    kind   | system    | system_id | id   | starts_on  | ends_on
    person | telephony | x1        | ann  | -          | 2025-12-31
    person | telephony | x1        | bob  | 2026-01-01 | -
    person | telephony | x2        | ann  | 2026-01-01 | -
    team   | telephony | g7        | red  | -          | -
    person | ticketing | x1        | cat  | -          | -
"""


@pytest.fixture
def rows_of(connection):
    def drawn(name, drawing):
        frame = drawn_table(connection, INPUTS[name], drawing)
        return with_broken_rule(frame, INPUTS[name]).to_native()

    return drawn


@pytest.fixture
def matched(connection, rows_of):
    keys.keep(connection, rows_of("keys", KEYS))

    def match(name, drawing, system="telephony"):
        return keys.matched(connection, rows_of(name, drawing), INPUTS[name], system)

    return match


CONTACTS = """
    interaction_id | person_id | opened_at
    i1             | x1        | 2025-12-31 23:59
    i2             | x1        | 2026-01-01 00:00
    i3             | x2        | 2026-02-01 09:00
    i4             | x9        | 2026-02-01 09:00
    i5             | -         | 2026-02-01 09:00
"""
UNKNOWN = "the person of telephony is known in keys"


def test_an_id_means_whom_it_meant_on_that_day(matched):
    found = matched("interactions", CONTACTS)
    columns = "interaction_id, person_id, broken_rule"
    assert found.project(columns).order("interaction_id").fetchall() == [
        ("i1", "ann", None),
        ("i2", "bob", None),
        ("i3", "ann", None),
        ("i4", "x9", UNKNOWN),
        ("i5", None, None),
    ]


def test_the_same_id_is_somebody_else_in_another_system(matched):
    found = matched("interactions", CONTACTS, "ticketing")
    assert ("i1", "cat") in found.project("interaction_id, person_id").fetchall()


def test_units_are_matched_too_where_keys_name_them(matched):
    found = matched(
        "team_plans",
        """
        team_id | month      | planned_fte
        g7      | 2026-01-01 | 5
        g8      | 2026-01-01 | 5
        """,
    )
    assert sorted(found.project("team_id, broken_rule").fetchall(), key=str) == [
        ("g8", "the team of telephony is known in keys"),
        ("red", None),
    ]


def test_an_id_of_two_people_at_once_is_marked(connection, rows_of):
    twice = KEYS + "person | ticketing | x1 | dan | 2026-03-01 | -"
    found = keys.with_overlaps_marked(rows_of("keys", twice))
    marked = found.filter("broken_rule IS NOT NULL").project("id, broken_rule")
    assert marked.fetchall() == [("dan", "an id of another system means one at a time")]


def test_a_system_without_keys_is_told_with_those_that_have_some(matched):
    with pytest.raises(ContractError) as caught:
        matched("interactions", CONTACTS, "zendesk")
    assert "interactions is said to hold ids of zendesk" in str(caught.value)
    assert "Systems found in keys: telephony, ticketing." in str(caught.value)


def test_no_keys_at_all_is_told(connection, rows_of):
    rows = rows_of("interactions", CONTACTS)
    with pytest.raises(ContractError, match="Systems found in keys: none"):
        keys.matched(connection, rows, INPUTS["interactions"], "telephony")
