"""The contacts of a month, laid into the shifts that were worked."""

from dataclasses import dataclass

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import exponential, normal, poisson
from connectors.simulator.records.rotas import BREAK_MINUTES, SHIFT_MINUTES, Rota
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month
from connectors.simulator.truth.structure import QUEUE_HOSTILE, usual_hostile

# Handling takes 18 minutes, or less where contacts come too fast for that.
HANDLE_SECONDS, BUSY_SHARE, MOST_BUSY = 1080.0, 0.72, 0.92
QUEUE_HANDLE = np.array([0.85, 1.25, 0.8, 1.15, 1.3])
QUEUE_COMPLAINT = np.array([0.05, 0.04, 0.07, 0.06, 0.32])
HANDLE_SPREAD = 0.55
LOAD_CENTRE = 0.11
# A newcomer handles fewer contacts, and takes longer over each.
RAMP_START, RAMP_MONTHS, NEWCOMER_SLOWER = 0.7, 3.0, 0.25
CUSTOMERS_PER_AGENT = 125
SAME_CUSTOMER = 0.15


@dataclass(frozen=True, slots=True)
class Calls:
    """Contacts, one entry each, by person and time.

    Parameters
    ----------
    who, shift, place : Ints
        The agent, the shift's place in the rota, the contact's in the agent's month.
    opened, handle : Ints
        Seconds since 1970, and seconds.
    queue, customer : Ints
    hostile, complaint : Flags
    strain, load : Floats
        Of the agent, in the month.
    """

    who: Ints
    shift: Ints
    place: Ints
    opened: Ints
    handle: Ints
    queue: Ints
    customer: Ints
    hostile: Flags
    complaint: Flags
    strain: Floats
    load: Floats


def _runs(changes: Flags) -> Ints:
    """Give, for each contact, the latest one at which something changed."""
    where = np.where(changes, np.arange(len(changes)), 0)
    return np.maximum.accumulate(where)


def _queues(
    u: Floats, history: History, month: Month, team: Ints, first: Flags
) -> Ints:
    """Draw queues: an agent stays on one until the work switches."""
    edges = np.cumsum(history.teams.mix, axis=1)[:, :-1]
    drawn = (u[0][:, None] > edges[team]).sum(axis=1)
    switch = u[1] < month.conditions.switching[team]
    queues: Ints = drawn[_runs(first | switch)]
    return queues


def _customers(u: Floats, history: History, first: Flags, calm: Floats) -> Ints:
    """Draw customers; some call again at once where work is not scattered."""
    pool = CUSTOMERS_PER_AGENT * history.settings.agents
    drawn = (pool * u[0] ** 1.5).astype(np.int64)
    again = ~first & (u[1] < SAME_CUSTOMER * calm)
    customers: Ints = drawn[_runs(~again)]
    return customers


def _laid_out(
    handle: Floats, gap: Floats, after_last: Floats, counts: Ints, room: Floats
) -> tuple[Ints, Ints]:
    """Lay contacts one after the other into each shift.

    Parameters
    ----------
    handle, gap : Floats, shape (contacts,)
        Seconds wanted, and the pause before each, on a scale of its own.
    after_last : Floats, shape (shifts,)
        The pause after a shift's last contact.
    counts, room : arrays, shape (shifts,)
        Contacts, and seconds from the first to the last possible one.

    Returns
    -------
    offset, handle : Ints, shape (contacts,)
        Seconds after the shift's start, and seconds taken.
    """
    shift = np.repeat(np.arange(len(counts)), counts)
    wanted = np.bincount(shift, handle, minlength=len(counts))
    squeeze = np.minimum(1.0, MOST_BUSY * room / np.maximum(wanted, 1.0))
    handle = handle * squeeze[shift]
    gaps = after_last + np.bincount(shift, gap, minlength=len(counts))
    free = (room - wanted * squeeze) / np.maximum(gaps, 1e-9)
    # Whole seconds: sums of them do not depend on what other shifts hold.
    handle = np.maximum(np.floor(handle), 1.0)
    until = np.cumsum(handle + np.floor(gap * free[shift]))
    ends = np.cumsum(counts)
    before = np.concatenate([[0.0], until])[ends - counts]
    offset = until - handle - before[shift]
    return offset.astype(np.int64), handle.astype(np.int64)


