"""Contributions sum to what they explain, and credit what drives."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from contracts.model_params import Outcome
from models import boosting, design, explain, regression, scoring, stack
from models.candidates import CANDIDATES
from tests.models.learned import learned

FAMILIES = ["career", "workload", "team", "season"]


def contributions(outcome: Outcome, candidate: str = "boosting") -> pd.DataFrame:
    case = learned(outcome)
    return explain.contributions(outcome, case.fitted, candidate, case.to_score)


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_families_sum_to_the_distance_from_the_base_in_leavers(candidate: str) -> None:
    case = learned("turnover")
    scored = scoring.score_events(case.fitted, candidate, case.to_score)
    base = expit(
        CANDIDATES[candidate].shares(case.fitted[candidate], case.to_score).base
    )
    distance = scored["survival"] * (scored["hazard"] - base)
    wanted = distance.to_numpy().reshape(-1, 3).sum(axis=1)
    found = contributions("turnover", candidate)[FAMILIES].sum(axis=1)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_families_sum_to_the_distance_from_the_base_in_sick_days(
    candidate: str,
) -> None:
    case = learned("absence")
    rates = scoring.score_absence(case.fitted, candidate, case.to_score)["rate"]
    base = np.exp(
        CANDIDATES[candidate].shares(case.fitted[candidate], case.to_score).base
    )
    distance = case.to_score["days"] * (rates - base)
    wanted = distance.to_numpy().reshape(-1, 3).sum(axis=1)
    found = contributions("absence", candidate)[FAMILIES].sum(axis=1)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


def test_shares_of_the_regression_are_those_of_a_linear_explainer() -> None:
    import shap

    case = learned("turnover")
    fitted = case.fitted["regression"]
    values = design.matrix(fitted.design, case.to_score)
    intercept, *slopes = fitted.coefficients["voluntary"]
    masker = np.zeros((1, len(slopes)))
    explainer = shap.LinearExplainer((np.array(slopes), intercept), masker)
    found = regression.shares(fitted, case.to_score)
    np.testing.assert_allclose(found.values, explainer(values).values, atol=1e-9)


def test_shapley_values_are_those_of_the_trees_themselves() -> None:
    case = learned("turnover")
    text = case.fitted["boosting"].texts["voluntary"]
    values = stack.matrix(case.to_score, case.fitting.columns)
    shares, base = boosting.shapley(text, values)
    own = np.asarray(boosting.booster_of(text).predict(values, pred_contrib=True))
    np.testing.assert_allclose(np.column_stack([shares, own[:, -1]]), own, atol=1e-12)
    assert base == pytest.approx(own[0, -1])


@pytest.mark.parametrize("candidate", ["regression", "boosting", "blend"])
@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_the_family_that_drives_is_credited_most(
    outcome: Outcome, candidate: str
) -> None:
    spread = contributions(outcome, candidate)[FAMILIES].std()
    assert spread.idxmax() == "workload"


def test_what_a_candidate_does_not_know_has_no_part_in_its_forecast() -> None:
    found = contributions("turnover", "life_table")
    assert (found[["workload", "team", "season"]] == 0).all().all()


def test_at_the_base_the_slope_stands_in_for_the_ratio() -> None:
    ratio = explain._ratio("turnover", np.array([0.0, 1e-7]), -3.0)
    assert ratio[0] == pytest.approx(ratio[1], rel=1e-6)
