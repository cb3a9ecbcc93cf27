"""The rota of a month as it came out: who was to work when, and who did."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.history import History, Month
from connectors.simulator.people_records import all_spells, recorded_leaving
from connectors.simulator.sickness import Spells
from connectors.simulator.streams import stream

SHIFT_MINUTES, BREAK_MINUTES, DAY_HOURS = 420, 45, 7
EARLY_START, LATE_START, LATE_SHARE = 8 * 60, 11 * 60 + 30, 0.4
SATURDAY_SHARE = 0.15
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


def _works(
    rng: np.random.Generator, hours: Floats, who: Ints, people: int, month: int
) -> tuple[Ints, Flags]:
    """Give the days of a month and who is to work on each, by contracted hours."""
    days, saturday = clock.open_days(month)
    week = (days + 3) // 7 - (days[0] + 3) // 7
    weeks = int(week[-1]) + 1
    on_saturday = rng.random((people, weeks))[who] < SATURDAY_SHARE
    extra_off = rng.random((people, weeks))[who] < 0.57
    weekday = clock.weekday(days)
    off = (hours < 35)[:, None] & (weekday == (who % 5)[:, None])
    off |= ((hours < 28)[:, None] & extra_off[:, week]) & (
        weekday == ((who + 2) % 5)[:, None]
    )
    off |= on_saturday[:, week] & (weekday == ((who + 1) % 5)[:, None])
    return days, np.where(saturday, on_saturday[:, week], ~off)


def _starts(
    rng: np.random.Generator, short: Flags, who: Ints, people: int, days: Ints
) -> Ints:
    """Give planned starts; shape (who, days). Weeks alternate, days vary a little."""
    week = (days + 3) // 7 - (days[0] + 3) // 7
    late = rng.random((people, int(week[-1]) + 1))[who] < LATE_SHARE
    jitter = 30 * rng.integers(-1, 2, (people, len(days)))[who]
    jitter = jitter * np.where(short, 2, 1)[:, None]
    return np.where(late[:, week], LATE_START, EARLY_START) + jitter


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
    return np.union1d(month.conditions.who, np.flatnonzero(counted_on))


def _published(
    rng: np.random.Generator, short: Flags, who: Ints, people: int, days: Ints
) -> Ints:
    """Give the day on which each shift was made known; shape (who, days)."""
    week = (days + 3) // 7 - (days[0] + 3) // 7
    shape = (people, int(week[-1]) + 1)
    late = rng.integers(*NOTICE_SHORT, shape)[who]
    early = rng.integers(*NOTICE_LONG, shape)[who]
    return days - np.where(short[:, None], late, early)[:, week]


def _planned(
    rng: np.random.Generator, history: History, month: Month, known: Facts
) -> Rota:
    """Draw the rota as first planned; nothing has been worked yet."""
    roster, everybody = history.company.roster, len(history.company.roster)
    who = _people(history, month, known.known_gone)
    short = month.conditions.short_notice[month.team[who]]
    hours = roster.weekly_hours[who]
    days, works = _works(rng, hours, who, everybody, month.number)
    start = _starts(rng, short, who, everybody, days)
    published = _published(rng, short, who, everybody, days)
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
    rng = stream(history.settings.seed, "rotas", month.number)
    rota = _planned(rng, history, month, known)
    everybody, n = len(history.company.roster), len(rota.who)
    absent = np.zeros((everybody, clock.days_in(month.number)), dtype=np.bool_)
    for spells in known.spells:
        absent |= _absent(spells, everybody, month.number)
    here = rota.day <= history.company.people.leaves_on[rota.who]
    worked = here & ~absent[rota.who, rota.day - clock.first_day(month.number)]
    short = month.conditions.short_notice[month.team[rota.who]]
    chance = np.where(short, CHANGED_SHORT, CHANGED_LONG)
    moved = here & (rng.random(n) < chance)
    by = 60 * rng.choice([-2, -1, 1, 2], n)
    load = np.zeros(everybody)
    load[month.conditions.who] = month.conditions.load
    extra = OVERTIME_MINUTES * np.exp(OVERTIME_LOAD * load[rota.who])
    overtime = np.minimum(rng.exponential(extra), OVERTIME_MOST) // 5 * 5
    overtime = overtime * (rng.random(n) < OVERTIME_SHARE) * worked
    remote = rng.random(n) < history.company.roster.remote_share[rota.who]
    return replace(
        rota,
        start=rota.planned_start + np.where(moved, by, 0),
        worked=worked,
        remote=remote,
        overtime=overtime.astype(np.int64),
    )
