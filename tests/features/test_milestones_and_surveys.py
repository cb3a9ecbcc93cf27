import pytest

from features import climate, development, recognition, support
from tests.drawing import seen
from tests.features.centre import FEBRUARY, MARCH, TABLES, past_of

FIRST_LINE = TABLES["survey_answers"].strip().splitlines()[0]


def answers_of(connection, count, **changes):
    rows = [
        f"now | 2026-01-20 | red | exhaustion | {1 + n % 5} | 1 | 5 | 2026-02-08"
        for n in range(count)
    ]
    drawn = {"survey_answers": "\n".join([FIRST_LINE, *rows]), **changes}
    past = past_of(connection, drawn, as_ofs=(FEBRUARY,))
    return dict(seen(climate.build(past), "person_id", "exhaustion"))


@pytest.fixture
def february(connection):
    return past_of(connection, as_ofs=(FEBRUARY,))


def test_recognitions_count_in_their_window(february):
    rows = seen(
        recognition.build(february),
        "person_id",
        "recognitions_recent",
        "recognitions_year",
        "days_since_recognition",
    )
    assert rows[0] == ("ann", 1, 2, 10)


def test_whoever_was_never_thanked_has_none_and_no_days_since(february):
    rows = seen(
        recognition.build(february),
        "person_id",
        "recognitions_recent",
        "days_since_recognition",
    )
    assert rows[1] == ("bob", 0, None)


def test_a_kind_that_nobody_records_is_empty_not_zero(connection):
    header = TABLES["milestones"].strip().splitlines()[0]
    alone = f"{header}\nann | 2026-02-10 | training | 7 | 2026-02-10"
    past = past_of(connection, {"milestones": alone}, as_ofs=(FEBRUARY,))
    rows = seen(recognition.build(past), "person_id", "recognitions_recent")
    assert {value for _, value in rows} == {None}


def test_a_one_to_one_written_down_in_march_is_not_february_s(february):
    rows = dict(seen(support.build(february), "person_id", "one_to_ones_recent"))
    assert rows["ann"] == 1


def test_training_is_counted_in_hours(february):
    rows = dict(seen(development.build(february), "person_id", "training_hours_year"))
    assert (rows["ann"], rows["bob"]) == (0, 7)


def test_who_came_to_another_team_has_a_new_supervisor_from_when_it_is_known(
    connection,
):
    built = support.build(past_of(connection, as_ofs=(FEBRUARY, MARCH)))
    rows = {
        row[:2]: row[2] for row in seen(built, "as_of", "person_id", "new_supervisor")
    }
    assert (rows["2026-02-28", "cat"], rows["2026-03-31", "cat"]) == (0, 1)
    assert rows["2026-03-31", "eve"] == 0


def test_a_team_mean_needs_enough_answers(connection):
    assert answers_of(connection, 4)["ann"] is None
    assert answers_of(connection, 5)["ann"] == pytest.approx(0.5)


def test_a_reversed_question_is_turned(connection):
    reversed_question = (
        "question | construct | reversed\nexhaustion | exhaustion | true"
    )
    rows = answers_of(connection, 6, survey_questions=reversed_question)
    # Six answers, the sixth a one again: 10 of 24 points, turned.
    assert rows["ann"] == pytest.approx(1 - 10 / 24)


def test_a_survey_is_known_from_its_publication(connection):
    built = climate.build(past_of(connection, as_ofs=(FEBRUARY, MARCH)))
    rows = {row[:2]: row[2] for row in seen(built, "as_of", "person_id", "engagement")}
    assert rows["2026-02-28", "ann"] == pytest.approx((1 + 2 + 2 + 3 + 4) / 20)
    assert rows["2026-03-31", "ann"] == 0


def test_enps_is_promoters_less_detractors(connection):
    rows = [
        f"now | 2026-01-20 | red | enps | {answer} | 0 | 10 | 2026-02-08"
        for answer in (9, 10, 7, 8, 6)
    ]
    drawn = {"survey_answers": "\n".join([FIRST_LINE, *rows])}
    past = past_of(connection, drawn, as_ofs=(FEBRUARY,))
    assert dict(seen(climate.build(past), "person_id", "enps"))["ann"] == 20


def test_the_response_rate_is_answers_over_people_asked(february):
    rows = dict(seen(climate.build(february), "person_id", "response_rate"))
    assert (rows["ann"], rows["eve"]) == (0.5, 1.0)


def test_without_invitations_the_response_rate_is_empty(february):
    del february.tables["survey_invitations"]
    rows = seen(climate.build(february), "person_id", "response_rate")
    assert {value for _, value in rows} == {None}
