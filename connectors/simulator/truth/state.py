"""Where everybody and every team stands at the end of a simulated month."""

from dataclasses import dataclass, fields, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.clock import DAYS_A_MONTH
from connectors.simulator.truth.roster import Roster

# What strain is made of, by driver family; the last is what life brings.
PARTS = (
    "workload",
    "emotional_load",
    "fragmentation",
    "predictability",
    "recognition",
    "support",
    "life",
)


@dataclass(frozen=True, slots=True)
class People:
    """What changes about people, one entry a person ever employed.

    Parameters
    ----------
    team, seat : Ints
    parts : Floats, shape (people, len(PARTS))
        Latent wear by where it came from; their sum is the strain, about mean 0
        and SD 1. Never recorded.
    pressed : Floats
        Load of the last months, smoothed.
    praised_in : Ints
        Latest month with a recognition.
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
    seat: Ints
    parts: Floats
    pressed: Floats
    praised_in: Ints
    leaves_on: Ints
    notified_on: Ints
    reason: Ints
    sick_from: Ints
    sick_until: Ints
    term_on: Ints

    @property
    def strain(self) -> Floats:
        """The strain of everybody, all parts together."""
        return np.asarray(self.parts.sum(axis=1))


@dataclass(frozen=True, slots=True)
class Units:
    """What changes about teams and their seats.

    Parameters
    ----------
    supervisor : Ints, shape (teams,)
        Who leads it; -1 or somebody who has left until a successor comes.
    led_since : Ints, shape (teams,)
        Month of the latest change of supervisor.
    load, hostile, shock : Floats, shape (teams,)
        Passing log-deviation of contacts per seat, of abuse, and a passing
        effect on leaving (logit) that nothing shows.
    short_notice : Flags, shape (teams,)
    recent_exits : Ints, shape (3, teams)
        Exits of the last three months, the latest last.
    seat_team, seat_due, seat_turn : Ints, shape (seats,)
        The seat's team, the month in which it is to be filled (``NEVER`` while
        somebody has it), and how many have had it.
    seat_person, seat_before : Ints, shape (seats,)
        Who has it or had it last, and who before; -1 for nobody.
    """

    supervisor: Ints
    led_since: Ints
    load: Floats
    hostile: Floats
    shock: Floats
    short_notice: Flags
    recent_exits: Ints
    seat_team: Ints
    seat_due: Ints
    seat_turn: Ints
    seat_person: Ints
    seat_before: Ints

    @property
    def planned(self) -> Ints:
        """Seats of each team; shape (teams,)."""
        return np.bincount(self.seat_team, minlength=len(self.supervisor))


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that a simulated month starts from."""

    roster: Roster
    people: People
    units: Units


def arriving(team: Ints, seat: Ints, life: Floats, term_on: Ints) -> People:
    """Give the state of people on their first day."""
    n = len(team)
    parts = np.zeros((n, len(PARTS)))
    parts[:, -1] = life
    return People(
        team=team,
        seat=seat,
        parts=parts,
        pressed=np.zeros(n),
        praised_in=np.zeros(n, dtype=np.int64),
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
            field.name: np.concatenate(
                [getattr(first, field.name), getattr(second, field.name)]
            )
            for field in fields(People)
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


def lead_quality(company: Company, month: int, empty: float) -> Floats:
    """Give each team its supervisor's support in a month; shape (teams,).

    Parameters
    ----------
    company : Company
    month : int
    empty : float
        What an empty post is worth.
    """
    lead = company.units.supervisor
    gone = (lead < 0) | (company.people.leaves_on[lead] < clock.first_day(month))
    return np.where(gone, empty, company.roster.quality[lead])
