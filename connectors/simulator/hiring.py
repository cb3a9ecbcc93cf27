"""Seats fall empty and are filled: transfers, hires, new supervisors."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock, state
from connectors.simulator.arrays import NEVER, Floats, Ints
from connectors.simulator.roster import Roster, joined, recruit
from connectors.simulator.state import People, Units
from connectors.simulator.streams import stream
from connectors.simulator.structure import Teams

# Months from an exit to the successor's first day.
DELAYS, DELAY_SHARES = np.array([1, 2, 3]), (0.45, 0.35, 0.20)
TRANSFER_SHARE = 0.12
SUPERVISOR_SWAP = 0.008


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that a simulated month starts from."""

    roster: Roster
    people: People
    units: Units


@dataclass(frozen=True, slots=True)
class Stints:
    """Starts of assignments, a row a start: who, where, under whom, since when."""

    who: Ints
    team: Ints
    led_by: Ints
    on: Ints
    fixed_term: Ints


def stints(company: Company, who: Ints, on: Ints) -> Stints:
    """Note where people stand from given days on."""
    team = company.people.team[who]
    led_by = company.units.supervisor[team]
    own = company.roster.supervisor[who]
    fixed = (company.people.term_on[who] < NEVER).astype(np.int64)
    return Stints(who, team, np.where(own, -1, led_by), on, fixed)


def opened(units: Units, team: Ints, month: int, rng: np.random.Generator) -> Units:
    """Open seats, each to be filled after a delay."""
    due = month + rng.choice(DELAYS, len(team), p=DELAY_SHARES)
    return replace(
        units,
        opening_team=np.concatenate([units.opening_team, team]),
        opening_month=np.concatenate([units.opening_month, due]),
    )


def _movers(
    company: Company, teams: Teams, due: Ints, seed: int, month: int
) -> tuple[Ints, Ints]:
    """Pick colleagues of the same site who move into some of the seats due."""
    rng = stream(seed, "transfers", month)
    first = clock.first_day(month)
    roster, people = company.roster, company.people
    settled = (roster.hired_on < first - 180) & (people.leaves_on == NEVER)
    pool = np.flatnonzero(settled & ~roster.supervisor)
    who: list[int] = []
    where: list[int] = []
    for team in due[rng.random(len(due)) < TRANSFER_SHARE]:
        near = (teams.site[people.team[pool]] == teams.site[team]) & (
            people.team[pool] != team
        )
        free = pool[near & ~np.isin(pool, who)]
        if len(free):
            who.append(int(rng.choice(free)))
            where.append(int(team))
    return np.array(who, dtype=np.int64), np.array(where, dtype=np.int64)


def employed(
    company: Company,
    team: Ints,
    hired_on: Ints,
    supervisor: bool,
    rng: np.random.Generator,
) -> Company:
    """Hire people into teams."""
    n = len(team)
    new = recruit(rng, hired_on, np.full(n, supervisor), entering=True)
    strain: Floats = rng.normal(0, 0.3, n)
    arrivals = state.arriving(team, strain, new.term_on)
    return replace(
        company,
        roster=joined(company.roster, new),
        people=state.joined(company.people, arrivals),
    )


def filled(
    company: Company, teams: Teams, seed: int, month: int
) -> tuple[Company, list[Stints]]:
    """Fill the seats due in a month, by transfer or by hire.

    Parameters
    ----------
    company : Company
    teams : Teams
    seed, month : int

    Returns
    -------
    company : Company
        A transfer leaves another seat empty behind it.
    stints : list of Stints
        Two: transfers, hires.
    """
    units = company.units
    is_due = units.opening_month <= month
    due = np.sort(units.opening_team[is_due])
    units = replace(
        units,
        opening_team=units.opening_team[~is_due],
        opening_month=units.opening_month[~is_due],
    )
    who, where = _movers(company, teams, due, seed, month)
    rng = stream(seed, "hires", month)
    left_behind = company.people.team[who]
    company = Company(
        company.roster,
        state.moved(company.people, who, where),
        opened(units, left_behind, month, rng),
    )
    moves = stints(company, who, np.full(len(who), clock.first_day(month)))
    rest = list(due)
    for team in where:
        rest.remove(team)
    seats = np.array(rest, dtype=np.int64)
    # Two intakes a month: the first and the third Monday, or near enough.
    day = clock.first_day(month) + rng.choice([2, 16], len(seats))
    before = len(company.roster)
    company = employed(company, seats, day.astype(np.int64), False, rng)
    hires = stints(company, np.arange(before, len(company.roster)), day)
    return company, [moves, hires]


def _swapped(units: Units, teams: Teams, rng: np.random.Generator) -> Units:
    """Let a few supervisors of the same site exchange teams."""
    supervisor = units.supervisor.copy()
    for team in np.flatnonzero(rng.random(len(supervisor)) < SUPERVISOR_SWAP):
        near = np.flatnonzero(teams.site == teams.site[team])
        other = rng.choice(near)
        supervisor[[team, other]] = supervisor[[other, team]]
    return replace(units, supervisor=supervisor)


def led(
    company: Company, teams: Teams, seed: int, month: int
) -> tuple[Company, list[Stints]]:
    """Replace supervisors who left before the month, and let a few exchange teams.

    Returns
    -------
    company : Company
    stints : list of Stints
        Everybody whose team or supervisor changed, from the month's first day.
    """
    rng = stream(seed, "supervisors", month)
    first = clock.first_day(month)
    was = company.units.supervisor
    gone = np.flatnonzero(company.people.leaves_on[was] < first)
    before = len(company.roster)
    day = np.full(len(gone), first)
    company = employed(company, gone, day, True, rng)
    new = state.put(was, gone, np.arange(before, len(company.roster)))
    units = _swapped(replace(company.units, supervisor=new), teams, rng)
    people = state.moved(
        company.people, units.supervisor, np.arange(len(units.supervisor))
    )
    company = Company(company.roster, people, units)
    changed = np.flatnonzero(units.supervisor != was)
    there = (company.roster.hired_on <= first) & (people.leaves_on >= first)
    who = np.flatnonzero(there & np.isin(people.team, changed))
    return company, [stints(company, who, np.full(len(who), first))]
