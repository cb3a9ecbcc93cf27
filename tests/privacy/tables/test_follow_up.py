"""Figures of made-up units of which it is known what was done to them, and what not."""

from functools import cache

import numpy as np
import pytest

from privacy.tables import follow_up
from privacy.tables.follow_up import Panel, Windows
from tests.privacy.small_company import PARAMS

SETTINGS = PARAMS.follow_up
UNITS, MONTHS, SITES = 40, 30, 4
START = Windows(start=20, gap=0, width=6)
TRIALS = 150


def panel(rng: np.random.Generator, tried: np.ndarray, less: float) -> Panel:
    """Sick days of 40 teams of 14: lasting differences, and spells that go on."""
    level = np.exp(rng.normal(0, 0.2, UNITS))[:, None]
    spell = np.zeros((UNITS, MONTHS))
    for month in range(1, MONTHS):
        spell[:, month] = 0.5 * spell[:, month - 1] + rng.normal(0, 0.3, UNITS)
    expected = 14 * 1.5 * level * np.exp(spell)
    expected[tried, START.start :] *= 1 - less
    busy = np.zeros((UNITS, MONTHS), dtype=bool)
    busy[tried, START.start :] = True
    days = np.full((UNITS, MONTHS), 14 * 30.0)
    sites = np.arange(UNITS, dtype=np.int64) % SITES
    return Panel(rng.poisson(expected).astype(float), days, sites, busy)


def said(
    rng: np.random.Generator, less: float, *, tried: int = 5, worst: bool = False
) -> str:
    """Try something in some teams, by lot or where the last month was worst."""
    chosen = rng.choice(UNITS, tried, replace=False)
    if worst:
        state = rng.bit_generator.state
        before = panel(rng, chosen, 0.0).numerator[:, START.latest].sum(axis=1)
        rng.bit_generator.state = state
        chosen = np.argsort(before)[-tried:]
    seen = panel(rng, chosen, less)
    held = follow_up.reference(seen, START.gap, START.width, SETTINGS)
    here = follow_up.apart(seen, START, SETTINGS)
    left = here.after[chosen] - here.before[chosen] @ held.lasting
    chance = follow_up.drawn(held, tried, SETTINGS)
    return follow_up.word([left.mean()], chance, up=False, settings=SETTINGS)


@cache
def shares(less: float, *, tried: int = 5, worst: bool = False) -> dict[str, float]:
    rng = np.random.default_rng(3)
    words = [said(rng, less, tried=tried, worst=worst) for _ in range(TRIALS)]
    return {word: words.count(word) / TRIALS for word in set(words)}


@pytest.mark.parametrize("tried", [1, 5])
def test_what_changes_nothing_seems_to_have_moved_as_often_as_agreed(tried):
    found = shares(0.0, tried=tried)
    alarms = 1 - found["no_clear_change"]
    # 150 trials: the share agreed on, 10 %, within three standard errors.
    assert alarms == pytest.approx(SETTINGS.max_false_alarm_share, abs=0.074)


def test_the_worst_teams_do_not_seem_to_mend_by_what_was_tried():
    found = shares(0.0, worst=True)
    # Half of 10 % to each side; without what lasts of the past it would be most.
    assert found.get("moved_as_hoped", 0) <= 0.12
    assert found.get("moved_against", 0) <= 0.12


def test_a_large_effect_in_several_teams_is_mostly_seen_and_never_the_wrong_way():
    found = shares(0.4)
    assert found["moved_as_hoped"] > 0.6
    assert found.get("moved_against", 0) == 0


def test_one_team_alone_shows_far_less():
    assert shares(0.4, tried=1)["moved_as_hoped"] < shares(0.4)["moved_as_hoped"]


def test_units_that_share_the_one_above_are_compared_first():
    rates = np.array([[1.0, 1.0, 3.0]] * 7 + [[5.0, 5.0, 9.0]] * 7)
    sites = np.array([0] * 7 + [1] * 7)
    seen = Panel(rates, np.ones((14, 3)), sites, np.zeros((14, 3), dtype=bool))
    here = follow_up.apart(seen, Windows(2, 0, 1), SETTINGS)
    assert here.compared.tolist() == [6] * 14
    assert here.after == pytest.approx(np.zeros(14))
    wider = follow_up.apart(
        Panel(rates[1:], seen.denominator[1:], sites[1:], seen.busy[1:]),
        Windows(2, 0, 1),
        SETTINGS,
    )
    assert wider.compared.tolist() == [12] * 6 + [6] * 7


def test_a_unit_that_tries_something_itself_is_nobodys_measure():
    rates = np.array([[1.0, 1.0, 3.0]] * 8)
    busy = np.zeros((8, 3), dtype=bool)
    busy[0, 2] = True
    seen = Panel(rates, np.ones((8, 3)), np.zeros(8, dtype=np.int64), busy)
    here = follow_up.apart(seen, Windows(2, 0, 1), SETTINGS)
    assert here.compared.tolist() == [7] + [6] * 7


def test_units_are_not_judged_together_beside_fewer_than_twice_as_many():
    held = follow_up.Reference(np.zeros(2), (np.arange(7.0),), 40)
    assert len(follow_up.drawn(held, 3, SETTINGS)) == SETTINGS.draws
    assert len(follow_up.drawn(held, 4, SETTINGS)) == 0


def test_a_word_that_one_person_would_change_is_not_said():
    chance = np.sort(np.random.default_rng(1).normal(size=999))

    def word(*differences: float) -> str:
        return follow_up.word(differences, chance, up=False, settings=SETTINGS)

    assert word(-3.0) == "moved_as_hoped"
    assert word(-3.0, -2.5) == "moved_as_hoped"
    assert word(-3.0, -0.5) == "no_clear_change"
    assert word(3.0, 2.5) == "moved_against"


def test_more_can_be_what_is_hoped_for():
    chance = np.sort(np.random.default_rng(1).normal(size=999))
    assert follow_up.word([3.0], chance, up=True, settings=SETTINGS) == "moved_as_hoped"
