"""The rota of a month as it came out: who was to work when, and who did."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.draws import exponential, whole
from connectors.simulator.records.absences import all_spells
from connectors.simulator.records.people import recorded_leaving
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month
from connectors.simulator.truth.sickness import Spells

SHIFT_MINUTES, BREAK_MINUTES, DAY_HOURS = 420, 45, 7
EARLY_START, LATE_START = 8 * 60, 11 * 60 + 30
SATURDAY_SHARE, EXTRA_OFF_SHARE = 0.15, 0.57
MOVED_MINUTES = np.array([-120, -60, 60, 120])
# Days between a rota and its shift, and the share of shifts moved afterwards.
NOTICE_LONG, NOTICE_SHORT = (12, 16), (2, 6)
CHANGED_SHORT, CHANGED_LONG = 0.22, 0.03
OVERTIME_SHARE, OVERTIME_MINUTES, OVERTIME_LOAD, OVERTIME_MOST = 0.4, 22.0, 1.6, 120


@dataclass(frozen=True, slots=True)
class Rota:
    """Every shift planned in a month, one entry each, by person and day.

    Parameters
    ----------
    who, day : Ints
    planned_start, start : Ints
        Minutes after midnight, as first planned and in the end.
    published_on : Ints
        Day on which the shift was first made known.
    taken_out_on : Ints
        Day on which a shift beyond the last day employed was taken out, the exit
        then being known; ``NEVER`` for all others.
    worked, remote : Flags
    overtime : Ints
        Minutes.
    """

    who: Ints
    day: Ints
    planned_start: Ints
    start: Ints
    published_on: Ints
    taken_out_on: Ints
    worked: Flags
    remote: Flags
    overtime: Ints


def _absent(spells: Spells, people: int, month: int) -> Flags:
    """Say who is absent on which day; shape (people, days of the month)."""
    begin, days = clock.first_day(month), clock.days_in(month)
    inside = (spells.last >= begin) & (spells.first < begin + days)
    steps = np.zeros((people, days + 1), dtype=np.int64)
    first = np.maximum(spells.first[inside] - begin, 0)
    after = np.minimum(spells.last[inside] - begin + 1, days)
    np.add.at(steps, (spells.who[inside], first), 1)
    np.add.at(steps, (spells.who[inside], after), -1)
    flags: Flags = np.cumsum(steps, axis=1)[:, :-1] > 0
    return flags


def _grid(
    history: History, purpose: str, month: int, who: Ints, places: Ints, count: int
) -> Floats:
    """Look up numbers for everybody and every place; shape (count, who, places)."""
    number = np.repeat(history.company.roster.number[who], len(places))
    place = np.tile(places, len(who))
    u = history.world.draws.uniforms(purpose, month, number, count, place)
    return u.reshape(count, len(who), len(places))


def _weeks(days: Ints) -> Ints:
    """Count the weeks of a month's days from 0."""
    weeks: Ints = (days + 3) // 7 - (days[0] + 3) // 7
    return weeks


def _works(history: History, month: int, who: Ints) -> tuple[Ints, Flags]:
    """Give the days of a month and who is to work on each, by contracted hours."""
    days, saturday = clock.open_days(month)
    week = _weeks(days)
    u = _grid(history, "rota weeks", month, who, np.arange(week[-1] + 1), 2)
    on_saturday, extra_off = u[0] < SATURDAY_SHARE, u[1] < EXTRA_OFF_SHARE
    weekday, number = clock.weekday(days), history.company.roster.number[who]
    hours = history.company.roster.weekly_hours[who]
    off = (hours < 35)[:, None] & (weekday == (number % 5)[:, None])
    off |= ((hours < 28)[:, None] & extra_off[:, week]) & (
        weekday == ((number + 2) % 5)[:, None]
    )
    off |= on_saturday[:, week] & (weekday == ((number + 1) % 5)[:, None])
    return days, np.where(saturday, on_saturday[:, week], ~off)


def _starts(
    history: History, month: Month, who: Ints, short: Flags, days: Ints
) -> Ints:
    """Give planned starts; shape (who, days). Weeks alternate, days vary a little."""
    week = _weeks(days)
    weeks = np.arange(week[-1] + 1)
    (late,) = _grid(history, "late weeks", month.number, who, weeks, 1)
    late = late < history.teams.late[month.team[who]][:, None]
    (jitter,) = _grid(history, "starts", month.number, who, days, 1)
    by = 30 * whole(jitter, -1, 2) * np.where(short, 2, 1)[:, None]
    return np.where(late[:, week], LATE_START, EARLY_START) + by


