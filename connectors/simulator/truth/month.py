"""One month of the simulated company: what happens, and in which order."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Floats, Ints
from connectors.simulator.truth import (
    conditions,
    exits,
    hazards,
    hiring,
    leads,
    reshaping,
    sickness,
    state,
    strain,
)
from connectors.simulator.truth.conditions import Conditions
from connectors.simulator.truth.hazards import Hazards
from connectors.simulator.truth.hiring import Stints
from connectors.simulator.truth.sickness import Rates, Spells
from connectors.simulator.truth.state import Company
from connectors.simulator.truth.world import World


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
    company : Company
        At the month's end.
    hazards, rates
        Of the following month, for everybody present at the month's end.
    """

    number: int
    conditions: Conditions
    sick: Spells
    leave: Spells
    stints: tuple[Stints, ...]
    company: Company
    hazards: Hazards
    rates: Rates

    @property
    def team(self) -> Ints:
        """Everybody's team at the month's end; shape (ever employed,)."""
        return self.company.people.team

    @property
    def strain(self) -> Floats:
        """Everybody's strain at the month's end; shape (ever employed,)."""
        return self.company.people.strain


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


def _vacated(company: Company, world: World, month: int) -> Company:
    """Open the seats of agents whose last day falls into the month."""
    people, units = company.people, company.units
    inside = (people.leaves_on >= clock.first_day(month)) & (
        people.leaves_on <= clock.last_day(month)
    )
    left = np.flatnonzero(inside & ~company.roster.supervisor)
    exits_now = np.bincount(people.team[left], minlength=len(units.load))
    recent = np.vstack([units.recent_exits[1:], exits_now])
    units = hiring.vacated(units, people.seat[left], world, month)
    return replace(company, units=replace(units, recent_exits=recent))


def ahead(company: Company, world: World, month: int) -> tuple[Hazards, Rates]:
    """Look from the end of a month at the chances of the next one."""
    hired = company.roster.hired_on
    who = np.flatnonzero(state.present(hired, company.people, clock.last_day(month)))
    return (
        hazards.of_next_month(company, world, who, month),
        sickness.of_next_month(company, who, month),
    )


def lived(
    company: Company, chances: tuple[Hazards, Rates], world: World, month: int
) -> tuple[Company, Month]:
    """Let one month happen.

    Parameters
    ----------
    company : Company
        At the end of the month before.
    chances : pair of Hazards and Rates
        Of this month, known at the end of the month before.
    world : World
    month : int
    """
    leaving, falling_ill = chances
    company = replace(company, people=exits.drawn(company, leaving, world, month))
    people, sick = sickness.drawn(company, falling_ill, world.draws, month)
    company = replace(company, people=people)
    leave = sickness.leave(company, leaving.who, world.draws, month)
    company, converted = _converted(company, month)
    company, reshaped = reshaping.reshaped(company, world, month)
    company, filled = hiring.filled(company, world, month)
    company, led = leads.led(company, world, month)
    units = conditions.drifted(company.units, world, month)
    company = replace(company, units=units)
    now = conditions.of_month(company, world, month)
    people = strain.strained(company, now, world.draws)
    company = _vacated(replace(company, people=people), world, month)
    stints = (converted, *reshaped, *filled, led)
    next_chances = ahead(company, world, month)
    return company, Month(month, now, sick, leave, stints, company, *next_chances)
