from features import means
from features.table import lacking, present_families
from tests.drawing import seen
from tests.features.centre import FEBRUARY, MARCH, TABLES, past_of


def rows_of(connection, *columns, **changes):
    past = past_of(connection, as_ofs=(FEBRUARY,), **changes)
    return {row[0]: row[1:] for row in seen(means.build(past), "person_id", *columns)}


def test_waiting_is_in_minutes_a_contact(connection):
    assert rows_of(connection, "waiting_minutes")["ann"] == (1,)


def test_waiting_that_nobody_wrote_down_is_empty(connection):
    unknown = rows_of(connection, "waiting_minutes", missing=("waiting_seconds",))
    assert set(unknown.values()) == {(None,)}


def test_an_outage_counts_for_the_units_that_it_names(connection):
    rows = rows_of(connection, "outages_recent")
    assert (rows["ann"], rows["eve"]) == ((1,), (2,))


def test_an_outage_of_a_unit_is_one_of_all_below_it(connection):
    outage = "kind | starts_at | team_id\noutage | 2026-02-03 09:00 | hq"
    rows = rows_of(connection, "outages_recent", tables={"events": outage})
    assert set(rows.values()) == {(1,)}


def test_outages_of_long_ago_are_none_now_and_without_any_nobody_knows(connection):
    head = "kind | starts_at | announced_on\n"
    past, never = "outage | 2024-01-03 09:00 | -", "campaign | 2026-02-03 09:00 | -"
    for event, expected in ((past, 0), (never, None)):
        rows = rows_of(connection, "outages_recent", tables={"events": head + event})
        assert set(rows.values()) == {(expected,)}


def test_notice_of_a_change_is_negative_where_people_learn_of_it_afterwards(connection):
    assert rows_of(connection, "change_notice_days")["ann"] == (-2,)


def test_a_change_to_come_counts_once_it_came(connection):
    built = means.build(past_of(connection, as_ofs=(FEBRUARY, MARCH)))
    rows = {
        r[:2]: r[2] for r in seen(built, "as_of", "person_id", "change_notice_days")
    }
    # Told two days late in February, and 23 days ahead in March.
    assert rows["2026-02-28", "ann"] == -2
    assert rows["2026-03-31", "ann"] == (-2 + 23) / 2


def test_each_table_feeds_its_own_features(connection):
    alone = ("events", "survey_answers", "survey_scores")
    rows = rows_of(
        connection, "waiting_minutes", "outages_recent", "tools", absent=alone
    )
    assert rows["ann"] == (1, None, None)
    assert lacking(means.FAMILY, ["people"]) == means.FAMILY.any_of
    assert means.FAMILY in present_families(["events"])


def test_tools_are_the_teams_mean(connection):
    assert TABLES["survey_questions"].count("means | means") == 1
    assert rows_of(connection, "tools")["ann"] == ((1 + 2 + 2 + 3 + 4) / 20,)
