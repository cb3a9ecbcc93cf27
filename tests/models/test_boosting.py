"""Trees keep what they promise: no leaf of few, no exact value, same bytes."""

from dataclasses import replace

import lightgbm
import numpy as np
import pandas as pd
import pytest

from contracts.errors import ContractError
from contracts.model_params import Outcome
from models import boosting, leaves, stack
from models.clock import Floats
from tests.models.learned import Learned, learned
from tests.models.made_up_people import STRAIN, TENURE

each_outcome = pytest.mark.parametrize("outcome", ["turnover", "absence"])


def refit(case: Learned, **changes: int) -> boosting.Boosting:
    trees = case.fitting.boosting.model_copy(update={"trees": 5} | changes)
    return boosting.fit(case.known, replace(case.fitting, boosting=trees))


def matrix_and_people(
    case: Learned,
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    values = stack.matrix(case.known, case.fitting.columns)
    return values, pd.factorize(case.known["person_id"])[0]


@each_outcome
def test_every_leaf_holds_enough_distinct_people(outcome: Outcome) -> None:
    case = learned(outcome)
    # Ten rows may be three people: the fit must grow coarser by itself.
    found = refit(case, min_rows_per_leaf=10, leaves=30, trees=45)
    for place, text in enumerate(found.texts.values()):
        booster = boosting.booster_of(text)
        every = range(booster.num_trees())
        assert place or len(every) == 45
        fewest = leaves.fewest_people(booster, *matrix_and_people(case), every)
        assert fewest >= case.fitting.min_people


def test_too_few_people_to_learn_from_are_refused() -> None:
    case = learned("turnover")
    few = case.known[case.known["person_id"].isin(case.known["person_id"].unique()[:5])]
    with pytest.raises(ContractError, match="too few people to learn voluntary from"):
        boosting.fit(few, case.fitting)


@each_outcome
def test_the_text_holds_no_range_of_a_feature(outcome: Outcome) -> None:
    for text in learned(outcome).fitted["boosting"].texts.values():
        (line,) = (one for one in text.splitlines() if one.startswith("feature_infos"))
        assert set(line.removeprefix("feature_infos=").split()) == {"[-1e+300:1e+300]"}


def test_hiding_ranges_changes_no_prediction() -> None:
    values = np.random.default_rng(1).normal(size=(500, 3))
    values[::7, 1] = np.nan
    data = lightgbm.Dataset(values, values[:, 0] > 0.3)
    booster = lightgbm.train({"objective": "binary", "verbosity": -1}, data, 10)
    hidden = boosting.with_hidden_ranges(booster.model_to_string())
    far = np.vstack([values, 1e6 * values])
    np.testing.assert_array_equal(
        booster.predict(far), boosting.booster_of(hidden).predict(far)
    )


@each_outcome
def test_the_same_rows_give_the_same_bytes(outcome: Outcome) -> None:
    case = learned(outcome)
    assert refit(case).texts == refit(case).texts


@pytest.mark.parametrize(("column", "sign"), [(STRAIN, 1), (TENURE, -1)])
def test_a_certain_sign_is_kept_everywhere(column: str, sign: int) -> None:
    case = learned("turnover")
    rows = case.to_score.head(300)
    low, high = rows.assign(**{column: 0.5}), rows.assign(**{column: 20.0})
    trees = case.fitted["boosting"]
    steps = boosting.predict(trees, high)[:, 0] - boosting.predict(trees, low)[:, 0]
    assert (sign * steps >= 0).all() and np.abs(steps).max() > 0


def test_nobody_is_expected_to_be_sick_more_than_always() -> None:
    case = learned("absence")
    always = case.known.assign(rate=1.0)
    found = boosting.fit(always, case.fitting)
    assert boosting.predict(found, case.to_score).max() <= 1.0
