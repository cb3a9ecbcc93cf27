"""Where everybody and every team stands at the end of a simulated month."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.clock import DAYS_A_MONTH


@dataclass(frozen=True, slots=True)
class People:
    """What changes about people, one entry a person ever employed.

    Parameters
    ----------
    team : Ints
    strain : Floats
        Latent wear, about mean 0 and SD 1; never recorded.
    leaves_on, notified_on : Ints
        Last day employed and day of notice, once settled; else ``NEVER``.
    reason : Ints
        Index into ``DEPARTURE_REASONS``; -1 while nothing is settled.
    sick_from, sick_until : Ints
        The latest spell of sickness; both 0 before the first.
    term_on : Ints
        Last day of the fixed term; ``NEVER`` once permanent.
    """

    team: Ints
    strain: Floats
    leaves_on: Ints
    notified_on: Ints
    reason: Ints
    sick_from: Ints
    sick_until: Ints
    term_on: Ints


@dataclass(frozen=True, slots=True)
class Units:
    """What changes about teams, one entry a team unless said otherwise.

    Parameters
    ----------
    supervisor : Ints
        Who leads it; somebody who has left until a successor comes.
    load, hostile : Floats
        Passing log-deviation of contacts per seat, and of abuse.
    short_notice : Flags
    recent_exits : Ints, shape (3, teams)
        Exits of the last three months, the latest last.
    opening_team, opening_month : Ints, shape (open seats,)
        Empty seats and the month in which each is filled.
    """

    supervisor: Ints
    load: Floats
    hostile: Floats
    short_notice: Flags
    recent_exits: Ints
    opening_team: Ints
    opening_month: Ints


def arriving(team: Ints, strain: Floats, term_on: Ints) -> People:
    """Give the state of people on their first day."""
    n = len(team)
    return People(
        team=team,
        strain=strain,
        leaves_on=np.full(n, NEVER),
        notified_on=np.full(n, NEVER),
        reason=np.full(n, -1),
        sick_from=np.zeros(n, dtype=np.int64),
        sick_until=np.zeros(n, dtype=np.int64),
        term_on=term_on,
    )


def joined(first: People, second: People) -> People:
    """Append people."""
    return People(
        **{
            name: np.concatenate([getattr(first, name), getattr(second, name)])
            for name in People.__slots__
        }
    )


def put(values: Ints, where: Ints, what: Ints | int) -> Ints:
    """Copy an array with some entries replaced."""
    changed = values.copy()
    changed[where] = what
    return changed


def moved(people: People, who: Ints, team: Ints) -> People:
    """Move people to other teams."""
    return replace(people, team=put(people.team, who, team))


def present(hired_on: Ints, people: People, day: int) -> Flags:
    """Say who is employed both on a day and after it."""
    flags: Flags = (hired_on <= day) & (people.leaves_on > day)
    return flags


def tenure_months(hired_on: Ints, day: int) -> Floats:
    """Give the months since hire, on a day."""
    return (day - hired_on) / DAYS_A_MONTH
