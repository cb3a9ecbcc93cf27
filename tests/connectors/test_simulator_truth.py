"""The simulated company's truth: base rates in range, exits drawn from it."""

import numpy as np
import pytest

from connectors.simulator import clock, draws
from connectors.simulator.arrays import NEVER
from connectors.simulator.draws import Keyed
from contracts.people_tables import DEPARTURE_REASONS
from tests.connectors.simulated import VOLUNTARY, auc_of_the_truth, grown

# Ranges of the monthly base rates, from call-centre surveys: 20 to 45 % a year
# leave, more in the first months; a year's mean, so no allowance for season.
VOLUNTARY_RATE, NEWCOMER_RATE, OTHER_RATE = (0.02, 0.03), (0.06, 0.10), (0.005, 0.01)
SICK_RATE, LONG_SHARE, WELL_SHARE = (0.04, 0.08), (0.25, 0.40), (0.69, 0.76)
# What somebody who knew every hazard would reach; above, the task is too easy.
ORACLE_AUC = (0.74, 0.80)
# Four standard errors: one in 16,000 seeds would fail by chance.
STANDARD_ERRORS = 4.0


def pooled():
    """Everybody present at each month's end: who, tenure, chances of the next."""
    truth = grown()
    roster = truth.company.roster
    for month in truth.recorded:
        who = month.hazards.who
        agents = ~roster.supervisor[who]
        day = clock.last_day(month.number)
        yield month, who[agents], (day - roster.hired_on[who[agents]]) / 30.4375, agents


def column(name):
    parts = [getattr(month.hazards, name)[agents] for month, _, _, agents in pooled()]
    return np.concatenate(parts)


def inside(value, bounds):
    return bounds[0] <= value <= bounds[1]


def test_as_many_agents_are_present_as_asked_for():
    present = [len(who) for _, who, _, _ in pooled()]
    assert np.mean(present) == pytest.approx(1200, rel=0.03)


def test_voluntary_and_other_exits_come_at_plausible_rates():
    assert inside(column("voluntary").mean(), VOLUNTARY_RATE)
    assert inside(column("other").mean(), OTHER_RATE)


def test_newcomers_leave_most():
    tenure = np.concatenate([tenure for _, _, tenure, _ in pooled()])
    assert inside(column("voluntary")[tenure < 3].mean(), NEWCOMER_RATE)


def test_the_oracle_is_good_but_not_too_good():
    deciding, voluntary = column("deciding"), column("voluntary")
    unannounced = deciding > 0
    assert inside(auc_of_the_truth(voluntary[unannounced]), ORACLE_AUC)


def test_a_constant_hazard_ranks_nobody():
    assert auc_of_the_truth(np.full(50, 0.03)) == pytest.approx(0.5)


def exits_in(truth, number, voluntary):
    people = truth.company.people
    codes = [DEPARTURE_REASONS.index(name) for name in VOLUNTARY]
    first, last = clock.first_day(number), clock.last_day(number)
    gone = (people.leaves_on >= first) & (people.leaves_on <= last)
    return gone & (np.isin(people.reason, codes) == voluntary)


@pytest.mark.parametrize("kind", ["voluntary", "other"])
def test_exits_are_drawn_from_the_truth(kind):
    truth = grown()
    observed = expected = variance = 0.0
    for month in truth.recorded[:-1]:
        chance = getattr(month.hazards, kind)
        came = exits_in(truth, month.number + 1, kind == "voluntary")
        observed += came[month.hazards.who].sum()
        expected += chance.sum()
        variance += (chance * (1 - chance)).sum()
    assert abs(observed - expected) <= STANDARD_ERRORS * np.sqrt(variance)


def test_whoever_announced_leaves_on_the_day_set():
    truth = grown()
    for month in truth.recorded[:-1]:
        announced = (month.hazards.voluntary == 1) & (month.hazards.deciding == 0)
        who = month.hazards.who[announced]
        assert exits_in(truth, month.number + 1, True)[who].all()


def test_most_who_choose_to_leave_give_notice():
    people = grown().company.people
    codes = [DEPARTURE_REASONS.index(name) for name in VOLUNTARY]
    chose = np.isin(people.reason, codes)
    notice = (people.leaves_on - people.notified_on)[
        chose & (people.notified_on < NEVER)
    ]
    assert inside(len(notice) / chose.sum(), (0.6, 0.8))
    assert notice.min() >= 10 and notice.max() <= 45


def sick_days():
    """Days sick of each person present all through a month, and those expected."""
    truth = grown()
    people, months = truth.company.people, truth.months
    who, first, last = (
        np.concatenate([getattr(month.sick, name) for month in months])
        for name in ("who", "first", "last")
    )
    for month in truth.recorded[:-1]:
        begin, end = clock.first_day(month.number + 1), clock.last_day(month.number + 1)
        days = np.clip(np.minimum(last, end) - np.maximum(first, begin) + 1, 0, None)
        everybody = np.bincount(who, days, minlength=len(people.team))
        stays = people.leaves_on[month.rates.who] > end
        share = everybody[month.rates.who[stays]] / (end - begin + 1)
        yield share, month.rates.share[stays]


def test_sickness_comes_at_a_plausible_rate_and_as_expected():
    came, expected = (np.concatenate(part) for part in zip(*sick_days(), strict=True))
    assert inside(came.mean(), SICK_RATE)
    assert inside((came == 0).mean(), WELL_SHARE)
    assert came.mean() == pytest.approx(expected.mean(), rel=0.05)


def test_long_spells_take_a_third_of_sick_days():
    spells = [month.sick for month in grown().recorded]
    days = np.concatenate([one.last - one.first + 1 for one in spells])
    assert inside(days[days >= 30].sum() / days.sum(), LONG_SHARE)


def test_numbers_of_different_purposes_are_independent():
    everybody = np.arange(4000)
    drawn = [
        Keyed(7).uniforms(purpose, month, everybody, 1)[0]
        for purpose, month in (("exits", 1), ("exits", 2), ("sickness", 1))
    ]
    between = np.corrcoef(drawn)[np.triu_indices(3, 1)]
    assert np.abs(between).max() < STANDARD_ERRORS / np.sqrt(4000)


def test_a_number_is_the_same_whoever_else_is_asked_about():
    beside = Keyed(7).uniforms("exits", 1, np.arange(50_000), 6)
    alone = Keyed(7).uniforms("exits", 1, np.array([41_234]), 6)
    assert (beside[:, [41_234]] == alone).all()


def test_numbers_are_those_that_the_generator_is_published_with():
    zero = np.zeros(1, dtype=np.int64)
    words = draws._philox((0, 0), zero, zero, 0, 0)
    expected = [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    assert [int(word[0]) for word in words] == expected


def test_counts_have_the_mean_asked_for():
    (u,) = Keyed(7).uniforms("counts", 1, np.arange(20_000), 1)
    counts = draws.poisson(u, np.full(20_000, 9.0))
    assert counts.mean() == pytest.approx(9.0, abs=STANDARD_ERRORS * 3 / np.sqrt(2e4))
    assert counts.var() == pytest.approx(9.0, rel=0.05)
