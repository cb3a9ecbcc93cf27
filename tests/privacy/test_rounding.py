import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.rounding import (
    RATE_STEPS,
    downward,
    interval,
    nearest,
    rate_step,
    rounded_figure,
    rounded_people,
    rounded_probability,
    shows_counts,
    upward,
)
from tests.privacy.small_company import privacy

SETTINGS = privacy()


@pytest.mark.parametrize(
    ("people", "shown"), [(10, 10), (12, 10), (13, 15), (17.5, 20), (0, 0)]
)
def test_people_are_rounded_to_fives(people: float, shown: int) -> None:
    assert rounded_people([people], SETTINGS) == [shown]


@pytest.mark.parametrize(
    ("people", "step"),
    [(10, 0.02), (15, 0.02), (40, 0.01), (102, 0.002), (202, 0.001), (5000, 0.001)],
)
def test_the_step_of_a_rate_stands_for_a_fifth_of_the_fewest_who_may_be_there(
    people: int, step: float
) -> None:
    assert rate_step([people], SETTINGS) == [step]


def test_the_step_never_passes_the_coarsest_and_never_divides_by_nobody() -> None:
    assert rate_step([0], privacy(rate_step_people=3.0)) == [RATE_STEPS[-1]]


def test_an_interval_is_rounded_outward() -> None:
    assert [float(x) for x in interval(0.031, 0.05, 0.081, 0.02)] == [0.02, 0.06, 0.1]


def test_an_interval_is_widened_to_hold_what_is_expected() -> None:
    assert [float(x) for x in interval(0.0, 0.05, 0.0, 0.02)] == [0.0, 0.06, 0.06]


@pytest.mark.parametrize("value", [0.06, 0.3, 0.7, 0.1 + 0.2])
def test_a_multiple_of_the_step_stays_put_without_dust(value: float) -> None:
    rounded = {
        float(f(value, 0.1 if value > 0.1 else 0.02))
        for f in (nearest, downward, upward)
    }
    assert rounded == {round(value, 6)}


@pytest.mark.parametrize("rounding", [nearest, downward, upward])
def test_nothing_is_ever_minus_zero(rounding) -> None:  # type: ignore[no-untyped-def]
    assert not np.signbit(rounding([-0.0, -1e-12, 0.0], 0.02)).any()
    assert not np.signbit(rounded_figure([-0.0], [20])).any()


@pytest.mark.parametrize(
    ("exact", "shown"),
    [(0.0, 0.0), (0.04, 0.0), (0.05, 0.1), (0.25, 0.3), (0.52, 0.5), (0.97, 1.0)],
)
def test_probabilities_are_rounded_to_tens_of_points(
    exact: float, shown: float
) -> None:
    assert rounded_probability([exact], SETTINGS) == [shown]


@pytest.mark.parametrize(
    ("exact", "people", "shown"),
    [
        (61.47, 45, 61),
        (61.47, 50, 61.5),
        (-0.01234, 10, -0.012),
        (0.0, 10, 0.0),
        (123456.0, 10, 120000.0),
    ],
)
def test_figures_keep_fewer_digits_in_small_units(
    exact: float, people: int, shown: float
) -> None:
    assert rounded_figure([exact], [people]) == [shown]


def test_an_empty_figure_stays_empty() -> None:
    assert np.isnan(rounded_figure([np.nan], [20])).all()
    assert np.isnan(nearest([np.nan], 0.02)).all()


def test_counts_need_three_times_the_minimum() -> None:
    assert shows_counts([25, 30], SETTINGS).tolist() == [False, True]


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.sampled_from(RATE_STEPS))
def test_rounding_outward_holds_the_exact_figure(value: float, step: float) -> None:
    assert downward(value, step) <= value + 1e-6
    assert upward(value, step) >= value - 1e-6
    assert downward(value, step) <= nearest(value, step) <= upward(value, step)
