"""What the HR system shows of sickness, accidents and leave."""

from dataclasses import fields

import numpy as np
import pyarrow as pa

from connectors.simulator.arrays import NEVER
from connectors.simulator.draws import whole
from connectors.simulator.records import codes
from connectors.simulator.records.people import names
from connectors.simulator.truth.history import History
from connectors.simulator.truth.sickness import LONG_FROM, Spells

ABSENCE_LAG = 6
ACCIDENT_SHARE = 0.04
KINDS = ("sickness", "accident", "planned")


def all_spells(history: History, kind: str) -> Spells:
    """Join the spells of all months that the records still show; kind sick or leave."""
    every = [getattr(month, kind) for month in history.months]
    who, first, last = (
        np.concatenate([getattr(spells, f.name) for spells in every])
        for f in fields(Spells)
    )
    # An exit settled after the spell began ends it too.
    last = np.minimum(last, history.company.people.leaves_on[who])
    seen = last >= history.first_day
    return Spells(who[seen], first[seen], last[seen])


def absences(history: History) -> pa.Table:
    """Write ``absences``: sickness, accidents and leave, each recorded with a lag."""
    sick, leave = all_spells(history, "sick"), all_spells(history, "leave")
    n, m = len(sick.who), len(leave.who)
    first = np.concatenate([sick.first, leave.first])
    last = np.concatenate([sick.last, leave.last])
    who = np.concatenate([sick.who, leave.who])
    number = history.company.roster.number[who]
    u = history.world.draws.uniforms("absence records", 0, number, 4, first)
    length = sick.last - sick.first + 1
    # A long sickness begins as a shorter certificate that is then prolonged.
    certified = np.where(length >= LONG_FROM, whole(u[0, :n], 7, 30), length)
    expected = np.concatenate([sick.first + certified - 1, leave.last])
    kind = np.concatenate([(u[1, :n] < ACCIDENT_SHARE) * 1, np.full(m, 2)])
    lag = np.concatenate([whole(u[2, :n], 0, ABSENCE_LAG + 1), -whole(u[3, n:], 7, 60)])
    table = pa.table(
        {
            "person_id": codes.coded(names(history), who),
            "starts_on": codes.days(first),
            "kind": codes.coded(KINDS, kind),
            "ends_on": codes.days(np.where(last > history.last_day, NEVER, last)),
            "expected_ends_on": codes.days(expected),
            "recorded_on": codes.days(first + lag),
        }
    )
    order = np.lexsort((kind, first, number))
    return table.take(pa.array(order))
