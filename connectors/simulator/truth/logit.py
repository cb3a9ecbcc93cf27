"""What makes somebody leave: every term of the logit, by driver family."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Floats, Ints
from connectors.simulator.truth.conditions import EMPTY_POST
from connectors.simulator.truth.state import (
    PARTS,
    Company,
    lead_quality,
    tenure_months,
)
from connectors.simulator.truth.world import World

LEVEL, SUPERVISOR_LEVEL = -4.23, -5.0
NEWCOMER, NEWCOMER_MONTHS = 1.44, 3.5
STRAIN, CONTAGION, MOST_LEAVERS = 0.37, 1.2, 0.4
QUALITY, NEW_LEAD, NEW_LEAD_MONTHS = -0.14, 0.35, 2.5
PAY_GAP, COMMUTE_HOUR, USUAL_COMMUTE_HOUR = -1.5, 0.3, 0.5
# Quick colleagues like the work: inside a team more contacts go with staying,
# between teams with leaving.
PACE = -1.6
# Thresholds: past them a condition weighs more, for some.
OVERLOAD, OVERLOADED, UNSUPPORTED = 0.45, 0.30, -0.3
PART_TIME_NOTICE, FULL_TIME_HOURS = 0.50, 35
UNPRAISED, UNPRAISED_MONTHS, UNPRAISED_TENURE = 0.40, 4, (3, 18)
# Leaving by month of the year, January first: after the summer, in the new year.
SEASON = np.array([15, 5, 0, 0, -5, 0, -5, -10, 20, 5, -5, -15]) / 100
LEVEL_SHIFT = 0.25

# Driver families first, then what no record shows; their sum is the logit.
TERMS = (
    "workload",
    "emotional_load",
    "fragmentation",
    "predictability",
    "recognition",
    "support",
    "career",
    "team",
    "commute",
    "season",
    "unseen_team",
    "unseen_person",
    "level",
)


def terms(company: Company, world: World, who: Ints, month: int) -> Floats:
    """Give the logit of deciding in ``month`` to leave, term by term.

    Parameters
    ----------
    company : Company
        At the end of the month before.
    world : World
    who : Ints
    month : int

    Returns
    -------
    Floats, shape (who, len(TERMS))
    """
    found = _of_agents(company, world, who, month)
    lead = company.roster.supervisor[who]
    frailty = company.roster.frailty[who]
    found["unseen_person"] = np.where(lead, 0.0, found["unseen_person"]) + frailty
    columns = []
    for name in TERMS:
        column = np.broadcast_to(found[name], len(who))
        if name == "level":
            column = np.where(lead, SUPERVISOR_LEVEL, column)
        elif name not in ("season", "unseen_person"):
            column = np.where(lead, 0.0, column)
        columns.append(column)
    return np.column_stack(columns)


def _of_agents(
    company: Company, world: World, who: Ints, month: int
) -> dict[str, Floats]:
    """Give the terms of agents; see ``TERMS``."""
    roster, people, units = company.roster, company.people, company.units
    team = people.team[who]
    tenure = tenure_months(roster.hired_on[who], clock.last_day(month - 1))
    leavers = units.recent_exits.sum(axis=0) / np.maximum(units.planned, 1)
    led_months = month - 1 - units.led_since
    quality = lead_quality(company, month, EMPTY_POST)
    worn: dict[str, Floats] = dict(
        zip(PARTS, STRAIN * people.parts[who].T, strict=True)
    )
    past = _past_thresholds(company, who, quality[team], tenure, month)
    support = QUALITY * quality + NEW_LEAD * np.exp(-led_months / NEW_LEAD_MONTHS)
    commute = roster.commute_minutes[who] / 60 - USUAL_COMMUTE_HOUR
    shifted = LEVEL_SHIFT * (month >= world.planted.shift_from)
    found: dict[str, Any] = {
        "workload": worn["workload"] + PACE * roster.pace[who],
        "emotional_load": worn["emotional_load"],
        "fragmentation": worn["fragmentation"],
        "predictability": worn["predictability"],
        "recognition": worn["recognition"],
        "support": worn["support"] + support[team],
        "career": NEWCOMER * np.exp(-tenure / NEWCOMER_MONTHS)
        + PAY_GAP * roster.pay_gap[who],
        "team": CONTAGION * np.minimum(leavers, MOST_LEAVERS)[team],
        "commute": COMMUTE_HOUR * commute,
        "season": SEASON[month % 12],
        "unseen_team": world.teams.unseen[team] + units.shock[team],
        "unseen_person": worn["life"],
        "level": LEVEL + shifted,
    }
    # What comes on top past a threshold counts with its family.
    on_top = {name: np.asarray(found[name] + past[name]) for name in past}
    return {name: np.asarray(column) for name, column in (found | on_top).items()}


def _past_thresholds(
    company: Company, who: Ints, quality: Floats, tenure: Floats, month: int
) -> Mapping[str, Floats]:
    """Give what comes on top past a threshold, for those whom it concerns."""
    roster, people = company.roster, company.people
    late = company.units.short_notice[people.team[who]]
    part_time = roster.weekly_hours[who] < FULL_TIME_HOURS
    low, high = UNPRAISED_TENURE
    unpraised = people.praised_in[who] <= month - 1 - UNPRAISED_MONTHS
    past: dict[str, Any] = {
        "workload": OVERLOAD
        * ((people.pressed[who] > OVERLOADED) & (quality < UNSUPPORTED)),
        "predictability": PART_TIME_NOTICE * (late & part_time),
        "recognition": UNPRAISED * (unpraised & (tenure >= low) & (tenure < high)),
    }
    return past
