"""Working conditions of a month, team by team, and the strain that they leave."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.initiatives import Started, under
from connectors.simulator.roster import Roster
from connectors.simulator.state import People, Units, tenure_months
from connectors.simulator.streams import stream
from connectors.simulator.structure import Teams, usual_hostile

# Contacts by month of the year, January first, log scale.
SEASON = np.array([8, 3, 0, -2, -4, -3, -6, -9, 2, 4, 6, 7]) / 100
LOAD_MEMORY, LOAD_SHOCK = 0.75, 0.09
HOSTILE_MEMORY, HOSTILE_SHOCK = 0.7, 0.16
# Chance in a month that rotas begin to come late, and that they stop doing so.
NOTICE_WORSENS, NOTICE_MENDS = 0.005, 0.015
STRAIN_MEMORY, STRAIN_NOISE = 0.80, 0.20
# What one standard deviation of each condition adds to strain in a month; a
# lasting deviation ends five times as high (1 / (1 - STRAIN_MEMORY)).
PULL_LOAD, PULL_HOSTILE, PULL_SWITCHING, PULL_NOTICE = 0.12, 0.07, 0.07, 0.07
PULL_RECOGNISED, PULL_ONE_TO_ONE, PULL_QUALITY = -0.16, -0.10, -0.04


@dataclass(frozen=True, slots=True)
class Conditions:
    """A month's conditions.

    Parameters
    ----------
    month : int
    who, team : Ints, shape (employed in the month,)
    load : Floats
        Log contacts per head and hour against the plan.
    hostile : Floats
        Share of contacts with abuse declared.
    recognised, one_to_one : Flags
        Whether the person received one in the month.
    switching : Floats, shape (teams,)
    short_notice : Flags, shape (teams,)
    quality : Floats, shape (teams,)
        The supervisor's support; well below 0 where the post is empty.
    """

    month: int
    who: Ints
    team: Ints
    load: Floats
    hostile: Floats
    recognised: Flags
    one_to_one: Flags
    switching: Floats
    short_notice: Flags
    quality: Floats


def drifted(units: Units, seed: int, month: int, started: tuple[Started, ...]) -> Units:
    """Let load, abuse and the notice of rotas wander by one month."""
    rng = stream(seed, "climate", month)
    count = len(units.load)
    chance = np.where(units.short_notice, NOTICE_MENDS, NOTICE_WORSENS)
    flips = rng.random(count) < chance
    fixed = under(started, "notice", month, count)
    return replace(
        units,
        load=LOAD_MEMORY * units.load + rng.normal(0, LOAD_SHOCK, count),
        hostile=HOSTILE_MEMORY * units.hostile + rng.normal(0, HOSTILE_SHOCK, count),
        short_notice=(units.short_notice ^ flips) & ~fixed,
    )


def support(roster: Roster, people: People, units: Units, month: int) -> Floats:
    """Give each team its supervisor's support; an empty post gives little."""
    gone = people.leaves_on[units.supervisor] < clock.first_day(month)
    return np.where(gone, -1.2, roster.quality[units.supervisor])


def staffed_share(
    roster: Roster, people: People, teams: Teams, who: Ints, month: int
) -> Floats:
    """Give the share of a team's seats with somebody at work; shape (teams,)."""
    middle = clock.first_day(month) + 14
    working = (people.leaves_on[who] >= middle) & (people.sick_until[who] < middle)
    heads = np.bincount(
        people.team[who], weights=working * 1.0, minlength=len(teams.seats)
    )
    return np.clip(heads / teams.seats, 0.5, 1.2)


def of_month(
    roster: Roster,
    people: People,
    units: Units,
    teams: Teams,
    started: tuple[Started, ...],
    seed: int,
    month: int,
) -> Conditions:
    """Give everybody employed in a month their conditions.

    Parameters
    ----------
    roster, people, units, teams
        The company as it stands in the month.
    started : tuple of Started
        What is tried, and where.
    seed : int
    month : int

    Returns
    -------
    Conditions
        Agents alone: supervisors take no contacts.
    """
    rng = stream(seed, "conditions", month)
    everybody = len(roster)
    employed = (roster.hired_on <= clock.last_day(month)) & (
        people.leaves_on >= clock.first_day(month)
    )
    who = np.flatnonzero(employed & ~roster.supervisor)
    team = people.team[who]
    count = len(teams.seats)
    shares = staffed_share(roster, people, teams, who, month)
    pressed = teams.load + units.load + SEASON[month % 12] - 0.8 * np.log(shares)
    # One number a person ever employed: whoever is hired shifts nobody's draw.
    load = pressed[team] + rng.normal(0, 0.06, everybody)[who]
    mood = teams.hostile + units.hostile + 0.4 * pressed
    hostile = (usual_hostile(teams) * np.exp(mood))[team]
    hostile = hostile * np.exp(rng.normal(0, 0.15, everybody)[who])
    quality = support(roster, people, units, month)
    praise = 0.28 * np.exp(0.35 * quality)
    praise = praise * np.where(under(started, "recognition", month, count), 1.8, 1.0)
    talks = 1 / (1 + np.exp(-(0.4 + 0.9 * quality)))
    calmed = under(started, "switching", month, count)
    return Conditions(
        month=month,
        who=who,
        team=team,
        load=load,
        hostile=np.clip(hostile, 0.0, 0.4),
        recognised=rng.random(everybody)[who] < np.minimum(praise, 0.9)[team],
        one_to_one=rng.random(everybody)[who] < talks[team],
        switching=teams.switching * np.where(calmed, 0.5, 1.0),
        short_notice=units.short_notice,
        quality=quality,
    )


def strained(roster: Roster, people: People, now: Conditions, seed: int) -> People:
    """Carry a month's conditions into everybody's strain.

    Returns
    -------
    People
        Strain an AR(1): most of last month's stays, the month's conditions and
        what life brings are added.
    """
    rng = stream(seed, "strain", now.month)
    noise = rng.normal(0, STRAIN_NOISE, len(roster))[now.who]
    pull = (
        PULL_LOAD * (now.load - 0.11) / 0.2
        + PULL_HOSTILE * np.log(now.hostile / 0.034) / 0.45
        + PULL_SWITCHING * (now.switching[now.team] - 0.35) / 0.11
        + PULL_NOTICE * (now.short_notice[now.team] - 0.28) / 0.45
        + PULL_RECOGNISED * (now.recognised - 0.31)
        + PULL_ONE_TO_ONE * (now.one_to_one - 0.58)
        + PULL_QUALITY * now.quality[now.team]
    )
    # A newcomer is spared the first weeks.
    tenure = tenure_months(roster.hired_on[now.who], clock.last_day(now.month))
    pull = pull * np.clip(0.4 + tenure / 3, 0, 1)
    strain = people.strain.copy()
    strain[now.who] = STRAIN_MEMORY * strain[now.who] + pull + noise
    return replace(people, strain=strain)
