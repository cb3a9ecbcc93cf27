"""The truth of the simulated company: its history, month after month.

Nothing here is a record. What a record system would show of it, and when, is
written by the ``*_records`` files.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import (
    clock,
    conditions,
    exits,
    hazards,
    hiring,
    initiatives,
    roster,
    sickness,
    state,
    structure,
)
from connectors.simulator.arrays import NEVER, Floats, Ints
from connectors.simulator.conditions import Conditions
from connectors.simulator.hazards import Hazards
from connectors.simulator.hiring import Company, Stints
from connectors.simulator.initiatives import Started
from connectors.simulator.sickness import Rates, Spells
from connectors.simulator.streams import stream
from connectors.simulator.structure import Teams
from contracts.params import Simulator

# Months simulated before the first one recorded, so that strain, vacancies and
# tenure have found their level by then.
WARM_UP_MONTHS = 48


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month, and what it leaves for the next.

    Parameters
    ----------
    number : int
        Months since January 1970.
    conditions : Conditions
    sick, leave : Spells
        Those that start in the month.
    stints : tuple of Stints
        Assignments that start in the month.
    team, strain : arrays, shape (ever employed,)
        At the month's end.
    hazards, rates
        Of the following month, for everybody present at the month's end.
    """

    number: int
    conditions: Conditions
    sick: Spells
    leave: Spells
    stints: tuple[Stints, ...]
    team: Ints
    strain: Floats
    hazards: Hazards
    rates: Rates


@dataclass(frozen=True, slots=True)
class History:
    """The whole truth.

    Parameters
    ----------
    settings : Simulator
    teams : Teams
    started : tuple of Started
        What was tried.
    company : Company
        Everybody ever employed, at the end.
    months : tuple of Month
        Warm-up included; ``recorded`` leaves it out.
    """

    settings: Simulator
    teams: Teams
    started: tuple[Started, ...]
    company: Company
    months: tuple[Month, ...]

    @property
    def recorded(self) -> tuple[Month, ...]:
        """The months that record systems cover."""
        return self.months[WARM_UP_MONTHS:]

    @property
    def first_day(self) -> int:
        """The first day that record systems cover."""
        return clock.first_day(self.recorded[0].number)

    @property
    def last_day(self) -> int:
        """The last day that record systems cover."""
        return clock.last_day(self.recorded[-1].number)


def _founded(settings: Simulator, teams: Teams, month: int) -> tuple[Company, Stints]:
    """Staff every seat and every team's lead before the first month."""
    rng = stream(settings.seed, "founders")
    count = len(teams.seats)
    agents = np.repeat(np.arange(count), teams.seats)
    team = np.concatenate([np.arange(count), agents])
    leads = np.arange(len(team)) < count
    hired = clock.first_day(month) - roster.starting_tenures(rng, len(team))
    stock = roster.recruit(rng, hired, leads, entering=False)
    strain = rng.normal(0, 0.7, len(team))
    none = np.zeros(0, dtype=np.int64)
    units = state.Units(
        supervisor=np.arange(count),
        load=rng.normal(0, 0.1, count),
        hostile=rng.normal(0, 0.2, count),
        short_notice=teams.short_notice,
        recent_exits=np.zeros((3, count), dtype=np.int64),
        opening_team=none,
        opening_month=none,
    )
    people = state.arriving(team, strain, stock.term_on)
    company = Company(stock, people, units)
    return company, hiring.stints(company, np.arange(len(team)), hired)


def _converted(company: Company, month: int) -> tuple[Company, Stints]:
    """Make permanent whoever's fixed term ends in the month and who stays on."""
    people = company.people
    ends = people.term_on
    now = (ends >= clock.first_day(month)) & (ends <= clock.last_day(month))
    who = np.flatnonzero(now & (people.leaves_on > ends))
    on = ends[who] + 1
    people = replace(people, term_on=state.put(people.term_on, who, NEVER))
    company = replace(company, people=people)
    return company, hiring.stints(company, who, on)


def _vacated(company: Company, seed: int, month: int) -> Company:
    """Open the seats of agents whose last day falls into the month."""
    people, units = company.people, company.units
    inside = (people.leaves_on >= clock.first_day(month)) & (
        people.leaves_on <= clock.last_day(month)
    )
    left = people.team[np.flatnonzero(inside & ~company.roster.supervisor)]
    exits_now = np.bincount(left, minlength=len(units.load))
    recent = np.vstack([units.recent_exits[1:], exits_now])
    opened = hiring.opened(units, left, month, stream(seed, "vacancies", month))
    return replace(company, units=replace(opened, recent_exits=recent))


def _ahead(company: Company, teams: Teams, month: int) -> tuple[Hazards, Rates]:
    """Look from the end of a month at the chances of the next one."""
    people, units = company.people, company.units
    here = state.present(company.roster.hired_on, people, clock.last_day(month))
    who = np.flatnonzero(here)
    return (
        hazards.of_next_month(company.roster, people, units, teams, who, month),
        sickness.of_next_month(company.roster, people, who, month),
    )


def _lived(
    company: Company, ahead: tuple[Hazards, Rates], world: "_World", month: int
) -> tuple[Company, Month]:
    """Let one month happen."""
    seed, teams = world.settings.seed, world.teams
    leaving, falling_ill = ahead
    people = exits.drawn(company.people, leaving, seed, month)
    people, sick = sickness.drawn(people, falling_ill, seed, month)
    leave = sickness.leave(people, leaving.who, seed, month)
    company, converted = _converted(replace(company, people=people), month)
    company, filled = hiring.filled(company, teams, seed, month)
    company, led = hiring.led(company, teams, seed, month)
    units = conditions.drifted(company.units, seed, month, world.started)
    now = conditions.of_month(
        company.roster, company.people, units, teams, world.started, seed, month
    )
    people = conditions.strained(company.roster, company.people, now, seed)
    company = _vacated(Company(company.roster, people, units), seed, month)
    stints = (converted, *filled, *led)
    next_ahead = _ahead(company, teams, month)
    return company, Month(
        month, now, sick, leave, stints, people.team, people.strain, *next_ahead
    )


@dataclass(frozen=True, slots=True)
class _World:
    """What stays put while months go by."""

    settings: Simulator
    teams: Teams
    started: tuple[Started, ...]


def simulate(
    settings: Simulator, seen: Callable[[int], None] = lambda _: None
) -> History:
    """Let the company live.

    Parameters
    ----------
    settings : Simulator
    seen : callable
        Told each month as it ends.

    Returns
    -------
    History
    """
    last = clock.month_number(settings.last_month)
    first = last - settings.months + 1
    teams = structure.build(settings)
    started = initiatives.plan(settings, teams, first)
    world = _World(settings, teams, started)
    start = first - WARM_UP_MONTHS
    company, founding = _founded(settings, teams, start)
    ahead = _ahead(company, teams, start - 1)
    months: list[Month] = []
    for number in range(start, last + 1):
        company, month = _lived(company, ahead, world, number)
        if not months:
            month = replace(month, stints=(founding, *month.stints))
        ahead = (month.hazards, month.rates)
        months.append(month)
        seen(number)
    return History(settings, teams, started, company, tuple(months))
