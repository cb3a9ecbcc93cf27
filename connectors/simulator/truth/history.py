"""The truth of the simulated company: its history, month after month.

Nothing here is a record. What a record system would show of it, and when, is
written in ``records``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER
from connectors.simulator.draws import Keyed, normal, stream
from connectors.simulator.truth import (
    conditions,
    hiring,
    initiatives,
    plants,
    roster,
    state,
    structure,
)
from connectors.simulator.truth.hiring import Stints
from connectors.simulator.truth.initiatives import Started
from connectors.simulator.truth.month import Month, ahead, lived
from connectors.simulator.truth.plants import Planted
from connectors.simulator.truth.state import Company
from connectors.simulator.truth.structure import Teams
from connectors.simulator.truth.world import World
from contracts.simulator_params import Simulator

# Months simulated before the first one recorded, so that strain, vacancies and
# tenure have found their level by then.
WARM_UP_MONTHS = 48
FOUNDER_SPREAD = 0.7


@dataclass(frozen=True, slots=True)
class History:
    """The whole truth.

    Parameters
    ----------
    settings : Simulator
    world : World
    company : Company
        Everybody ever employed, at the end.
    months : tuple of Month
        Warm-up included; ``recorded`` leaves it out.
    """

    settings: Simulator
    world: World
    company: Company
    months: tuple[Month, ...]

    @property
    def teams(self) -> Teams:
        """Every team."""
        return self.world.teams

    @property
    def planted(self) -> Planted:
        """What is set into the history."""
        return self.world.planted

    @property
    def started(self) -> tuple[Started, ...]:
        """What was tried."""
        return self.world.started

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


def first_month(settings: Simulator) -> int:
    """Give the first month recorded."""
    return clock.month_number(settings.last_month) - settings.months + 1


def _founded(settings: Simulator, world: World) -> tuple[Company, Stints]:
    """Staff every seat and every team's lead before the first month."""
    teams, draws, month = world.teams, world.draws, world.began
    count, home = len(teams), plants.first_seats(teams)
    opens = teams.opens[home]
    units = conditions.founded(
        draws, month, home, np.where(opens > 0, opens, NEVER), teams.short_notice
    )
    # Leads first, then the seats; a team still to open has neither.
    leading = np.flatnonzero(teams.opens == 0)
    seats = np.concatenate([len(home) + leading, np.flatnonzero(opens == 0)])
    leads = np.arange(len(seats)) < len(leading)
    rng = stream(settings.seed, "founders")
    tenures = roster.starting_tenures(rng, count + len(home))
    hired = clock.first_day(month) - tenures[seats]
    number = hiring.numbers(units, seats, np.zeros(len(seats), dtype=np.int64))
    stock = roster.recruit(draws, month, number, hired, leads, entering=False)
    team = np.concatenate([leading, home[seats[len(leading) :]]])
    (u,) = draws.uniforms("founders", month, number, 1)
    people = state.arriving(team, seats, normal(u, FOUNDER_SPREAD), stock.term_on)
    lead = np.full(count, -1)
    lead[leading] = np.arange(len(leading))
    who = np.full(len(home), -1)
    who[seats[len(leading) :]] = np.arange(len(leading), len(seats))
    units = replace(
        units, supervisor=lead, seat_person=who, seat_turn=(who >= 0).astype(np.int64)
    )
    company = Company(stock, people, units)
    return company, hiring.stints(company, np.arange(len(seats)), hired)


def prepared(settings: Simulator) -> World:
    """Lay the world out: its teams, what is planted, what is to be tried."""
    first = first_month(settings)
    planted, teams = plants.plan(settings, structure.build(settings), first)
    passing = [one.merged for one in planted.reshapes]
    left_out = np.concatenate([*passing, np.flatnonzero(teams.opens > 0)])
    started = initiatives.plan(settings, teams, first, left_out)
    draws = Keyed(settings.seed)
    return World(draws, teams, planted, first - WARM_UP_MONTHS, started)


def simulate(
    settings: Simulator,
    seen: Callable[[int], object] = lambda _: None,
    world: World | None = None,
) -> History:
    """Let the company live.

    Parameters
    ----------
    settings : Simulator
    seen : callable
        Told each month as it ends.
    world : World, optional
        Another world than the settings', to tell what something changes.

    Returns
    -------
    History
    """
    world = prepared(settings) if world is None else world
    company, founding = _founded(settings, world)
    chances = ahead(company, world, world.began - 1)
    months: list[Month] = []
    for number in range(world.began, clock.month_number(settings.last_month) + 1):
        started = initiatives.begun(world.started, company, number)
        world = replace(world, started=started)
        company, month = lived(company, chances, world, number)
        if not months:
            month = replace(month, stints=(founding, *month.stints))
        chances = (month.hazards, month.rates)
        months.append(month)
        seen(number)
    return History(settings, world, company, tuple(months))
