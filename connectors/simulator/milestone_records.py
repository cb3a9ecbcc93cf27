"""What the HR system shows of recognition, talks, training and careers."""

import numpy as np
import pyarrow as pa

from connectors.simulator import clock, codes
from connectors.simulator.arrays import Flags, Ints
from connectors.simulator.history import History, Month
from connectors.simulator.people_records import all_stints
from connectors.simulator.streams import stream
from contracts.people_tables import MILESTONES

KINDS = next(c.one_of for c in MILESTONES.columns if c.name == "kind")
TOPICS = ("tools", "products", "stress_and_conflict", "writing")
RAISE_MONTH, RAISE_SHARE = 4, 0.6
PROMOTION_RATE, MENTORING_RATE, SUPPORT_RATE = 0.004, 0.35, 0.25
RECORD_LAG_DAYS = 10


def _received(history: History, month: Month) -> dict[str, Flags]:
    """Say who received what in a month, of those with conditions."""
    now, roster = month.conditions, history.company.roster
    rng = stream(history.settings.seed, "milestones", month.number)
    u = rng.random((len(roster), 5))[now.who].T
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
    rng = stream(history.settings.seed, "milestone days", month.number)
    days, saturday = clock.open_days(month.number)
    days = days[~saturday]
    found = []
    for kind, flags in sorted(_received(history, month).items()):
        on = rng.choice(days, len(company.roster))[now.who]
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
    order = np.lexsort((np.array(KINDS)[which], on, who))
    who, on, which = who[order], on[order], which[order]
    rng = stream(history.settings.seed, "milestone records")
    n = len(who)
    training, raised = which == KINDS.index("training"), which == KINDS.index("raise")
    hours = rng.choice([3.5, 7.0, 14.0, 21.0], n, p=(0.3, 0.4, 0.2, 0.1))
    share = np.round(np.clip(rng.normal(0.02, 0.008, n), 0.005, 0.06), 3)
    topic = np.where(training, rng.integers(0, len(TOPICS), n), -1)
    lag = np.floor(np.minimum(rng.exponential(2, n), RECORD_LAG_DAYS)).astype(np.int64)
    amount = np.where(training, hours, share)
    return pa.table(
        {
            "person_id": codes.coded(
                codes.person_names(len(history.company.roster)), who
            ),
            "happened_on": codes.days(on),
            "kind": codes.coded(KINDS, which),
            "amount": codes.known(amount, training | raised),
            "topic": codes.coded(TOPICS, topic),
            "recorded_on": codes.days(on + lag),
        }
    )
