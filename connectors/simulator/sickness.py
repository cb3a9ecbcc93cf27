"""Sickness: short and long spells, each on a path of its own, and what to expect."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.roster import Roster
from connectors.simulator.state import People, put
from connectors.simulator.streams import stream

SHORT_LEVEL, SHORT_STRAIN = -1.58, 0.32
LONG_LEVEL, LONG_STRAIN, LONG_HEALTH = -5.3, 0.60, 0.7
# Short spells by month of the year, January first: winter weighs.
SEASON = np.array([30, 28, 15, 0, -10, -18, -25, -25, -5, 8, 15, 25]) / 100
# Chance that a short spell ends on a given day; a long one, once past day 29.
SHORT_END, LONG_END, LONG_FROM = 0.24, 1 / 42, 30
SHORT_MOST, SHORT_DRAWS = 25, 3


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
    share : Floats
        Expected share of the month's days spent sick, spells under way included.
    """

    who: Ints
    short: Floats
    long: Floats
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


def of_next_month(roster: Roster, people: People, who: Ints, month: int) -> Rates:
    """Give everybody present at the end of a month the sickness to expect.

    Parameters
    ----------
    roster, people
        The company at the end of ``month``.
    who : Ints
        People employed after the month's last day.
    month : int

    Returns
    -------
    Rates
    """
    following = month + 1
    strain = np.where(roster.supervisor[who], -0.8, people.strain[who])
    health = roster.health[who]
    short = np.exp(SHORT_LEVEL + SHORT_STRAIN * strain + health + SEASON[month % 12])
    long = np.exp(LONG_LEVEL + LONG_STRAIN * strain + LONG_HEALTH * health)
    long = np.minimum(long, 0.25)
    days = clock.days_in(following)
    ongoing = _left_of_spell(people, who, following) / days
    new = short * _taken_by_new(following, SHORT_END, 0)
    new = new + long * _taken_by_new(following, LONG_END, LONG_FROM - 1)
    new = 1 - np.exp(-new / days)
    return Rates(who, short, long, np.clip(ongoing + (1 - ongoing) * new, 0, 1))


def _free(first: Ints, last: Ints, busy: list[tuple[Ints, Ints]]) -> Flags:
    """Say where an interval meets none of those already taken."""
    free = np.ones(len(first), dtype=np.bool_)
    for start, end in busy:
        free &= (first > end) | (last < start)
    return free


def _candidates(
    rates: Rates, everybody: int, seed: int, month: int
) -> list[tuple[Flags, Ints, Ints]]:
    """Draw the spells that would start in the month: the long one, then short."""
    rng = stream(seed, "sickness", month)
    who, begin = rates.who, clock.first_day(month)

    def start() -> Ints:
        return begin + rng.integers(0, clock.days_in(month), everybody)[who]

    first = start()
    length = LONG_FROM - 1 + rng.geometric(LONG_END, everybody)[who]
    drawn = [(rng.random(everybody)[who] < rates.long, first, first + length - 1)]
    # A spell is one of SHORT_DRAWS chances, so that each person's draws stay put.
    for _ in range(SHORT_DRAWS):
        first = start()
        length = np.minimum(rng.geometric(SHORT_END, everybody)[who], SHORT_MOST)
        hit = rng.random(everybody)[who] < rates.short / SHORT_DRAWS
        drawn.append((hit, first, first + length - 1))
    return drawn


def drawn(people: People, rates: Rates, seed: int, month: int) -> tuple[People, Spells]:
    """Draw the spells that start in a month; nobody is sick twice at once.

    Parameters
    ----------
    people : People
        Exits of the month already settled: a spell ends with employment.
    rates : Rates
        Of ``month``, known at the end of the month before.
    seed, month : int

    Returns
    -------
    people : People
    spells : Spells
    """
    who = rates.who
    leaves = people.leaves_on[who]
    busy = [(people.sick_from[who], people.sick_until[who])]
    found: list[tuple[Ints, Ints, Ints]] = []
    from_day, until = people.sick_from.copy(), people.sick_until.copy()
    for hit, first, last in _candidates(rates, len(people.team), seed, month):
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


def leave(people: People, who: Ints, seed: int, month: int) -> Spells:
    """Draw the leave that starts in a month, sickness and the last day permitting."""
    rng = stream(seed, "leave", month)
    everybody = len(people.team)
    begin = clock.first_day(month)
    first = begin + rng.integers(0, clock.days_in(month), everybody)[who]
    mean = LEAVE_DAYS[month % 12]
    length = 1 + rng.binomial(2 * (mean - 1), 0.5, everybody)[who]
    last = np.minimum(first + length - 1, people.leaves_on[who])
    takes = rng.random(everybody)[who] < LEAVE_CHANCE[month % 12]
    well = people.sick_until[who] < begin
    kept = takes & well & (first <= people.leaves_on[who])
    return Spells(who[kept], first[kept], last[kept])
