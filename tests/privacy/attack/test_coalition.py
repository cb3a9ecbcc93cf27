import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.attack.coalition import Members, Memory, Told, own_ranges


def members(*values: float, weights: tuple[float, ...] = ()) -> Members:
    count = len(values)
    return Members(
        np.arange(count),
        np.array(values),
        np.array(weights) if weights else np.ones(count),
    )


TEN = members(0.3, *[0.02] * 9)  # Their mean is 0.048.


def test_an_exact_mean_gives_the_last_member_away() -> None:
    exact = own_ranges(TEN, Told(0.048, 0.048))
    assert exact.low[0] == pytest.approx(0.3)
    assert exact.narrowest == pytest.approx(0)


def test_a_rounded_mean_leaves_a_range_of_a_step_a_member() -> None:
    rounded = own_ranges(TEN, Told.by(0.04, 0.02))
    assert (rounded.low[0], rounded.high[0]) == pytest.approx((0.12, 0.32))


def test_whoever_counts_more_is_bounded_more_narrowly() -> None:
    heavy = members(0.1, 0.1, 0.1, weights=(2.0, 1.0, 1.0))
    found = own_ranges(heavy, Told.by(0.1, 0.1))
    assert (found.high - found.low).tolist() == pytest.approx([0.2, 0.4, 0.4])


def test_two_months_bound_more_narrowly_than_each_alone() -> None:
    memory = Memory(10)
    memory.keep(TEN, Told.by(0.04, 0.02))
    memory.end_month()
    # The others' figures rose, so that the rounding falls elsewhere.
    later = members(0.3, *[0.03] * 9)
    found = memory.with_rate(later, Told.by(0.06, 0.02))
    assert (found.low[0], found.high[0]) == pytest.approx((0.23, 0.32))


def test_a_figure_that_must_have_moved_makes_worthless_what_was_known() -> None:
    memory = Memory(10)
    memory.keep(TEN, Told.by(0.04, 0.02))  # .12 to .32
    memory.end_month()
    later = members(0.5, *[0.05] * 9)
    found = memory.with_rate(later, Told.by(0.1, 0.02))
    assert (found.low[0], found.high[0]) == pytest.approx((0.45, 0.65))


def test_rates_of_team_and_site_together_bound_more_narrowly_than_each() -> None:
    memory = Memory(20)
    memory.keep(TEN, Told.by(0.04, 0.02))  # .12 to .32
    site = Members(np.arange(20), np.tile(TEN.values, 2), np.ones(20))
    # .96 of twenty people, told to lie between .90 and 1.10.
    found = memory.with_rate(site, Told.by(0.05, 0.01))
    assert (found.low[0], found.high[0]) == pytest.approx((0.24, 0.32))


def test_a_month_that_is_begun_anew_tells_nothing_yet() -> None:
    memory = Memory(10)
    memory.keep(TEN, Told.by(0.04, 0.02))
    memory.begin_month()
    assert np.isneginf(memory.of(TEN.codes).low).all()


def test_nothing_is_remembered_of_a_month_that_was_only_tried() -> None:
    memory = Memory(10)
    memory.with_rate(TEN, Told.by(0.04, 0.02))
    assert np.isneginf(memory.low).all()


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=30),
    st.sampled_from((0.01, 0.02, 0.05)),
)
def test_every_own_range_holds_the_figure_it_is_about(
    values: list[float], step: float
) -> None:
    people = members(*values)
    rate = round(people.mean / step) * step
    found = own_ranges(people, Told.by(rate, step))
    assert (found.low <= people.values + 1e-9).all()
    assert (people.values <= found.high + 1e-9).all()
