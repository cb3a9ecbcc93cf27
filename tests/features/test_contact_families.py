import pytest

from features import (
    emotional_load,
    fragmentation,
    predictability,
    service_quality,
    work_life,
)
from tests.drawing import seen
from tests.features.centre import FEBRUARY, past_of


@pytest.fixture
def february(connection):
    return past_of(connection, as_ofs=(FEBRUARY,))


def of_ann(built, *columns):
    return seen(built, "person_id", *columns)[0][1:]


def test_abuse_is_a_share_of_contacts(february):
    # Five of 50 contacts known by the end of February.
    built = emotional_load.build(february)
    assert of_ann(built, "hostile_share", "complaint_share") == (0.1, 0.1)


def test_the_teams_abuse_leaves_oneself_out(february):
    built = emotional_load.build(february)
    assert of_ann(built, "team_hostile_share") == (pytest.approx(1 / 14),)


def test_switches_are_counted_by_the_hour_worked(february):
    built = fragmentation.build(february)
    assert of_ann(built, "queue_switches_per_hour") == (pytest.approx(5 / 14),)


def test_notice_is_in_days(february):
    built = predictability.build(february)
    assert of_ann(built, "notice_days", "moved_share") == (10, 0)


def test_days_of_20_and_30_contacts_vary_by_a_fifth(february):
    built = predictability.build(february)
    assert of_ann(built, "volume_variation") == (pytest.approx(5 / 25),)


def test_the_same_start_every_day_has_no_spread(february):
    assert of_ann(predictability.build(february), "start_spread_hours") == (0,)


def test_shifts_from_home_are_a_share_of_shifts_worked(february):
    built = work_life.build(february)
    assert of_ann(built, "remote_share", "evening_share") == (1, 0)


def test_satisfaction_is_a_mean_rating(february):
    built = service_quality.build(february)
    assert of_ann(built, "satisfaction", "satisfaction_trend") == (4, 1)


def test_handling_time_against_the_queue_is_a_ratio(february):
    built = service_quality.build(february)
    assert of_ann(built, "handling_against_queue") == (pytest.approx(600 / 500),)


def test_a_figure_that_nobody_has_is_empty_not_zero(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,), missing=("hostile",))
    built = emotional_load.build(past)
    assert of_ann(built, "hostile_share", "complaint_share") == (None, 0.1)
