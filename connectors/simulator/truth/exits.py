"""Exits drawn from the hazards, to the day, with the notice given."""

from dataclasses import replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Ints
from connectors.simulator.draws import chosen, whole
from connectors.simulator.truth.hazards import (
    NOTICE_DAYS,
    NOTICE_SHARE,
    NOTICE_WEIGHTS,
    OTHER_REASONS,
    REASON,
    Hazards,
)
from connectors.simulator.truth.state import Company, People, put
from connectors.simulator.truth.world import World

MUTUAL_SHARE = 0.08


def _others(people: People, drawn: Ints, column: Ints, day: Ints) -> People:
    """Settle exits that are not the employee's choice."""
    codes = np.array([REASON[name] for name in OTHER_REASONS])
    reason = codes[column]
    at_term = reason == REASON["end_of_contract"]
    last = np.where(at_term, people.term_on[drawn], day)
    return replace(
        people,
        leaves_on=put(people.leaves_on, drawn, last),
        reason=put(people.reason, drawn, reason),
    )


def drawn(company: Company, hazards: Hazards, world: World, month: int) -> People:
    """Draw the exits and the notices of a month.

    Parameters
    ----------
    company : Company
    hazards : Hazards
        Of ``month``, known at the end of the month before.
    world : World
    month : int

    Returns
    -------
    People
        ``leaves_on``, ``notified_on`` and ``reason`` settled where somebody
        leaves or gives notice; the last day may fall into a later month.
    """
    people, who = company.people, hazards.who
    number = company.roster.number[who]
    u, kind, with_notice, length, at = world.draws.uniforms("exits", month, number, 5)
    day = whole(at, clock.first_day(month), clock.last_day(month) + 1)
    choosing = u < hazards.deciding
    pushed = ~choosing & (u < hazards.deciding + hazards.other)
    if pushed.any():
        column = np.argmax(
            np.cumsum(hazards.parts, axis=1) > (u - hazards.deciding)[:, None], axis=1
        )
        people = _others(people, who[pushed], column[pushed], day[pushed])
    notice = NOTICE_DAYS[chosen(length, tuple(NOTICE_WEIGHTS))]
    gives = ~hazards.on_trial & (with_notice < NOTICE_SHARE)
    reason = np.where(
        hazards.on_trial,
        REASON["trial_end_employee"],
        np.where(kind < MUTUAL_SHARE, REASON["mutual"], REASON["voluntary"]),
    )
    last = np.where(gives, day + notice, day)
    told = np.where(gives, day, NEVER)
    leaving = who[choosing]
    return replace(
        people,
        leaves_on=put(people.leaves_on, leaving, last[choosing]),
        notified_on=put(people.notified_on, leaving, told[choosing]),
        reason=put(people.reason, leaving, reason[choosing]),
    )
