import pytest

from privacy.attack.demonstration import demonstration
from tests.privacy.small_company import privacy

FOUND = demonstration(privacy())
ALL_BUT_ONE = [one for one in FOUND if one.colluding == one.people - 1]


def width(bounds: tuple[float, float]) -> float:
    return bounds[1] - bounds[0]


def test_exact_means_give_the_last_one_away_in_teams_of_every_size() -> None:
    assert [one.people for one in ALL_BUT_ONE] == [10, 12, 15, 20, 30]
    for one in ALL_BUT_ONE:
        assert one.naive == pytest.approx((one.truth, one.truth), abs=1e-6)


def test_what_is_released_leaves_the_last_one_ten_points() -> None:
    assert min(width(one.ours) for one in ALL_BUT_ONE) >= 0.1


def test_fewer_who_collude_never_find_more() -> None:
    for size in (10, 15, 30):
        widths = [width(one.naive) for one in FOUND if one.people == size]
        assert widths == sorted(widths, reverse=True)


def test_no_team_below_the_minimum_is_shown() -> None:
    assert min(one.people for one in demonstration(privacy(min_people=15))) == 15
