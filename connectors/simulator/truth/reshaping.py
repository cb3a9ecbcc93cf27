"""Teams merged, opened and dealt anew, as planned."""

from dataclasses import replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.truth import hiring, state
from connectors.simulator.truth.hiring import Stints
from connectors.simulator.truth.plants import Reshape
from connectors.simulator.truth.state import Company
from connectors.simulator.truth.world import World


def reshaped(
    company: Company, world: World, month: int
) -> tuple[Company, tuple[Stints, ...]]:
    """Let the month's plans happen; everybody moved starts a new assignment."""
    noted = []
    for one in world.planted.reshapes:
        if one.month == month:
            company, stints = _one(company, one, month)
            noted.append(stints)
    return company, tuple(noted)


def _one(company: Company, one: Reshape, month: int) -> tuple[Company, Stints]:
    first = clock.first_day(month)
    roster, people, units = company.roster, company.people, company.units
    seat_team = state.put(units.seat_team, one.seats, one.teams)
    lead = state.put(units.supervisor, one.leads_to, units.supervisor[one.leads_from])
    lead = state.put(lead, one.leads_from, -1)
    # Whoever still works there, the hires of the month not yet come.
    there = (roster.hired_on <= first) & (people.leaves_on >= first)
    agents = np.flatnonzero(there & ~roster.supervisor)
    agents = agents[np.isin(people.seat[agents], one.seats)]
    # A seat given away in the notice period of its last person tells nothing of them.
    agents = agents[units.seat_person[people.seat[agents]] == agents]
    team = seat_team[people.seat[agents]]
    changed = agents[people.team[agents] != team]
    people = state.moved(people, agents, team)
    went = one.leads_to[lead[one.leads_to] >= 0]
    people = state.moved(people, lead[went], went)
    led_since = state.put(units.led_since, one.leads_to, month)
    units = replace(units, seat_team=seat_team, supervisor=lead, led_since=led_since)
    company = Company(roster, people, units)
    who = np.concatenate([changed, lead[went]])
    return company, hiring.stints(company, who, np.full(len(who), first))
