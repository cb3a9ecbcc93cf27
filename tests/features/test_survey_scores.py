import pytest

from features import climate, support
from features.table import present_families, unit_table
from tests.drawing import seen
from tests.features.centre import FEBRUARY, MARCH, TABLES, past_of

FIRST_LINE = TABLES["survey_scores"].strip().splitlines()[0]
NO_ANSWERS = ("survey_answers", "survey_questions")
NO_PEOPLE = ("people", "assignments", "departures")


def past_with(connection, *rows, absent=NO_ANSWERS, as_ofs=(FEBRUARY,)):
    drawn = {"survey_scores": "\n".join([FIRST_LINE, *rows])}
    return past_of(connection, drawn, as_ofs=as_ofs, absent=absent)


def of_ann(past, *names):
    return next(
        row[1:]
        for row in seen(climate.build(past), "person_id", *names)
        if row[0] == "ann"
    )


def test_scores_stand_in_for_answers(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,), absent=NO_ANSWERS)
    assert climate.FAMILY in present_families(past.tables)
    assert of_ann(past, "engagement", "enps", "response_rate") == (0.6, 20.0, 0.5)
    rows = dict(seen(support.build(past), "person_id", "manager_support"))
    assert rows["ann"] == 0.6


def test_answers_count_where_both_are_there(connection):
    past = past_with(
        connection,
        "autumn | 2025-11-20 | red | engagement | 0.9 | 50 | 2025-12-08",
        absent=(),
    )
    assert of_ann(past, "engagement") == (0.6,)


def test_a_score_needs_enough_answers(connection):
    past = past_with(
        connection,
        "now | 2026-01-20 | red | engagement | 0.7 | 5 | 2026-02-08",
        "now | 2026-01-20 | red | exhaustion | 0.7 | 4 | 2026-02-08",
    )
    assert of_ann(past, "engagement", "exhaustion") == (0.7, None)


def test_scores_are_known_from_their_publication_or_else_their_last_day(connection):
    past = past_with(
        connection,
        "old | 2025-11-20 | red  | engagement | 0.7 | 9 | 2025-12-08",
        "new | 2026-02-20 | red  | engagement | 0.2 | 9 | 2026-03-08",
        "new | 2026-02-20 | blue | engagement | 0.3 | 9 | -",
        as_ofs=(FEBRUARY, MARCH),
    )
    built = climate.build(past)
    rows = {row[:2]: row[2] for row in seen(built, "as_of", "person_id", "engagement")}
    assert (rows["2026-02-28", "ann"], rows["2026-03-31", "ann"]) == (0.7, 0.2)
    assert rows["2026-02-28", "eve"] == pytest.approx(0.3)


def test_a_campaign_of_more_than_a_year_ago_says_nothing(connection):
    past = past_with(
        connection, "old | 2025-01-20 | red | engagement | 0.7 | 9 | 2025-02-08"
    )
    assert of_ann(past, "engagement") == (None,)


def test_without_people_climate_comes_out_by_unit(connection):
    past = past_with(
        connection,
        "now | 2026-01-20 | red | engagement | 0.7 | 9 | 2026-02-08",
        absent=(*NO_ANSWERS, *NO_PEOPLE),
    )
    table = unit_table(past, present_families(past.tables))
    assert seen(table, "as_of", "team_id", "climate__engagement") == [
        ("2026-02-28", "blue", None),
        ("2026-02-28", "red", 0.7),
    ]
    assert not [c for c in table.columns if c.startswith(("recognition", "person"))]


def test_without_a_tree_the_units_are_those_of_the_survey(connection):
    past = past_with(
        connection,
        "now | 2026-01-20 | red | engagement | 0.7 | 9 | 2026-02-08",
        absent=(*NO_ANSWERS, *NO_PEOPLE, "teams"),
    )
    table = unit_table(past, (climate.FAMILY,))
    assert seen(table, "team_id", "climate__engagement") == [("red", 0.7)]
