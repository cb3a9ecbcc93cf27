"""Who leads a team: supervisors come, go and exchange teams."""

from dataclasses import replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Ints
from connectors.simulator.truth import hiring, roster, state
from connectors.simulator.truth.hiring import Stints
from connectors.simulator.truth.state import Company, Units
from connectors.simulator.truth.world import World

SWAP_CHANCE = 0.008


def _swapped(units: Units, world: World, month: int) -> Units:
    """Let a few supervisors of the same site exchange teams."""
    supervisor, site = units.supervisor.copy(), world.teams.site
    count = len(supervisor)
    chance, with_whom = world.draws.uniforms("swaps", month, np.arange(count), 2)
    first = np.searchsorted(site, site)
    size = np.searchsorted(site, site, side="right") - first
    others = first + (with_whom * size).astype(np.int64)
    for team in np.flatnonzero(chance < SWAP_CHANCE).tolist():
        pair = [team, int(others[team])]
        if (supervisor[pair] >= 0).all():
            supervisor[pair] = supervisor[pair[::-1]]
    return replace(units, supervisor=supervisor)


def _to_be_led(company: Company, world: World, month: int) -> Ints:
    """Give the teams that have nobody to lead them any more, or not yet."""
    lead = company.units.supervisor
    gone = (lead < 0) | (company.people.leaves_on[lead] < clock.first_day(month))
    there = (company.units.planned > 0) & (world.teams.opens <= month)
    return np.flatnonzero(gone & there)


def led(company: Company, world: World, month: int) -> tuple[Company, Stints]:
    """Replace supervisors who left before the month, and let a few exchange teams.

    Returns
    -------
    company : Company
    stints : Stints
        Everybody whose team or supervisor changed, from the month's first day.
    """
    first, was = clock.first_day(month), company.units.supervisor
    teams = _to_be_led(company, world, month)
    seats = len(company.units.seat_team) + teams
    # A team's leads are told apart by the month in which they come.
    turn = np.full(len(teams), month - world.began + 1)
    number = hiring.numbers(company.units, seats, turn)
    day, leads = np.full(len(teams), first), np.ones(len(teams), dtype=np.bool_)
    recruits = roster.recruit(world.draws, month, number, day, leads)
    new = len(company.roster) + np.arange(len(teams))
    company = hiring.employed(company, world, recruits, seats, month)
    units = replace(company.units, supervisor=state.put(was, teams, new))
    units = _swapped(units, world, month)
    changed = np.flatnonzero(units.supervisor != was)
    units = replace(units, led_since=state.put(units.led_since, changed, month))
    leading = np.flatnonzero(units.supervisor >= 0)
    people = state.moved(company.people, units.supervisor[leading], leading)
    company = Company(company.roster, people, units)
    there = (company.roster.hired_on <= first) & (people.leaves_on >= first)
    who = np.flatnonzero(there & np.isin(people.team, changed))
    return company, hiring.stints(company, who, np.full(len(who), first))
