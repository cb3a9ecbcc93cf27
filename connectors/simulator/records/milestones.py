"""What the HR system shows of recognition, talks, training and careers."""

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Ints
from connectors.simulator.draws import chosen, exponential, normal, whole
from connectors.simulator.records import codes
from connectors.simulator.records.people import all_stints, names
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month
from contracts.people_tables import MILESTONES

KINDS = next(c.one_of for c in MILESTONES.columns if c.name == "kind")
TOPICS = ("tools", "products", "stress_and_conflict", "writing")
RAISE_MONTH, RAISE_SHARE = 4, 0.6
PROMOTION_RATE, MENTORING_RATE, SUPPORT_RATE = 0.004, 0.35, 0.25
RECORD_LAG_DAYS = 10
TRAINING_HOURS = np.array([3.5, 7.0, 14.0, 21.0])
TRAINING_SHARES = (0.3, 0.4, 0.2, 0.1)


def _received(history: History, month: Month) -> dict[str, Flags]:
    """Say who received what in a month, of those with conditions."""
    now, roster = month.conditions, history.company.roster
    number = roster.number[now.who]
    u = history.world.draws.uniforms("milestones", month.number, number, 5)
    tenure = clock.last_day(month.number) - roster.hired_on[now.who]
    led = now.quality[now.team]
    april = clock.of_year(month.number) == RAISE_MONTH
    return {
        "recognition": now.recognised,
        "one_to_one": now.one_to_one,
        "training": u[0] < history.teams.training[now.team] * (1 + (tenure < 60)),
        "raise": (u[1] < RAISE_SHARE) & (tenure > 365) & april,
        "promotion": (u[2] < PROMOTION_RATE) & (tenure > 365),
        "mentoring": (u[3] < MENTORING_RATE) & (tenure < 90) & (led > 0),
        "incident_support": u[4]
        < SUPPORT_RATE * np.clip(now.hostile / 0.04, 0, 2) * (led > 0.3),
    }


def _of_month(history: History, month: Month) -> tuple[Ints, Ints, Ints]:
    """Give who, on which day, and which of ``KINDS``."""
    company, now = history.company, month.conditions
    number = company.roster.number[now.who]
    u = history.world.draws.uniforms("milestone days", month.number, number, len(KINDS))
    days, saturday = clock.open_days(month.number)
    days = days[~saturday]
    found = []
    for kind, flags in sorted(_received(history, month).items()):
        on = days[whole(u[KINDS.index(kind)], 0, len(days))]
        on = np.maximum(on, company.roster.hired_on[now.who])
        on = np.minimum(on, company.people.leaves_on[now.who])
        which = np.full(int(flags.sum()), KINDS.index(kind))
        found.append((now.who[flags], on[flags], which))
    who, on, which = (np.concatenate(part) for part in zip(*found, strict=True))
    return who, on, which


def _moves(history: History) -> tuple[Ints, Ints]:
    """Give who changed team, on which day."""
    stints, _ = all_stints(history)
    moved = np.append(
        False,
        (stints.who[1:] == stints.who[:-1]) & (stints.team[1:] != stints.team[:-1]),
    )
    moved &= (stints.on >= history.first_day) & ~history.company.roster.supervisor[
        stints.who
    ]
    return stints.who[moved], stints.on[moved]


def milestones(history: History) -> pa.Table:
    """Write ``milestones``: hours for a training, the share for a raise."""
    parts = [_of_month(history, month) for month in history.recorded]
    movers, moved_on = _moves(history)
    parts.append((movers, moved_on, np.full(len(movers), KINDS.index("mobility"))))
    who, on, which = (np.concatenate(part) for part in zip(*parts, strict=True))
    number = history.company.roster.number
    order = np.lexsort((np.array(KINDS)[which], on, number[who]))
    who, on, which = who[order], on[order], which[order]
    place = on * len(KINDS) + which
    u = history.world.draws.uniforms("milestone records", 0, number[who], 4, place)
    training, raised = which == KINDS.index("training"), which == KINDS.index("raise")
    hours = TRAINING_HOURS[chosen(u[0], TRAINING_SHARES)]
    share = np.round(np.clip(normal(u[1], 0.008, 0.02), 0.005, 0.06), 3)
    topic = np.where(training, whole(u[2], 0, len(TOPICS)), -1)
    lag = np.floor(np.minimum(exponential(u[3], 2), RECORD_LAG_DAYS)).astype(np.int64)
    amount = np.where(training, hours, share)
    return pa.table(
        {
            "person_id": codes.coded(names(history), who),
            "happened_on": codes.days(on),
            "kind": codes.coded(KINDS, which),
            "amount": codes.known(amount, training | raised),
            "topic": codes.coded(TOPICS, topic),
            "recorded_on": codes.days(on + lag),
        }
    )
