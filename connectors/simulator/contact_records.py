"""What the telephony and ticketing tools show of a month's contacts."""

import numpy as np
import pyarrow as pa

from connectors.simulator import codes
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.calls import CUSTOMERS_PER_AGENT, Calls
from connectors.simulator.history import History, Month
from connectors.simulator.streams import stream
from connectors.simulator.structure import QUEUES

CHANNELS, CHANNEL_EDGES = ("phone", "mail", "chat"), np.array([0.62, 0.86])
RATED_SHARE, REOPENED_SHARE = 0.15, 0.35
TECHNICAL = QUEUES.index("technical")
SATISFACTION, RATING_SPREAD = 4.15, 0.9
RATED_WITHIN_SECONDS = 6 * 3600.0
WAIT_SECONDS = np.array([95.0, 9000.0, 60.0])
WAIT_LOAD = 1.4
MOST_WAIT_SECONDS = 5 * 86_400


def _ratings(
    rng: np.random.Generator, calls: Calls, skill: Floats, transferred: Flags
) -> tuple[Floats, Flags]:
    """Give ratings from 1 to 5, and which contacts got one."""
    n = len(calls.who)
    rated = rng.random(n, dtype=np.float32) < RATED_SHARE
    liking = (
        SATISFACTION
        + skill
        - 0.2 * calls.strain
        - 1.1 * calls.hostile
        - 0.8 * calls.complaint
        - 0.4 * transferred
        + RATING_SPREAD * rng.standard_normal(n, dtype=np.float32)
    )
    return np.clip(np.rint(liking), 1, 5), rated


def _waits(rng: np.random.Generator, calls: Calls, channel: Ints) -> Floats:
    """Give customers' waits in seconds: longer where the load is higher."""
    mean = WAIT_SECONDS[channel] * np.exp(WAIT_LOAD * calls.load)
    wait = mean * rng.standard_exponential(len(calls.who), dtype=np.float32)
    return np.minimum(np.floor(wait), MOST_WAIT_SECONDS)


def customer_names(history: History) -> pa.Array:
    """Name customers ``C000001``, ``C000002`` …."""
    pool = CUSTOMERS_PER_AGENT * history.settings.agents
    return pa.array([f"C{number + 1:06d}" for number in range(pool)])


def interactions(
    history: History,
    month: Month,
    calls: Calls,
    first_number: int,
    customers: pa.Array,
) -> pa.Table:
    """Write the ``interactions`` of a month.

    Parameters
    ----------
    history : History
    month : Month
    calls : Calls
    first_number : int
        Number of the month's first contact; numbers run on from month to month.
    customers : pyarrow.Array
        As ``customer_names`` gives.

    Returns
    -------
    pyarrow.Table
        Sorted by contact.
    """
    rng = stream(history.settings.seed, "contact records", month.number)
    n = len(calls.who)

    def chance(p: Floats | float) -> Flags:
        flags: Flags = rng.random(n, dtype=np.float32) < p
        return flags

    skill = history.company.roster.skill[calls.who]
    channel = np.searchsorted(CHANNEL_EDGES, rng.random(n))
    passed_on = 0.06 + 0.05 * (calls.queue == TECHNICAL) + 0.01 * calls.strain
    transferred = chance(passed_on)
    solved = 0.76 + 0.08 * skill - 0.02 * calls.strain
    resolved = chance(solved - 0.3 * transferred)
    csat, rated = _ratings(rng, calls, skill, transferred)
    closed = calls.opened + calls.handle
    later = RATED_WITHIN_SECONDS * rng.standard_exponential(n, dtype=np.float32)
    names = codes.person_names(len(history.company.roster))
    return pa.table(
        {
            "interaction_id": codes.numbered(first_number, n),
            "person_id": codes.coded(names, calls.who),
            "opened_at": codes.times(calls.opened),
            "closed_at": codes.times(closed),
            "handle_seconds": pa.array(calls.handle.astype(np.float64)),
            "wait_seconds": pa.array(_waits(rng, calls, channel)),
            "queue": codes.coded(QUEUES, calls.queue),
            "channel": codes.coded(CHANNELS, channel),
            "customer_id": customers.take(pa.array(calls.customer)),
            "first_contact_resolved": pa.array(resolved),
            "reopened": pa.array(~resolved & chance(REOPENED_SHARE)),
            "transferred": pa.array(transferred),
            "escalated": pa.array(chance(np.where(calls.hostile, 0.165, 0.015))),
            "csat": codes.known(csat, rated),
            "rated_at": codes.times(closed + later.astype(np.int64) + 60, rated),
            "complaint": pa.array(calls.complaint),
            "hostile": pa.array(calls.hostile),
        }
    )
