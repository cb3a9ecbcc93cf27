"""Contributions sum to what they explain, and credit what drives."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from contracts.params import Outcome
from models import boosting, explain, scoring, stack
from tests.models.learned import learned

FAMILIES = ["career", "workload", "team", "season"]


def contributions(outcome: Outcome) -> pd.DataFrame:
    case = learned(outcome)
    return explain.contributions(outcome, case.fitted, case.to_score)


def test_families_sum_to_the_distance_from_the_base_in_leavers() -> None:
    case = learned("turnover")
    scored = scoring.score_turnover(case.fitted, "boosting", case.to_score)
    text = case.fitted["boosting"].texts["voluntary"]
    values = stack.matrix(case.to_score, case.fitting.columns)
    base = expit(explain.shapley(text, values)[1])
    distance = scored["survival"] * (scored["hazard_voluntary"] - base)
    wanted = distance.to_numpy().reshape(-1, 3).sum(axis=1)
    found = contributions("turnover")[FAMILIES].sum(axis=1)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


def test_families_sum_to_the_distance_from_the_base_in_sick_days() -> None:
    case = learned("absence")
    rates = boosting.predict(case.fitted["boosting"], case.to_score)[:, 0]
    values = stack.matrix(case.to_score, case.fitting.columns)
    base = np.exp(explain.shapley(case.fitted["boosting"].texts["rate"], values)[1])
    distance = case.to_score["days"].to_numpy() * (rates - base)
    wanted = distance.reshape(-1, 3).sum(axis=1)
    found = contributions("absence")[FAMILIES].sum(axis=1)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


def test_shapley_values_are_those_of_the_trees_themselves() -> None:
    case = learned("turnover")
    text = case.fitted["boosting"].texts["voluntary"]
    values = stack.matrix(case.to_score, case.fitting.columns)
    shares, base = explain.shapley(text, values)
    own = np.asarray(boosting.booster_of(text).predict(values, pred_contrib=True))
    np.testing.assert_allclose(np.column_stack([shares, own[:, -1]]), own, atol=1e-12)
    assert base == pytest.approx(own[0, -1])


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_the_family_that_drives_is_credited_most(outcome: Outcome) -> None:
    spread = contributions(outcome)[FAMILIES].std()
    assert spread.idxmax() == "workload"


def test_at_the_base_the_slope_stands_in_for_the_ratio() -> None:
    ratio = explain._ratio("turnover", np.array([0.0, 1e-7]), -3.0)
    assert ratio[0] == pytest.approx(ratio[1], rel=1e-6)
