"""Working conditions of a month, team by team."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import Draws, normal
from connectors.simulator.truth.initiatives import under
from connectors.simulator.truth.state import Company, Units, lead_quality
from connectors.simulator.truth.structure import usual_hostile
from connectors.simulator.truth.world import World

# Contacts by month of the year, January first, log scale.
SEASON = np.array([8, 3, 0, -2, -4, -3, -6, -9, 2, 4, 6, 7]) / 100
LOAD_MEMORY, LOAD_SHOCK = 0.75, 0.09
HOSTILE_MEMORY, HOSTILE_SHOCK = 0.7, 0.16
# What passes over a team and shows in no record.
SHOCK_MEMORY, SHOCK = 0.8, 0.10
# Chance in a month that rotas begin to come late, and that they stop doing so.
NOTICE_WORSENS, NOTICE_MENDS = 0.005, 0.015
# Each seat without somebody at work weighs on those who stay.
VACANCY_LOAD, FEWEST_SHARE, MOST_SHARE = 0.8, 0.5, 1.2
PERSON_LOAD, PERSON_HOSTILE = 0.06, 0.15
EMPTY_POST = -1.2
PRAISE, PRAISE_QUALITY, PRAISE_LIFT, MOST_PRAISE = 0.28, 0.35, 1.8, 0.9
CALMED = 0.5


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


def founded(
    draws: Draws, month: int, seat_team: Ints, seat_due: Ints, short_notice: Flags
) -> Units:
    """Give the teams as they stand before the first month; each leads itself."""
    count = len(short_notice)
    u = draws.uniforms("founding climate", month, np.arange(count), 3)
    none = np.full(len(seat_team), -1)
    return Units(
        supervisor=np.arange(count),
        led_since=np.full(count, month - 24),
        load=normal(u[0], 0.1),
        hostile=normal(u[1], 0.2),
        shock=normal(u[2], SHOCK),
        short_notice=short_notice,
        recent_exits=np.zeros((3, count), dtype=np.int64),
        seat_team=seat_team,
        seat_due=seat_due,
        seat_turn=np.zeros(len(seat_team), dtype=np.int64),
        seat_person=none,
        seat_before=none,
    )


def drifted(units: Units, world: World, month: int) -> Units:
    """Let load, abuse and the notice of rotas wander by one month."""
    count = len(units.load)
    u = world.draws.uniforms("climate", month, np.arange(count), 4)
    chance = np.where(units.short_notice, NOTICE_MENDS, NOTICE_WORSENS)
    fixed = under(world.started, world.without, "notice", month, count)
    return replace(
        units,
        load=LOAD_MEMORY * units.load + normal(u[1], LOAD_SHOCK),
        hostile=HOSTILE_MEMORY * units.hostile + normal(u[2], HOSTILE_SHOCK),
        shock=SHOCK_MEMORY * units.shock + normal(u[3], SHOCK),
        short_notice=(units.short_notice ^ (u[0] < chance)) & ~fixed,
    )


def staffed_share(company: Company, who: Ints, month: int) -> Floats:
    """Give the share of a team's seats with somebody at work; shape (teams,)."""
    people, seats = company.people, company.units.planned
    middle = clock.first_day(month) + 14
    working = (people.leaves_on[who] >= middle) & (people.sick_until[who] < middle)
    heads = np.bincount(people.team[who[working]], minlength=len(seats))
    return np.clip(heads / np.maximum(seats, 1), FEWEST_SHARE, MOST_SHARE)


def of_month(company: Company, world: World, month: int) -> Conditions:
    """Give everybody employed in a month their conditions.

    Parameters
    ----------
    company : Company
        As it stands in the month.
    world : World
    month : int

    Returns
    -------
    Conditions
        Agents alone: supervisors take no contacts.
    """
    roster, people, units = company.roster, company.people, company.units
    employed = (roster.hired_on <= clock.last_day(month)) & (
        people.leaves_on >= clock.first_day(month)
    )
    who = np.flatnonzero(employed & ~roster.supervisor)
    team, count = people.team[who], len(units.load)
    u = world.draws.uniforms("conditions", month, roster.number[who], 4)
    shares = staffed_share(company, who, month)
    pressed = world.teams.load + units.load + SEASON[month % 12]
    pressed = pressed - VACANCY_LOAD * np.log(shares)
    mood = world.teams.hostile + units.hostile + 0.4 * pressed
    hostile = (usual_hostile(world.teams) * np.exp(mood))[team]
    quality = lead_quality(company, month, EMPTY_POST)
    lifted = under(world.started, world.without, "recognition", month, count)
    praise = PRAISE * np.exp(PRAISE_QUALITY * quality)
    praise = np.minimum(praise * np.where(lifted, PRAISE_LIFT, 1.0), MOST_PRAISE)
    talks = 1 / (1 + np.exp(-(0.4 + 0.9 * quality)))
    calmed = under(world.started, world.without, "switching", month, count)
    return Conditions(
        month=month,
        who=who,
        team=team,
        load=pressed[team] + normal(u[0], PERSON_LOAD),
        hostile=np.clip(hostile * np.exp(normal(u[1], PERSON_HOSTILE)), 0.0, 0.4),
        recognised=u[2] < praise[team],
        one_to_one=u[3] < talks[team],
        switching=world.teams.switching * np.where(calmed, CALMED, 1.0),
        short_notice=units.short_notice,
        quality=quality,
    )
