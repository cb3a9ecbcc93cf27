"""What the telephony and ticketing tools show of a month's contacts."""

import numpy as np
import pyarrow as pa

from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import exponential, normal
from connectors.simulator.records import codes
from connectors.simulator.records.calls import CUSTOMERS_PER_AGENT, Calls
from connectors.simulator.records.people import names
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month
from connectors.simulator.truth.structure import QUEUES

# From the change of taxonomy on, the ticketing tool tells other kinds apart: two
# queues become one, one becomes two.
NEW_QUEUES = ("accounts", "technical", "delivery", "accounts", "care")
NEW_NAMES = ("accounts", "technical", "delivery", "care", "care_urgent")
URGENT_SHARE = 0.4
CHANNELS, CHANNEL_EDGES = ("phone", "mail", "chat"), np.array([0.62, 0.86])
RATED_SHARE, REOPENED_SHARE = 0.15, 0.35
TECHNICAL = QUEUES.index("technical")
SATISFACTION, RATING_SPREAD = 4.15, 0.9
RATED_WITHIN_SECONDS = 6 * 3600.0
WAIT_SECONDS = np.array([95.0, 9000.0, 60.0])
WAIT_LOAD = 1.4
MOST_WAIT_SECONDS = 5 * 86_400
# Below so many contacts a day a month's fit three digits.
FEW_A_DAY = 20


def _ratings(
    u: Floats, calls: Calls, skill: Floats, transferred: Flags
) -> tuple[Floats, Flags]:
    """Give ratings from 1 to 5, and which contacts got one."""
    liking = (
        SATISFACTION
        + skill
        - 0.2 * calls.strain
        - 1.1 * calls.hostile
        - 0.8 * calls.complaint
        - 0.4 * transferred
        + normal(u[1], RATING_SPREAD)
    )
    return np.clip(np.rint(liking), 1, 5), u[0] < RATED_SHARE


def _waits(u: Floats, calls: Calls, channel: Ints) -> Floats:
    """Give customers' waits in seconds: longer where the load is higher."""
    mean = WAIT_SECONDS[channel] * np.exp(WAIT_LOAD * calls.load)
    return np.minimum(np.floor(exponential(u, mean)), MOST_WAIT_SECONDS)


def _queue_names(u: Floats, history: History, month: Month, queue: Ints) -> pa.Array:
    """Name queues as the tool does in that month."""
    if month.number < history.planted.taxonomy_from:
        return codes.coded(QUEUES, queue)
    renamed = np.array([NEW_NAMES.index(name) for name in NEW_QUEUES])[queue]
    urgent = (renamed == NEW_NAMES.index("care")) & (u < URGENT_SHARE)
    return codes.coded(NEW_NAMES, np.where(urgent, len(NEW_NAMES) - 1, renamed))


def customer_names(history: History) -> pa.Array:
    """Name customers ``C000001``, ``C000002`` …."""
    pool = CUSTOMERS_PER_AGENT * history.settings.agents
    return pa.array([f"C{number + 1:06d}" for number in range(pool)])


def interactions(
    history: History, month: Month, calls: Calls, customers: pa.Array
) -> pa.Table:
    """Write the ``interactions`` of a month.

    Parameters
    ----------
    history : History
    month : Month
    calls : Calls
    customers : pyarrow.Array
        As ``customer_names`` gives.

    Returns
    -------
    pyarrow.Table
        Sorted by contact.
    """
    number = history.company.roster.number[calls.who]
    u = history.world.draws.uniforms(
        "contact records", month.number, number, 10, calls.place
    )
    skill = history.company.roster.skill[calls.who]
    channel = np.searchsorted(CHANNEL_EDGES, u[0])
    passed_on = 0.06 + 0.05 * (calls.queue == TECHNICAL) + 0.01 * calls.strain
    transferred = u[1] < passed_on
    solved = 0.76 + 0.08 * skill - 0.02 * calls.strain
    resolved = u[2] < solved - 0.3 * transferred
    csat, rated = _ratings(u[3:5], calls, skill, transferred)
    closed = calls.opened + calls.handle
    later = exponential(u[5], RATED_WITHIN_SECONDS).astype(np.int64)
    places = 3 if history.settings.contacts_per_agent_day < FEW_A_DAY else 4
    return pa.table(
        {
            "interaction_id": codes.joined_digits(
                (month.number, 3), (number, 6), (calls.place, places)
            ),
            "person_id": codes.coded(names(history), calls.who),
            "opened_at": codes.times(calls.opened),
            "closed_at": codes.times(closed),
            "handle_seconds": pa.array(calls.handle.astype(np.float64)),
            "wait_seconds": pa.array(_waits(u[6], calls, channel)),
            "queue": _queue_names(u[7], history, month, calls.queue),
            "channel": codes.coded(CHANNELS, channel),
            "customer_id": customers.take(pa.array(calls.customer)),
            "first_contact_resolved": pa.array(resolved),
            "reopened": pa.array(~resolved & (u[8] < REOPENED_SHARE)),
            "transferred": pa.array(transferred),
            "escalated": pa.array(u[9] < np.where(calls.hostile, 0.165, 0.015)),
            "csat": codes.known(csat, rated),
            "rated_at": codes.times(closed + later + 60, rated),
            "complaint": pa.array(calls.complaint),
            "hostile": pa.array(calls.hostile),
        }
    )
