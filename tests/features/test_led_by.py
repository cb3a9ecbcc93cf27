"""Who led whom, as it was recorded by then; here each team's code is its leader's."""

import narwhals as nw
import pytest

from features.leaders import LEADER, led_by
from tests.drawing import seen
from tests.features.centre import FEBRUARY, past_of

ASSIGNED = """person_id | team_id | starts_on | recorded_on
    ann | red | 2025-01-01 | 2025-01-01
    ann | blue | 2026-02-10 | 2026-02-10
    bob | red | 2025-01-01 | 2025-01-01
    bob | blue | 2026-02-20 | 2026-03-05"""


@pytest.fixture
def past(connection):
    return past_of(connection, {"assignments": ASSIGNED}, as_ofs=(FEBRUARY,))


def leaders(past):
    return dict(seen(led_by(past), "person_id", LEADER))


def test_the_latest_assignment_says_who_leads(past):
    assert leaders(past)["ann"] == "blue"


def test_a_move_that_was_recorded_later_changes_nothing_yet(past):
    assert leaders(past)["bob"] == "red"


def test_nobody_is_made_up_where_no_leader_is_recorded(past):
    table = past.tables["assignments"]
    leader = nw.when(nw.col("person_id") == "bob").then(nw.col(LEADER))
    past.tables["assignments"] = table.with_columns(leader.alias(LEADER))
    assert leaders(past) == {"bob": "red"}


def test_a_table_that_does_not_know_leaders_knows_none(past):
    past.tables["assignments"] = past.tables["assignments"].drop(LEADER)
    assert leaders(past) == {}
    del past.tables["assignments"]
    assert leaders(past) == {}
