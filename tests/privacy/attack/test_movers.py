import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.attack.coalition import Told
from privacy.attack.movers import Month, narrow_movers

SAFE = 0.1


def month(told: dict[str, Told], **teams: list[str]) -> Month:
    """People by team; all are in the company too, and count the same."""
    units = {p: (team, "company") for team, people in teams.items() for p in people}
    return Month(units, dict.fromkeys(units, 1.0), told)


TEN = [f"person-{number}" for number in range(10)]
ELEVEN = [*TEN, "leaver"]


def exactly(rate: float) -> Told:
    return Told(rate - 1e-6, rate + 1e-6)


def test_exact_means_of_two_months_give_a_leaver_away() -> None:
    # Ten people at .05 and one at .60: the mean was .10 and is .05.
    before = month({"a": exactly(1.1 / 11)}, a=ELEVEN)
    now = month({"a": exactly(0.05)}, a=TEN)
    (found,) = narrow_movers(before, now, SAFE)
    assert (found.before, found.now) == (("a", "company"), ())
    assert (found.low, found.high) == pytest.approx((0.6, 0.6), abs=1e-3)


def test_rounded_rates_leave_the_leaver_a_wide_range() -> None:
    before = month({"a": Told.by(0.1, 0.02)}, a=ELEVEN)
    now = month({"a": Told.by(0.04, 0.02)}, a=TEN)
    assert not narrow_movers(before, now, SAFE)


def test_somebody_who_moves_is_looked_for_in_both_teams() -> None:
    before = month(
        {"a": exactly(1.1 / 11), "b": Told.by(0.05, 0.02)},
        a=ELEVEN,
        b=[f"other-{n}" for n in range(10)],
    )
    now = month(
        {"a": Told.by(0.05, 0.02), "b": exactly(0.5 / 11)},
        a=TEN,
        b=[*(f"other-{n}" for n in range(10)), "leaver"],
    )
    (found,) = narrow_movers(before, now, SAFE)
    assert found.changed == {"a", "b"}


def test_a_total_without_the_teams_tells_of_whoever_came() -> None:
    before = month({"company": exactly(0.05)}, a=TEN)
    now = month({"company": exactly(1.1 / 11)}, a=ELEVEN)
    (found,) = narrow_movers(before, now, SAFE)
    assert found.before == ()
    assert (found.low, found.high) == pytest.approx((0.6, 0.6), abs=1e-3)


def test_without_a_mover_or_a_rate_there_is_nothing_to_hold_together() -> None:
    here = month({"a": exactly(0.05)}, a=TEN)
    assert not narrow_movers(here, here, SAFE)
    assert not narrow_movers(month({}, a=ELEVEN), here, SAFE)


def test_rates_that_no_still_figures_agree_with_mean_that_all_moved() -> None:
    # The team rose while the company, which is the team, fell.
    before = month({"a": exactly(0.05), "company": exactly(0.05)}, a=TEN)
    now = month({"a": Told.by(0.1, 0.02), "company": Told.by(0.1, 0.02)}, a=TEN[:9])
    assert isinstance(narrow_movers(before, now, SAFE), list)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 0.5), min_size=12, max_size=20),
    st.integers(1, 3),
    st.sampled_from((0.001, 0.02, 0.05)),
)
def test_a_range_holds_the_figure_of_a_leaver_where_nobody_moved(
    values: list[float], leavers: int, step: float
) -> None:
    people = [f"person-{number}" for number in range(len(values))]

    def told(count: int) -> Told:
        mean = sum(values[:count]) / count
        return Told.by(round(mean / step) * step, step)

    stay = len(values) - leavers
    before = month({"a": told(len(values))}, a=people)
    now = month({"a": told(stay)}, a=people[:stay])
    for found in narrow_movers(before, now, SAFE):
        least, most = min(values[stay:]), max(values[stay:])
        assert found.low <= least + 1e-6
        assert most <= found.high + 1e-6