@dataclass(frozen=True, slots=True)
class Facts:
    """What rotas of all months need: who left, who was absent when.

    Parameters
    ----------
    known_gone : Ints, shape (ever employed,)
        Day from which the planner knew that the person leaves.
    spells : tuple of Spells
        Sickness and leave.
    """

    known_gone: Ints
    spells: tuple[Spells, ...]


def facts(history: History) -> Facts:
    """Gather what rotas of all months need."""
    told = history.company.people.notified_on
    return Facts(
        known_gone=np.minimum(recorded_leaving(history), told),
        spells=tuple(all_spells(history, kind) for kind in ("sick", "leave")),
    )


def _people(history: History, month: Month, known_gone: Ints) -> Ints:
    """Give the agents employed in the month, and those a rota still counted on."""
    begin, n = clock.first_day(month.number), len(month.team)
    leaves = history.company.people.leaves_on[:n]
    lately = (leaves < begin) & (leaves >= history.first_day)
    lately &= known_gone[:n] > begin - NOTICE_LONG[1]
    counted_on = lately & ~history.company.roster.supervisor[:n]
    who = np.union1d(month.conditions.who, np.flatnonzero(counted_on))
    return who[np.argsort(history.company.roster.number[who], kind="stable")]


def _published(
    history: History, month: Month, who: Ints, short: Flags, days: Ints
) -> Ints:
    """Give the day on which each shift was made known; shape (who, days)."""
    week = _weeks(days)
    weeks = np.arange(week[-1] + 1)
    (u,) = _grid(history, "publication", month.number, who, weeks, 1)
    ahead = np.where(short[:, None], whole(u, *NOTICE_SHORT), whole(u, *NOTICE_LONG))
    return days - ahead[:, week]


def _planned(history: History, month: Month, known: Facts) -> Rota:
    """Draw the rota as first planned; nothing has been worked yet."""
    roster = history.company.roster
    who = _people(history, month, known.known_gone)
    short = month.conditions.short_notice[month.team[who]]
    days, works = _works(history, month.number, who)
    start = _starts(history, month, who, short, days)
    published = _published(history, month, who, short, days)
    gone = known.known_gone[who][:, None]
    here = days <= history.company.people.leaves_on[who][:, None]
    counted = works & (days >= roster.hired_on[who][:, None])
    row, column = np.nonzero(counted & (here | (published < gone)))
    none = np.zeros(len(row), dtype=np.int64)
    return Rota(
        who=who[row],
        day=days[column],
        planned_start=start[row, column],
        start=start[row, column],
        published_on=published[row, column],
        taken_out_on=np.where(here, NEVER, gone)[row, column],
        worked=none > 0,
        remote=none > 0,
        overtime=none,
    )


def of_month(history: History, month: Month, known: Facts) -> Rota:
    """Plan a month and let it be worked.

    Parameters
    ----------
    history : History
    month : Month
    known : Facts

    Returns
    -------
    Rota
        Absences cancel shifts. A rota goes on counting on somebody until notice
        is given or the exit recorded.
    """
    rota = _planned(history, month, known)
    everybody, number = len(history.company.roster), history.company.roster.number
    u = history.world.draws.uniforms(
        "rotas", month.number, number[rota.who], 5, rota.day
    )
    absent = np.zeros((everybody, clock.days_in(month.number)), dtype=np.bool_)
    for spells in known.spells:
        absent |= _absent(spells, everybody, month.number)
    here = rota.day <= history.company.people.leaves_on[rota.who]
    worked = here & ~absent[rota.who, rota.day - clock.first_day(month.number)]
    short = month.conditions.short_notice[month.team[rota.who]]
    chance = np.where(short, CHANGED_SHORT, CHANGED_LONG)
    moved = here & (u[0] < chance)
    by = MOVED_MINUTES[whole(u[1], 0, len(MOVED_MINUTES))]
    load = np.zeros(everybody)
    load[month.conditions.who] = month.conditions.load
    extra = OVERTIME_MINUTES * np.exp(OVERTIME_LOAD * load[rota.who])
    overtime = np.minimum(exponential(u[2], extra), OVERTIME_MOST) // 5 * 5
    overtime = overtime * (u[3] < OVERTIME_SHARE) * worked
    remote = u[4] < history.company.roster.remote_share[rota.who]
    return replace(
        rota,
        start=rota.planned_start + np.where(moved, by, 0),
        worked=worked,
        remote=remote,
        overtime=overtime.astype(np.int64),
    )
