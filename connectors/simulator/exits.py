"""Exits drawn from the hazards, to the day, with the notice given."""

from dataclasses import replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Ints
from connectors.simulator.hazards import (
    NOTICE_DAYS,
    NOTICE_SHARE,
    NOTICE_WEIGHTS,
    OTHER_REASONS,
    REASON,
    Hazards,
)
from connectors.simulator.state import People, put
from connectors.simulator.streams import stream

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


def drawn(people: People, hazards: Hazards, seed: int, month: int) -> People:
    """Draw the exits and the notices of a month.

    Parameters
    ----------
    people : People
    hazards : Hazards
        Of ``month``, known at the end of the month before.
    seed, month : int

    Returns
    -------
    People
        ``leaves_on``, ``notified_on`` and ``reason`` settled where somebody
        leaves or gives notice; the last day may fall into a later month.
    """
    rng = stream(seed, "exits", month)
    everybody, who = len(people.team), hazards.who
    # One number a person ever employed: whoever is hired shifts nobody's draw.
    u, kind, with_notice, days = (rng.random(everybody)[who] for _ in range(4))
    day = clock.first_day(month) + rng.integers(0, clock.days_in(month), everybody)[who]
    choosing = u < hazards.deciding
    pushed = ~choosing & (u < hazards.deciding + hazards.other)
    if pushed.any():
        column = np.argmax(
            np.cumsum(hazards.parts, axis=1) > (u - hazards.deciding)[:, None], axis=1
        )
        people = _others(people, who[pushed], column[pushed], day[pushed])
    notice = NOTICE_DAYS[np.searchsorted(np.cumsum(NOTICE_WEIGHTS)[:-1], days)]
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
