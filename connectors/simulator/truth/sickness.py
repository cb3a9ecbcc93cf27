"""Sickness: short and long spells, each on a path of its own, and what to expect."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import Draws, geometric, whole
from connectors.simulator.truth.state import Company, People, put

SHORT_LEVEL, SHORT_STRAIN = -1.55, 0.32
LONG_LEVEL, LONG_STRAIN, LONG_HEALTH = -5.3, 0.60, 0.7
# Short spells by month of the year, January first: winter weighs.
SEASON = np.array([30, 28, 15, 0, -10, -18, -25, -25, -5, 8, 15, 25]) / 100
# Chance that a short spell ends on a given day; a long one, once past day 29.
SHORT_END, LONG_END, LONG_FROM = 0.24, 1 / 42, 30
SHORT_MOST, SHORT_DRAWS = 25, 3
LEAD_STRAIN, MOST_LONG = -0.8, 0.25


@dataclass(frozen=True, slots=True)
class Rates:
    """What next month holds, one entry a person present.

    Parameters
    ----------
    who : Ints
    short : Floats
        Expected number of new short spells.
    long : Floats
        P(a new long spell).
    begins_long : Floats
        P(a new long spell, in days that no spell under way takes).
    share : Floats
        Expected share of the month's days spent sick, spells under way included.
    """

    who: Ints
    short: Floats
    long: Floats
    begins_long: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells of absence, a row a spell; days are inclusive."""

    who: Ints
    first: Ints
    last: Ints


def _left_of_spell(people: People, who: Ints, month: int) -> Floats:
    """Expect the days of ``month`` that a spell under way before it still takes."""
    before, days = clock.first_day(month) - 1, clock.days_in(month)
    on = people.sick_until[who] > before
    elapsed = before - people.sick_from[who] + 1
    # Which path it is on is known to whoever simulates, not to any record.
    is_long = people.sick_until[who] - people.sick_from[who] + 1 >= LONG_FROM
    sure = np.where(is_long, np.maximum(LONG_FROM - 1 - elapsed, 0), 0)
    sure = np.minimum(sure, days)
    end = np.where(is_long, LONG_END, SHORT_END)
    return np.asarray(on * (sure + (1 - (1 - end) ** (days - sure)) / end))


def _taken_by_new(month: int, end: float, sure: int) -> float:
    """Expect the days of ``month`` taken by a spell that starts in it."""
    room = np.arange(1, clock.days_in(month) + 1)
    fixed = np.minimum(sure, room)
    return float((fixed + (1 - (1 - end) ** (room - fixed)) / end).mean())


def of_next_month(company: Company, who: Ints, month: int) -> Rates:
    """Give everybody present at the end of a month the sickness to expect.

    Parameters
    ----------
    company : Company
        At the end of ``month``.
    who : Ints
        People employed after the month's last day.
    month : int

    Returns
    -------
    Rates
    """
    following, roster, people = month + 1, company.roster, company.people
    strain = np.where(roster.supervisor[who], LEAD_STRAIN, people.parts[who].sum(1))
    health = roster.health[who]
    short = np.exp(SHORT_LEVEL + SHORT_STRAIN * strain + health + SEASON[month % 12])
    long = np.exp(LONG_LEVEL + LONG_STRAIN * strain + LONG_HEALTH * health)
    long = np.minimum(long, MOST_LONG)
    days = clock.days_in(following)
    ongoing = _left_of_spell(people, who, following) / days
    new = short * _taken_by_new(following, SHORT_END, 0)
    new = new + long * _taken_by_new(following, LONG_END, LONG_FROM - 1)
    new = 1 - np.exp(-new / days)
    share = np.clip(ongoing + (1 - ongoing) * new, 0, 1)
    return Rates(who, short, long, (1 - ongoing) * long, share)


def _free(first: Ints, last: Ints, busy: list[tuple[Ints, Ints]]) -> Flags:
    """Say where an interval meets none of those already taken."""
    free = np.ones(len(first), dtype=np.bool_)
    for start, end in busy:
        free &= (first > end) | (last < start)
    return free


def _candidates(
    rates: Rates, number: Ints, draws: Draws, month: int
) -> list[tuple[Flags, Ints, Ints]]:
    """Draw the spells that would start in the month: the long one, then short."""
    u = draws.uniforms("sickness", month, number, 3 * (1 + SHORT_DRAWS))
    begin, after = clock.first_day(month), clock.last_day(month) + 1
    first = whole(u[0], begin, after)
    length = LONG_FROM - 1 + geometric(u[1], LONG_END)
    drawn = [(u[2] < rates.long, first, first + length - 1)]
    # A spell is one of SHORT_DRAWS chances, so that each person's draws stay put.
    for at, how_long, hit in zip(u[3::3], u[4::3], u[5::3], strict=True):
        first = whole(at, begin, after)
        length = np.minimum(geometric(how_long, SHORT_END), SHORT_MOST)
        drawn.append((hit < rates.short / SHORT_DRAWS, first, first + length - 1))
    return drawn


def drawn(
    company: Company, rates: Rates, draws: Draws, month: int
) -> tuple[People, Spells]:
    """Draw the spells that start in a month; nobody is sick twice at once.

    Parameters
    ----------
    company : Company
        Exits of the month already settled: a spell ends with employment.
    rates : Rates
        Of ``month``, known at the end of the month before.
    draws : Draws
    month : int

    Returns
    -------
    people : People
    spells : Spells
    """
    people, who = company.people, rates.who
    leaves = people.leaves_on[who]
    busy = [(people.sick_from[who], people.sick_until[who])]
    found: list[tuple[Ints, Ints, Ints]] = []
    from_day, until = people.sick_from.copy(), people.sick_until.copy()
    number = company.roster.number[who]
    for hit, first, last in _candidates(rates, number, draws, month):
        last = np.minimum(last, leaves)
        taken = hit & (first <= leaves) & _free(first, last, busy)
        busy.append((np.where(taken, first, -1), np.where(taken, last, -1)))
        later = taken & (last > until[who])
        from_day = put(from_day, who[later], first[later])
        until = put(until, who[later], last[later])
        found.append((who[taken], first[taken], last[taken]))
    spells = Spells(*(np.concatenate(part) for part in zip(*found, strict=True)))
    return replace(people, sick_from=from_day, sick_until=until), spells


# Days of leave by month of the year: chance of taking some, mean length in days.
LEAVE_CHANCE = np.array([30, 40, 35, 45, 45, 40, 70, 75, 30, 40, 30, 60]) / 100
LEAVE_DAYS = np.array([4, 6, 4, 5, 5, 5, 13, 14, 4, 5, 4, 7])


def leave(company: Company, who: Ints, draws: Draws, month: int) -> Spells:
    """Draw the leave that starts in a month, sickness and the last day permitting."""
    people, begin = company.people, clock.first_day(month)
    at, takes, *long = draws.uniforms("leave", month, company.roster.number[who], 4)
    first = whole(at, begin, clock.last_day(month) + 1)
    mean = LEAVE_DAYS[month % 12]
    # Two dice of equal chance: from one day up to twice the mean.
    length = 1 + sum(whole(u, 0, int(mean)) for u in long)
    last = np.minimum(first + length - 1, people.leaves_on[who])
    well = people.sick_until[who] < begin
    kept = (takes < LEAVE_CHANCE[month % 12]) & well & (first <= people.leaves_on[who])
    return Spells(who[kept], first[kept], last[kept])
