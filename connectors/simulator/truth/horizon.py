"""The chances over a horizon: the company lived on many times from a month's end.

What will be known by then (strain, colleagues gone, a new lead) is not known yet,
so the chance of leaving within three months is no product of today's: it is the
mean over many continuations, all from the same state. Copies of the company stand
side by side as one large company and live on in one go.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Floats, Ints
from connectors.simulator.draws import Streamed
from connectors.simulator.truth import exits, initiatives, plants, roster, structure
from connectors.simulator.truth.counterfactual import CHOSEN
from connectors.simulator.truth.hazards import Hazards, share_leaving_by
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month, ahead, lived
from connectors.simulator.truth.state import Company, People, Units
from connectors.simulator.truth.world import World

# So many people at a time, all copies together: more would only leave the
# processor's cache.
PEOPLE_AT_ONCE = 32_000


@dataclass(frozen=True, slots=True)
class Horizon:
    """What a month's end holds for those present who have announced nothing.

    Parameters
    ----------
    month : int
        The month at whose end everything is frozen.
    who, team : Ints
        Agents, and their teams then.
    voluntary : Floats
        P(voluntary exit within the horizon).
    sick_rate : Floats
        Expected share of the days employed that are spent sick.
    counts : Floats, shape (teams, most leavers + 1)
        P(so many of the team's ``who`` leave by their own choice).
    """

    month: int
    who: Ints
    team: Ints
    voluntary: Floats
    sick_rate: Floats
    counts: Floats


def from_month(
    history: History, month: Month, months: int, continuations: int
) -> Horizon:
    """Live on from a month's end.

    Parameters
    ----------
    history : History
    month : Month
    months : int
        The horizon.
    continuations : int

    Returns
    -------
    Horizon
    """
    open_ones = month.hazards.deciding > 0
    open_ones &= ~history.company.roster.supervisor[month.hazards.who]
    left = continuations
    at_once = max(1, PEOPLE_AT_ONCE // len(month.hazards.who))
    parts = []
    while left > 0:
        copies = min(left, at_once)
        parts.append(_continued(history, month, months, copies, left))
        left -= copies
    chance, sick, days, leaves = (
        np.concatenate(part)[:, open_ones] for part in zip(*parts, strict=True)
    )
    who = month.hazards.who[open_ones]
    team = month.team[who]
    return Horizon(
        month=month.number,
        who=who,
        team=team,
        voluntary=chance.mean(axis=0),
        sick_rate=sick.sum(axis=0) / days.sum(axis=0),
        counts=_counts(leaves, team, len(history.teams)),
    )


def _counts(leaves: Floats, team: Ints, teams: int) -> Floats:
    """Give the distribution of each team's leavers over the continuations."""
    copies = len(leaves)
    place = (np.arange(copies)[:, None] * teams + team).ravel()
    totals = np.bincount(place, leaves.ravel(), minlength=copies * teams)
    totals = totals.reshape(copies, teams).astype(np.int64)
    most = int(totals.max(initial=0))
    at = (np.arange(teams) * (most + 1) + totals).ravel()
    found = np.bincount(at, minlength=teams * (most + 1)) / copies
    return np.asarray(found.reshape(teams, most + 1))


def _continued(
    history: History, month: Month, months: int, copies: int, name: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Live on in some copies; everything of shape (copies, present).

    Returns
    -------
    chance, sick, days, leaves : Floats
        P(leaves by choice) on the path that the copy took, days spent sick and
        days employed to expect, and whether the person left by choice.
    """
    company, world = _copied(history, month, copies, name)
    present = len(company.roster)
    chance, sick, days = (np.zeros(present) for _ in range(3))
    until = month.number + months
    leaving, ill = ahead(company, world, month.number)
    for number in range(month.number, until):
        held = leaving.who < present
        who = leaving.who[held]
        chance[who] += _chosen_by(leaving, number + 1, until)[held]
        length = clock.days_in(number + 1)
        sick[who] += length * ill.share[held]
        days[who] += length
        if number + 1 == until:
            break
        company, then = lived(company, (leaving, ill), world, number + 1)
        leaving, ill = then.hazards, then.rates
    # Of the last month, only who leaves in it is still asked for.
    people = exits.drawn(company, leaving, world, until)
    gone = people.leaves_on[:present] <= clock.last_day(until)
    chosen = np.isin(people.reason[:present], CHOSEN)
    leaves = (gone & chosen).astype(np.float64)
    shape = (copies, present // copies)
    return (
        chance.reshape(shape),
        sick.reshape(shape),
        days.reshape(shape),
        leaves.reshape(shape),
    )


def _chosen_by(leaving: Hazards, month: int, until: int) -> Floats:
    """Give P(decides in ``month`` and leaves by the end of ``until``).

    What is drawn afterwards only says which path the copy takes: the chance is
    known before, and its mean needs far fewer copies than a count of leavers.
    """
    in_time = np.where(leaving.on_trial, 1.0, share_leaving_by(month, until))
    return np.asarray(leaving.deciding * in_time)


def _copied(
    history: History, month: Month, times: int, name: int
) -> tuple[Company, World]:
    """Set copies of the company at a month's end side by side.

    Whoever has left is not copied: within the horizon none of them comes back.
    """
    then, world, who = month.company, history.world, month.hazards.who
    teams, seats = len(history.teams), len(then.units.seat_team)
    new = np.full(len(then.roster), -1)
    new[who] = np.arange(len(who))
    copy = np.repeat(np.arange(times), len(who))
    people = _tiled_people(then.people, who, times)
    people = replace(
        people, team=people.team + teams * copy, seat=people.seat + seats * copy
    )
    company = Company(
        roster.taken(then.roster, np.tile(who, times)),
        people,
        _tiled_units(then.units, new, len(who), times),
    )
    planted = replace(
        world.planted, reshapes=plants.copied(world.planted, teams, seats, times)
    )
    draws = Streamed(history.settings.seed, f"horizon/{month.number}/{name}")
    return company, World(
        draws,
        structure.copied(world.teams, times),
        planted,
        world.began,
        initiatives.copied(world.started, teams, times),
        world.without,
    )


def _tiled_people(people: People, who: Ints, times: int) -> People:
    columns: dict[str, Any] = {
        f.name: _repeated(getattr(people, f.name)[who], times) for f in fields(People)
    }
    return People(**columns)


def _repeated(values: Any, times: int) -> Any:
    return np.concatenate([values] * times)


def _tiled_units(units: Units, new: Ints, present: int, times: int) -> Units:
    """Copy teams and seats; what points at people or teams points into the copy."""
    teams = len(units.supervisor)
    columns: dict[str, Any] = {
        f.name: _repeated(getattr(units, f.name), times)
        for f in fields(Units)
        if f.name != "recent_exits"
    }
    columns["recent_exits"] = np.concatenate([units.recent_exits] * times, axis=1)
    for name, size in (("supervisor", teams), ("seat_person", len(units.seat_team))):
        old = columns[name]
        place = np.where(old >= 0, new[old], -1)
        copy = np.repeat(np.arange(times), size)
        columns[name] = np.where(place >= 0, place + present * copy, -1)
    columns["seat_before"] = np.full(times * len(units.seat_team), -1)
    columns["seat_team"] = columns["seat_team"] + teams * np.repeat(
        np.arange(times), len(units.seat_team)
    )
    return Units(**columns)


def all_of(
    history: History, seen: Callable[[int], object] = lambda _: None
) -> tuple[Horizon, ...]:
    """Live on from each of the last month ends, as the settings ask."""
    asked = history.settings.oracle
    if not asked.continuations:
        return ()

    def at(month: Month) -> Horizon:
        return from_month(history, month, asked.horizon_months, asked.continuations)

    found = []
    with ThreadPoolExecutor(asked.threads) as pool:
        for one in pool.map(at, history.recorded[-asked.months :]):
            found.append(one)
            seen(one.month)
    return tuple(found)
