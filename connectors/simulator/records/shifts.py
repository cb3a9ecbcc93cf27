"""What the planning tool shows of a rota: a row a version of a shift."""

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.arrays import Ints
from connectors.simulator.records import codes
from connectors.simulator.records.people import names
from connectors.simulator.records.rotas import BREAK_MINUTES, SHIFT_MINUTES, Rota
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month

STATUSES = ("planned", "worked", "cancelled")
PLANNED, WORKED, CANCELLED = range(3)
DAY_SECONDS, HOUR_SECONDS = 86_400, 3_600
# Rotas come out at ten in the morning, changes at six the evening before.
PUBLISHED_HOUR, CHANGED_HOUR, TAKEN_OUT_HOUR = 10, 18, 12


def _first_versions(rota: Rota) -> tuple[Ints, Ints, Ints, Ints]:
    """Give shift, start, publication and status of the rotas first published."""
    n = len(rota.who)
    starts = rota.day * DAY_SECONDS + rota.planned_start * 60
    published = rota.published_on * DAY_SECONDS + PUBLISHED_HOUR * HOUR_SECONDS
    return np.arange(n), starts, published, np.full(n, PLANNED)


def _changes(rota: Rota) -> tuple[Ints, Ints, Ints, Ints]:
    """Give the versions that moved a shift the evening before."""
    moved = np.flatnonzero(rota.start != rota.planned_start)
    starts = rota.day[moved] * DAY_SECONDS + rota.start[moved] * 60
    published = (rota.day[moved] - 1) * DAY_SECONDS + CHANGED_HOUR * HOUR_SECONDS
    return moved, starts, published, np.full(len(moved), PLANNED)


def _outcomes(rota: Rota) -> tuple[Ints, Ints, Ints, Ints]:
    """Give the last versions: worked, known at the end; cancelled, on the day."""
    n = len(rota.who)
    starts = rota.day * DAY_SECONDS + rota.start * 60
    ends = starts + (SHIFT_MINUTES + BREAK_MINUTES + rota.overtime) * 60
    # A shift still planned when an exit becomes known is taken out that day.
    taken_out = rota.taken_out_on * DAY_SECONDS + TAKEN_OUT_HOUR * HOUR_SECONDS
    off = np.minimum(starts - HOUR_SECONDS, taken_out)
    published = np.where(rota.worked, ends, off)
    return np.arange(n), starts, published, np.where(rota.worked, WORKED, CANCELLED)


def shifts(history: History, month: Month, rota: Rota) -> pa.Table:
    """Write the ``shifts`` of a month.

    Parameters
    ----------
    history : History
    month : Month
    rota : Rota
        Of the same month.

    Returns
    -------
    pyarrow.Table
        Sorted by shift, then by publication.
    """
    versions = [_first_versions(rota), _changes(rota), _outcomes(rota)]
    joined = [np.concatenate(part) for part in zip(*versions, strict=True)]
    order = np.argsort(joined[0], kind="stable")
    shift, starts, published, status = (part[order] for part in joined)
    overtime = np.where(status == WORKED, rota.overtime[shift], 0)
    minutes = SHIFT_MINUTES + overtime
    worked = status == WORKED
    number = history.company.roster.number[rota.who]
    begin = clock.first_day(month.number)
    ids = codes.joined_digits((month.number, 3), (number, 6), (rota.day - begin, 2))
    return pa.table(
        {
            "shift_id": ids.take(pa.array(shift)),
            "person_id": codes.coded(names(history), rota.who[shift]),
            "starts_at": codes.times(starts),
            "ends_at": codes.times(starts + (BREAK_MINUTES + minutes) * 60),
            "status": codes.coded(STATUSES, status),
            "published_at": codes.times(published),
            "worked_minutes": codes.known(minutes * 1.0, worked),
            "break_minutes": pa.array(np.full(len(shift), float(BREAK_MINUTES))),
            "remote": pa.array(rota.remote[shift]),
        }
    )
