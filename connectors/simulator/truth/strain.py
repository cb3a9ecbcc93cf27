"""The strain that working conditions leave, each condition's share kept apart."""

from dataclasses import replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Floats
from connectors.simulator.draws import Draws, normal
from connectors.simulator.truth.conditions import Conditions
from connectors.simulator.truth.state import Company, People, put, tenure_months

MEMORY, NOISE, LOAD_MEMORY = 0.80, 0.17, 0.6
# What one standard deviation of each condition adds to strain in a month; a
# lasting deviation ends five times as high (1 / (1 - MEMORY)).
PULL_LOAD, PULL_HOSTILE, PULL_SWITCHING, PULL_NOTICE = 0.11, 0.09, 0.10, 0.08
PULL_RECOGNISED, PULL_ONE_TO_ONE, PULL_QUALITY = -0.16, -0.10, -0.04
USUAL_LOAD = 0.11


def pulls(now: Conditions) -> Floats:
    """Give what the month adds, a column a part but the last (see ``PARTS``)."""
    return np.column_stack(
        [
            PULL_LOAD * (now.load - USUAL_LOAD) / 0.2,
            PULL_HOSTILE * np.log(now.hostile / 0.034) / 0.45,
            PULL_SWITCHING * (now.switching[now.team] - 0.35) / 0.11,
            PULL_NOTICE * (now.short_notice[now.team] - 0.28) / 0.45,
            PULL_RECOGNISED * (now.recognised - 0.31),
            PULL_ONE_TO_ONE * (now.one_to_one - 0.58)
            + PULL_QUALITY * now.quality[now.team],
        ]
    )


def strained(company: Company, now: Conditions, draws: Draws) -> People:
    """Carry a month's conditions into everybody's strain.

    Returns
    -------
    People
        Each part of strain an AR(1): most of last month's stays, the month's
        conditions and what life brings are added.
    """
    roster, people = company.roster, company.people
    (u,) = draws.uniforms("strain", now.month, roster.number[now.who], 1)
    # A newcomer is spared the first weeks.
    tenure = tenure_months(roster.hired_on[now.who], clock.last_day(now.month))
    felt = pulls(now) * np.clip(0.4 + tenure / 3, 0, 1)[:, None]
    parts = people.parts.copy()
    parts[now.who] *= MEMORY
    parts[now.who, :-1] += felt
    parts[now.who, -1] += normal(u, NOISE)
    pressed = people.pressed.copy()
    pressed[now.who] = LOAD_MEMORY * pressed[now.who] + (1 - LOAD_MEMORY) * now.load
    praised = put(people.praised_in, now.who[now.recognised], now.month)
    return replace(people, parts=parts, pressed=pressed, praised_in=praised)
