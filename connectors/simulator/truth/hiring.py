"""Seats fall empty and are filled, by transfer or by hire."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.draws import chosen, normal
from connectors.simulator.truth import roster, state
from connectors.simulator.truth.hazards import REASON
from connectors.simulator.truth.plants import REHIRED_AFTER_DAYS, REHIRED_SHARE
from connectors.simulator.truth.roster import LASTING, Roster
from connectors.simulator.truth.state import Company, Units, put
from connectors.simulator.truth.world import World

# Months from an exit to the successor's first day.
DELAYS, DELAY_SHARES = np.array([1, 2, 3]), (0.45, 0.35, 0.20)
TRANSFER_SHARE, SETTLED_DAYS = 0.12, 180
# Two intakes a month: the first and the third Monday, or near enough.
INTAKES = np.array([2, 16])
ARRIVAL_SPREAD = 0.3


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


def vacated(units: Units, seats: Ints, world: World, month: int) -> Units:
    """Let seats stand empty, each to be filled after a delay."""
    (u,) = world.draws.uniforms("vacancies", month, seats, 1)
    due = month + DELAYS[chosen(u, DELAY_SHARES)]
    return replace(units, seat_due=put(units.seat_due, seats, due))


def _movers(company: Company, world: World, due: Ints, month: int) -> tuple[Ints, Ints]:
    """Pick colleagues of the same site who move into some of the seats due.

    Returns
    -------
    who, seats : Ints, shape (moves,)
    """
    site, team_of = world.teams.site, company.units.seat_team
    (u,) = world.draws.uniforms("transfers", month, due, 1)
    wanted = due[u < TRANSFER_SHARE]
    people, hired = company.people, company.roster.hired_on
    settled = (hired < clock.first_day(month) - SETTLED_DAYS) & (
        people.leaves_on == NEVER
    )
    pool = np.flatnonzero(settled & ~company.roster.supervisor)
    numbers = company.roster.number[pool]
    (wish,) = world.draws.uniforms("wish to move", month, numbers, 1)
    pool = pool[np.lexsort((wish, site[people.team[pool]]))]
    starts = np.searchsorted(site[people.team[pool]], site[team_of[wanted]])
    moved: dict[int, int] = {}
    for seat, start in zip(wanted.tolist(), starts.tolist(), strict=True):
        who = _first_able(company, world, pool, start, team_of[seat], moved)
        if who >= 0:
            moved[who] = seat
    return np.array([*moved], dtype=np.int64), np.array(
        [*moved.values()], dtype=np.int64
    )


def _first_able(
    company: Company,
    world: World,
    pool: Ints,
    start: int,
    team: int,
    moved: dict[int, int],
) -> int:
    """Give the first of the site's people, in order of wish, of another team."""
    site, team_of = world.teams.site, company.people.team
    for place in range(start, len(pool)):
        who = int(pool[place])
        if site[team_of[who]] != site[team]:
            return -1
        if team_of[who] != team and who not in moved:
            return who
    return -1


def employed(
    company: Company, world: World, recruits: Roster, seats: Ints, month: int
) -> Company:
    """Let recruits start; an agent takes a seat, a supervisor the team's lead."""
    (u,) = world.draws.uniforms("arrivals", month, recruits.number, 1)
    life: Floats = normal(u, ARRIVAL_SPREAD)
    team = np.where(
        recruits.supervisor,
        seats - len(company.units.seat_team),
        company.units.seat_team[np.minimum(seats, len(company.units.seat_team) - 1)],
    )
    arrivals = state.arriving(team, seats, life, recruits.term_on)
    return replace(
        company,
        roster=roster.joined(company.roster, recruits),
        people=state.joined(company.people, arrivals),
    )


def numbers(units: Units, seats: Ints, turn: Ints) -> Ints:
    """Tell people by seat and turn; the seats of supervisors follow the agents'."""
    return 1 + seats + turn * (len(units.seat_team) + len(units.supervisor))


def _again(company: Company, world: World, recruits: Roster, seats: Ints) -> Roster:
    """Let some who left a seat, and whose successor left it too, come back to it."""
    before = company.units.seat_before[seats]
    people = company.people
    chose = np.isin(people.reason[before], (REASON["voluntary"], REASON["mutual"]))
    back: Flags = (before >= 0) & chose & world.planted.rehires
    back &= people.seat[before] == seats
    back &= people.leaves_on[before] + REHIRED_AFTER_DAYS < recruits.hired_on
    (u,) = world.draws.uniforms("rehires", 0, recruits.number, 1)
    back &= u < REHIRED_SHARE
    brought = {
        name: np.where(
            back, getattr(company.roster, name)[before], getattr(recruits, name)
        )
        for name in LASTING
    }
    return replace(recruits, **brought)


def filled(
    company: Company, world: World, month: int
) -> tuple[Company, tuple[Stints, Stints]]:
    """Fill the seats due in a month, by transfer or by hire.

    Parameters
    ----------
    company : Company
    world : World
    month : int

    Returns
    -------
    company : Company
        A transfer leaves another seat empty behind it.
    stints : pair of Stints
        Transfers, hires.
    """
    due = np.flatnonzero(company.units.seat_due <= month)
    who, taken = _movers(company, world, due, month)
    company = _moved(company, world, who, taken, month)
    moves = stints(company, who, np.full(len(who), clock.first_day(month)))
    seats = np.setdiff1d(due, taken)
    (u,) = world.draws.uniforms("intakes", month, seats, 1)
    day = clock.first_day(month) + INTAKES[chosen(u, (1, 1))]
    turn = company.units.seat_turn[seats]
    number = numbers(company.units, seats, turn)
    agents = np.zeros(len(seats), dtype=np.bool_)
    recruits = roster.recruit(world.draws, month, number, day, agents)
    recruits = _again(company, world, recruits, seats)
    new = len(company.roster) + np.arange(len(seats))
    company = employed(company, world, recruits, seats, month)
    company = replace(company, units=_occupied(company.units, seats, new))
    return company, (moves, stints(company, new, day))


def _moved(
    company: Company, world: World, who: Ints, seats: Ints, month: int
) -> Company:
    """Move people to other seats; theirs fall empty."""
    people, units = company.people, company.units
    units = vacated(units, people.seat[who], world, month)
    units = _occupied(units, seats, who)
    people = replace(people, seat=put(people.seat, who, seats))
    people = state.moved(people, who, units.seat_team[seats])
    return replace(company, people=people, units=units)


def _occupied(units: Units, seats: Ints, who: Ints) -> Units:
    """Give seats to people."""
    return replace(
        units,
        seat_due=put(units.seat_due, seats, NEVER),
        seat_turn=put(units.seat_turn, seats, units.seat_turn[seats] + 1),
        seat_before=put(units.seat_before, seats, units.seat_person[seats]),
        seat_person=put(units.seat_person, seats, who),
    )
