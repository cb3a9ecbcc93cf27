"""Whether a stored model tells who was learned from: it must not."""

import lightgbm
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from models import candidates
from models.clock import Floats
from tests.models.learned import learned

OUTCOME = "turnover"
# Of an attack that knows nothing, over as many people, in two of a hundred draws.
CHANCE = 0.04


def halves() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part people in two by lot: those learned from, and those who are not."""
    known = learned(OUTCOME).known
    persons = np.sort(known["person_id"].unique())
    chosen = np.random.default_rng(2).permutation(persons)[: len(persons) // 2]
    inside = known["person_id"].isin(chosen)
    return known[inside], known[~inside]


def auc_of_attack(
    inside: tuple[pd.DataFrame, Floats], outside: tuple[pd.DataFrame, Floats]
) -> float:
    """Tell those learned from by their loss, which is smaller where a model knows them.

    The attacker has the model, everybody's features, and what came of everybody.
    """
    losses = [
        pd.Series(_losses(rows, chance)).groupby(rows["person_id"].to_numpy()).mean()
        for rows, chance in (inside, outside)
    ]
    return float(
        roc_auc_score(
            np.repeat([1, 0], [len(one) for one in losses]), -pd.concat(losses)
        )
    )


def _losses(rows: pd.DataFrame, chance: Floats) -> Floats:
    name = learned(OUTCOME).fitting.targets.names[0]
    came, sure = rows[name].to_numpy("float64"), np.clip(chance, 1e-6, 1 - 1e-6)
    return -(came * np.log(sure) + (1 - came) * np.log(1 - sure))


def test_a_model_that_learns_by_heart_gives_its_people_away() -> None:
    known, others = halves()
    case = learned(OUTCOME)
    columns, name = list(case.fitting.columns), case.fitting.targets.names[0]
    deep = {
        "objective": "binary",
        "num_leaves": 511,
        "min_data_in_leaf": 1,
        "verbosity": -1,
        "num_threads": 1,
    }
    data = lightgbm.Dataset(known[columns].to_numpy("float64"), known[name])
    booster = lightgbm.train(deep, data, 60)
    asked = [
        (rows, np.asarray(booster.predict(rows[columns].to_numpy("float64"))))
        for rows in (known, others)
    ]
    assert auc_of_attack(*asked) > 0.7


@pytest.mark.parametrize("name", ["regression", "boosting", "blend", "team_past"])
def test_a_stored_model_does_not_tell_who_was_learned_from(name: str) -> None:
    known, others = halves()
    fitted = candidates.fit_all(known, learned(OUTCOME).fitting)
    asked = [
        (rows, candidates.predict(name, fitted, rows)[:, 0]) for rows in (known, others)
    ]
    assert abs(auc_of_attack(*asked) - 0.5) < CHANCE
