"""The chances over a horizon agree with what the company then lives through."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER
from connectors.simulator.truth import counterfactual, history, horizon
from tests.connectors.simulated import DEFAULT, SMALL, auc_of_the_truth, grown, lived

STANDARD_ERRORS = 4.0
COPIES = 60


@cache
def ahead(place: int = -5, months: int = 3) -> horizon.Horizon:
    truth = grown()
    return horizon.from_month(truth, truth.recorded[place], months, COPIES)


def chose_by(truth, who, month):
    people = truth.company.people
    chosen = np.isin(people.reason[who], counterfactual.CHOSEN)
    return chosen & (people.leaves_on[who] <= clock.last_day(month))


def test_one_month_ahead_is_the_hazard_itself():
    truth, one = grown(), ahead(months=1)
    month = truth.recorded[-5]
    known = dict(zip(month.hazards.who, month.hazards.voluntary, strict=True))
    assert one.voluntary == pytest.approx([known[w] for w in one.who], abs=1e-12)


def test_those_asked_about_are_agents_who_announced_nothing():
    truth, one = grown(), ahead()
    people = truth.company.people
    end = clock.last_day(one.month)
    assert not truth.company.roster.supervisor[one.who].any()
    assert (people.leaves_on[one.who] > end).all()
    told = people.notified_on[one.who]
    assert ((told > end) | (told == NEVER)).all()


def test_leavers_over_three_months_are_drawn_from_the_chances():
    truth = grown()
    observed = expected = variance = 0.0
    for place in (-4, -8, -12, -16):
        one = ahead(place)
        observed += chose_by(truth, one.who, one.month + 3).sum()
        expected += one.voluntary.sum()
        variance += (one.voluntary * (1 - one.voluntary)).sum()
    assert abs(observed - expected) <= STANDARD_ERRORS * np.sqrt(variance)


def test_a_team_count_has_the_mean_of_its_people():
    one = ahead()
    teams = len(one.counts)
    mean = one.counts @ np.arange(one.counts.shape[1])
    expected = np.bincount(one.team, one.voluntary, minlength=teams)
    spread = np.sqrt(expected.sum() / COPIES)
    assert one.counts.sum(axis=1) == pytest.approx(np.ones(teams))
    assert mean.sum() == pytest.approx(expected.sum(), abs=STANDARD_ERRORS * spread)
    assert np.corrcoef(mean, expected)[0, 1] > 0.9


def test_more_copies_say_the_same():
    truth = grown()
    again = horizon.from_month(truth, truth.recorded[-5], 3, COPIES + 15)
    assert np.corrcoef(again.voluntary, ahead().voluntary)[0, 1] > 0.99


def test_the_order_of_what_is_asked_changes_nothing():
    truth = lived()
    early, late = truth.recorded[-6], truth.recorded[-4]
    horizon.from_month(truth, early, 3, 10)
    first = horizon.from_month(truth, late, 3, 10)
    second = horizon.from_month(lived.__wrapped__(), late, 3, 10)
    assert (first.voluntary == second.voluntary).all()
    assert (first.counts == second.counts).all()


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(threads):
    asked = SMALL.oracle.model_copy(update={"threads": threads, "months": 3})
    truth = replace(lived(), settings=SMALL.model_copy(update={"oracle": asked}))
    alone = [
        horizon.from_month(truth, month, 3, asked.continuations)
        for month in truth.recorded[-3:]
    ]
    for found, one in zip(horizon.all_of(truth), alone, strict=True):
        assert (found.voluntary == one.voluntary).all()
        assert (found.counts == one.counts).all()


def test_known_chances_rank_well_over_three_months_too():
    assert 0.70 < auc_of_the_truth(ahead().voluntary) < 0.82


def test_a_company_that_asks_for_none_has_none():
    none = SMALL.oracle.model_copy(update={"continuations": 0})
    quiet = SMALL.model_copy(update={"oracle": none})
    assert horizon.all_of(history.simulate(quiet)) == ()
    assert DEFAULT.oracle.continuations >= 200
