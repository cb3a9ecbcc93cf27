"""What is set into the history: teams reshaped, levels shifted, a boycott.

Each is a plan made before the first month, so that one left out leaves all the
rest as it was.
"""

from dataclasses import dataclass

import numpy as np

from connectors.simulator.arrays import NEVER, Ints
from connectors.simulator.draws import stream
from connectors.simulator.truth.structure import Teams, opening
from contracts.simulator_params import Simulator

# When, as a share of the months recorded.
BOYCOTT_AT, REORGANISED_AT, MERGED_AT = 0.4, 0.5, 0.7
TAXONOMY_AT, SHIFT_AT = 0.75, 0.83
# A company of one site, or with fewer teams at each, keeps its shape.
FEWEST_TEAMS = 3
REORGANISED_TEAMS = 4
REHIRED_SHARE, REHIRED_AFTER_DAYS = 0.3, 180


@dataclass(frozen=True, slots=True)
class Reshape:
    """Seats given to other teams on a month's first day.

    Parameters
    ----------
    month : int
    seats, teams : Ints
        Which seats, and to which team each goes.
    leads_from, leads_to : Ints
        Teams whose supervisor goes on to lead another.
    merged : Ints
        Teams that end with it.
    into : Ints
        Their successors.
    """

    month: int
    seats: Ints
    teams: Ints
    leads_from: Ints
    leads_to: Ints
    merged: Ints
    into: Ints


@dataclass(frozen=True, slots=True)
class Planted:
    """All plans; a month of ``NEVER`` means that it does not come.

    Parameters
    ----------
    reshapes : tuple of Reshape
    boycott_team, boycott_from : int
        Nobody in the team answers a survey from that month on.
    shift_from : int
        Everybody's chance of leaving rises.
    taxonomy_from : int
        The ticketing tool names its queues anew.
    rehires : bool
    """

    reshapes: tuple[Reshape, ...]
    boycott_team: int
    boycott_from: int
    shift_from: int
    taxonomy_from: int
    rehires: bool


def first_seats(teams: Teams) -> Ints:
    """Give the team of each seat when the history begins; shape (seats,)."""
    return np.repeat(np.arange(len(teams)), teams.seats)


def plan(settings: Simulator, teams: Teams, first: int) -> tuple[Planted, Teams]:
    """Plan what the settings ask for.

    Parameters
    ----------
    settings : Simulator
    teams : Teams
    first : int
        The first month recorded.

    Returns
    -------
    planted : Planted
    teams : Teams
        With the new team's opening, if there is one.
    """
    asked = settings.plants
    large = settings.teams >= FEWEST_TEAMS * settings.sites and settings.sites > 1

    def at(share: float, wanted: bool) -> int:
        return first + round(share * settings.months) if wanted else NEVER

    reshapes = []
    if asked.reorganisation and large:
        reshapes.append(_reorganised(settings, teams, at(REORGANISED_AT, True)))
    if asked.new_and_merged_team and large:
        month = at(MERGED_AT, True)
        here = np.flatnonzero(teams.site == 0)
        teams = opening(teams, int(here[-1]), month)
        reshapes.append(_merged(teams, here, month))
    planted = Planted(
        reshapes=tuple(reshapes),
        boycott_team=len(teams) // 3,
        boycott_from=at(BOYCOTT_AT, asked.boycott),
        shift_from=at(SHIFT_AT, asked.level_shift),
        taxonomy_from=at(TAXONOMY_AT, asked.new_taxonomy),
        rehires=asked.rehires,
    )
    return planted, teams


def _reorganised(settings: Simulator, teams: Teams, month: int) -> Reshape:
    """Deal the seats of some teams of one site anew; sizes stay."""
    rng = stream(settings.seed, "reorganisation")
    there = np.flatnonzero(teams.site == 1)
    some = there[:REORGANISED_TEAMS]
    home = first_seats(teams)
    seats = np.flatnonzero(np.isin(home, some))
    none = np.zeros(0, dtype=np.int64)
    return Reshape(month, seats, rng.permutation(home[seats]), none, none, none, none)


def _merged(teams: Teams, here: Ints, month: int) -> Reshape:
    """Put the smallest of the first site's teams into the next smallest.

    Its supervisor goes on to lead the team that opens, the site's last.
    """
    there = here[:-1]
    small, into = there[np.argsort(teams.seats[there], kind="stable")[:2]]
    seats = np.flatnonzero(first_seats(teams) == small)
    return Reshape(
        month,
        seats,
        np.full(len(seats), into),
        np.array([small]),
        here[-1:],
        np.array([small]),
        np.array([into]),
    )


def copied(planted: Planted, teams: int, seats: int, times: int) -> tuple[Reshape, ...]:
    """Give the reshapes of a company that stands there several times over."""

    def shifted(values: Ints, by: int) -> Ints:
        return (values + by * np.arange(times)[:, None]).ravel()

    return tuple(
        Reshape(
            one.month,
            shifted(one.seats, seats),
            shifted(one.teams, teams),
            shifted(one.leads_from, teams),
            shifted(one.leads_to, teams),
            shifted(one.merged, teams),
            shifted(one.into, teams),
        )
        for one in planted.reshapes
    )
