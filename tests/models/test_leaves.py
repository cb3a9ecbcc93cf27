"""No leaf is of few people, and few leaves need looking at to know."""

import lightgbm
import numpy as np

from models import boosting, leaves
from models.clock import Floats
from models.laid_out import LaidOut
from tests.models.learned import learned

QUIET = {"objective": "binary", "verbosity": -1, "min_data_in_bin": 1}


def grown(values: Floats, labels: Floats, **params: int) -> lightgbm.Booster:
    data = lightgbm.Dataset(values, labels)
    return lightgbm.train(QUIET | {"num_leaves": 2} | params, data, 1)


def test_people_of_a_leaf_are_counted_once() -> None:
    values = np.array([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
    people = np.array([0, 0, 1, 2, 2, 2])
    booster = grown(values, np.array([0, 0, 0, 1, 1, 1]), min_data_in_leaf=1)
    assert leaves.fewest_people(booster, values, people, [0]) == 1


def test_trees_have_enough_people_only_if_every_leaf_has() -> None:
    case = learned("turnover")
    laid = LaidOut(case.known, case.fitting)
    booster = boosting.booster_of(case.fitted["boosting"].texts["voluntary"])
    fewest = leaves.fewest_people(
        booster, laid.values, laid.people, range(booster.num_trees())
    )
    assert leaves.enough(booster, laid, fewest, 0)
    assert not leaves.enough(booster, laid, fewest + 1, 0)


def test_the_rows_of_the_smallest_leaf_are_read_from_the_text() -> None:
    values = np.array([[0.0], [0.0], [1.0], [1.0], [1.0]])
    labels = np.array([0, 0, 1, 1, 1])
    text = grown(values, labels, min_data_in_leaf=1).model_to_string()
    assert leaves.smallest_leaves(text) == [2]


def test_whole_models_are_asked_what_their_smallest_leaf_lacks() -> None:
    case = learned("turnover")
    laid, least = LaidOut(case.known, case.fitting), case.fitting.min_people
    texts = case.fitted["boosting"].texts.values()
    assert leaves.lacking(texts, laid, least) == 0
    assert leaves.lacking((), laid, least) is None
    everybody = case.known["person_id"].nunique() + 1
    fewest = min(
        leaves.fewest_people(one, laid.values, laid.people, range(one.num_trees()))
        for one in map(boosting.booster_of, texts)
    )
    assert leaves.lacking(texts, laid, everybody) == everybody - fewest
