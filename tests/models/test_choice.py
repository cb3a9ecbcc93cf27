"""Settings and champion are chosen before what is tested, and not by luck."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from contracts.model_params import Outcome
from models import candidates, choice, clock
from models.held import Held
from tests.models.learned import MODELS, ORIGIN, SETTINGS, learned

GRID = MODELS.choice.grid
FIRST = pd.Timestamp("2024-11-30")


def chosen(outcome: Outcome) -> choice.Choice:
    case = learned(outcome)
    inner = clock.inner_origins(FIRST, ORIGIN, SETTINGS.time, MODELS)
    parts = choice.inner(case.rows, inner[-1:], MODELS.gap_months)
    return choice.choose(parts, case.fitting, GRID)


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_every_value_of_the_grid_is_tried_and_every_candidate(outcome: Outcome) -> None:
    found = chosen(outcome)
    assert set(found.losses) == set(candidates.CANDIDATES)
    assert set(found.tried["regression"]) >= set(GRID.cautions)
    assert set(found.tried["boosting"]) >= set(GRID.trees)
    assert set(found.tried["boosted_regression"]) >= set(GRID.trees_on_regression)
    now = choice.values_of(found.settings)
    assert all(now[name] in values for name, values in found.tried.items())


def test_inner_origins_end_before_the_first_origin_is_asked() -> None:
    inner = clock.inner_origins(FIRST, ORIGIN, SETTINGS.time, MODELS)
    gap, horizon = MODELS.gap_months, SETTINGS.time.horizon_months
    assert clock.shifted(inner[-1], horizon + gap) == ORIGIN
    assert all(clock.shifted(one, horizon) == other for one, other in pairwise(inner))
    learned_months = clock.months_between(FIRST, inner[0]) - gap
    assert learned_months >= MODELS.choice.min_train_months
    assert len(inner) == MODELS.choice.inner_origins


def test_nothing_after_the_first_origin_changes_the_choice() -> None:
    case = learned("turnover")
    inner = clock.inner_origins(FIRST, ORIGIN, SETTINGS.time, MODELS)
    closed = clock.shifted(ORIGIN, -MODELS.gap_months)
    for part in choice.inner(case.rows, inner, MODELS.gap_months):
        assert part.known["label_month"].max() <= closed
        assert part.held["label_month"].max() <= closed


def held(teams: list[int]) -> Held:
    rows = len(teams)
    return Held(np.zeros(rows), np.ones(rows), np.array(teams), "binary")


def test_what_stands_is_beaten_only_by_more_than_a_standard_error() -> None:
    stands = np.ones(8)
    steady = stands - 0.1
    lucky = stands - np.array([0.9, 0.0, 0, 0, 0, 0, 0, 0])
    judge = held(list(range(8)))
    assert judge.standing("old", {"old": stands, "new": steady}) == "new"
    assert judge.standing("old", {"old": stands, "new": lucky}) == "old"


def test_it_may_be_asked_to_be_beaten_by_more() -> None:
    stands = np.ones(8)
    losses = {"old": stands, "new": stands - np.array([0.4, 0.4, 0.4, 0, 0, 0, 0, 0])}
    judge = held(list(range(8)))
    assert judge.standing("old", losses, errors=1.0) == "new"
    assert judge.standing("old", losses, errors=2.0) == "old"


def test_people_of_one_team_are_one_piece_of_evidence() -> None:
    losses = {"old": np.ones(8), "new": np.ones(8) - 0.1}
    losses["new"][0] += 0.3
    assert held(list(range(8))).standing("old", losses) == "new"
    assert held([0] * 8).standing("old", losses) == "old"


def test_where_nothing_can_be_tried_settings_stay_and_the_life_table_serves() -> None:
    case = learned("turnover")
    found = choice.choose([], case.fitting, GRID)
    assert found.champion == "life_table"
    assert found.settings == case.fitting
    assert found.losses == {}
