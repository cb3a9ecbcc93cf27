"""Figures against values reckoned by hand."""

import numpy as np
import pytest
from scipy.special import expit

from models import measures

LEFT = np.array([1.0, 0.0, 0.0, 1.0])
CHANCE = np.array([0.8, 0.2, 0.4, 0.4])
EVEN = np.ones(4)


def test_log_loss() -> None:
    wanted = -np.log([0.8, 0.8, 0.6, 0.4]).mean()
    assert measures.log_loss(LEFT, CHANCE) == pytest.approx(wanted)


def test_poisson_deviance_weighs_hours() -> None:
    rate, sick = np.array([0.1, 0.1]), np.array([0.0, 0.2])
    each = [2 * 0.1, 2 * (0.2 * np.log(2) - 0.1)]
    found = measures.poisson_deviance(sick, rate, np.array([1.0, 3.0]))
    assert found == pytest.approx((each[0] + 3 * each[1]) / 4)


def test_a_perfect_forecast_has_no_deviance() -> None:
    rate = np.array([0.1, 0.3])
    assert measures.poisson_deviance(rate, rate, np.ones(2)) == pytest.approx(0.0)


def test_auc_counts_ties_half() -> None:
    assert measures.auc(LEFT, CHANCE) == pytest.approx((1 + 1 + 1 + 0.5) / 4)


def test_an_origin_that_nobody_left_has_no_auc() -> None:
    nobody = np.zeros(4)
    figures = (
        measures.auc(nobody, CHANCE),
        measures.pr_auc(nobody, CHANCE),
        measures.top_decile_lift(nobody, CHANCE, EVEN),
        *measures.logistic_calibration(nobody, CHANCE),
    )
    assert np.isnan(figures).all()


def test_the_top_tenth_is_compared_with_all() -> None:
    expected = np.arange(20.0)
    left = np.zeros(20)
    left[[0, 1, 19]] = 1
    found = measures.top_decile_lift(left, expected, np.ones(20))
    assert found == pytest.approx((1 / 2) / (3 / 20))


def test_a_flat_forecast_has_a_lift_of_one() -> None:
    assert measures.top_decile_lift(LEFT, np.full(4, 0.3), EVEN) == pytest.approx(1.0)


def test_observed_over_expected() -> None:
    assert measures.o_over_e(LEFT, CHANCE, EVEN) == pytest.approx(2 / 1.8)


def test_calibration_finds_what_was_planted() -> None:
    rng = np.random.default_rng(1)
    score = rng.normal(-2, 1, 40_000)
    left = (rng.random(40_000) < expit(0.3 + 0.8 * score)).astype("float64")
    found = measures.logistic_calibration(left, expit(score))
    assert found == pytest.approx((0.3, 0.8), abs=0.06)


def test_the_slope_of_hours_finds_what_was_planted() -> None:
    rng = np.random.default_rng(2)
    rate = rng.lognormal(-3, 0.5, 20_000)
    sick = rng.poisson(100 * rate**0.7) / 100
    found = measures.log_calibration(sick, rate, np.ones(20_000))
    assert found == pytest.approx(0.7, abs=0.05)


def test_a_flat_forecast_has_no_slope() -> None:
    assert np.isnan(measures.log_calibration(LEFT, np.full(4, 0.3), EVEN))