def _counts(history: History, month: Month, rota: Rota, load: Floats) -> Ints:
    """Draw how many contacts each worked shift brings."""
    roster = history.company.roster
    tenure = (rota.day - roster.hired_on[rota.who]) / clock.DAYS_A_MONTH
    ramp = np.clip(RAMP_START + (1 - RAMP_START) * tenure / RAMP_MONTHS, 0, 1)
    rate = history.settings.contacts_per_agent_day * np.exp(load - LOAD_CENTRE)
    rate = rate * np.exp(roster.pace[rota.who]) * ramp
    rate = rate * (SHIFT_MINUTES + rota.overtime) / SHIFT_MINUTES
    number = roster.number[rota.who]
    (u,) = history.world.draws.uniforms(
        "contacts a shift", month.number, number, 1, rota.day
    )
    return poisson(u, rate * rota.worked)


def _handling(
    u: Floats, history: History, rota: Rota, shift: Ints, queue: Ints
) -> Floats:
    """Draw the handling time wanted by each contact, in seconds."""
    fits = BUSY_SHARE * SHIFT_MINUTES * 60 / history.settings.contacts_per_agent_day
    tenure = rota.day - history.company.roster.hired_on[rota.who]
    slower = 1 + NEWCOMER_SLOWER * (tenure < RAMP_MONTHS * clock.DAYS_A_MONTH)
    mean = min(HANDLE_SECONDS, fits) * QUEUE_HANDLE[queue] * slower[shift]
    spread = np.exp(normal(u, HANDLE_SPREAD) - HANDLE_SPREAD**2 / 2)
    return np.asarray(mean * spread, dtype=np.float64)


def _places(who: Ints) -> Ints:
    """Count each agent's contacts from 0; contacts stand agent by agent."""
    new = np.append(True, who[1:] != who[:-1])[: len(who)]
    return np.arange(len(who)) - _runs(new)


def of_month(history: History, month: Month, rota: Rota) -> Calls:
    """Draw the contacts of a month.

    Parameters
    ----------
    history : History
    month : Month
    rota : Rota
        Of the same month.

    Returns
    -------
    Calls
        Each inside a worked shift of its agent, none overlapping another.
    """
    now, everybody = month.conditions, len(history.company.roster)
    load, hostility = np.zeros(everybody), np.zeros(everybody)
    load[now.who], hostility[now.who] = now.load, now.hostile
    counts = _counts(history, month, rota, load[rota.who])
    shift = np.repeat(np.arange(len(counts)), counts)
    who = rota.who[shift]
    team, place = month.team[who], _places(who)
    draws, number = history.world.draws, history.company.roster.number
    u = draws.uniforms("contacts", month.number, number[who], 8, place)
    (pause,) = draws.uniforms("pauses", month.number, number[rota.who], 1, rota.day)
    first = np.append(True, shift[1:] != shift[:-1])[: len(shift)]
    queue = _queues(u[:2], history, month, team, first)
    room = np.asarray(60.0 * (SHIFT_MINUTES + BREAK_MINUTES + rota.overtime))
    wanted = _handling(u[2], history, rota, shift, queue)
    offset, handle = _laid_out(
        wanted, exponential(u[3]), exponential(pause), counts, room
    )
    abuse = QUEUE_HOSTILE[queue] / usual_hostile(history.teams)[team]
    calm: Floats = 1.0 - now.switching[team]
    return Calls(
        who=who,
        shift=shift,
        place=place,
        opened=rota.day[shift] * 86_400 + rota.start[shift] * 60 + offset,
        handle=handle,
        queue=queue,
        customer=_customers(u[4:6], history, first, calm),
        hostile=u[6] < hostility[who] * abuse,
        complaint=u[7] < QUEUE_COMPLAINT[queue],
        strain=month.strain[who],
        load=load[who],
    )
