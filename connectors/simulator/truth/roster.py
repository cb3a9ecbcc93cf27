"""Everybody ever employed: what each person is like for good, seen or not."""

from dataclasses import dataclass, fields

import numpy as np

from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.clock import DAYS_A_MONTH
from connectors.simulator.draws import Draws, chosen, normal

WEEKLY_HOURS = np.array([35.0, 28.0, 24.0])
WEEKLY_HOURS_SHARES = (0.80, 0.13, 0.07)
FIXED_TERM_SHARE = 0.22
FIXED_TERM_MONTHS = np.array([6, 9, 12])
REMOTE, REMOTE_SHARES = np.array([0.0, 0.2, 0.4, 0.6]), (0.45, 0.2, 0.2, 0.15)
WOMEN_SHARE = 0.66
TENURE_MONTHS, TENURE_SHARES = np.array([9.0, 32.0, 95.0]), (0.38, 0.38, 0.24)
LONGEST_TENURE_MONTHS = 320
# What a person rehired brings along.
LASTING = ("frailty", "health", "pace", "skill", "birth_year", "woman")
FRAILTY_SPREAD, HEALTH_SPREAD, PACE_SPREAD = 0.41, 0.55, 0.08


@dataclass(frozen=True, slots=True)
class Roster:
    """Lasting traits, one entry a person, shape (people,).

    Parameters
    ----------
    number : Ints
        Tells the person by seat and turn: whoever else is hired, it stays.
    hired_on : Ints
        First day of employment.
    term_on : Ints
        Last day of a fixed term; ``NEVER`` for a permanent contract.
    supervisor : Flags
    weekly_hours, remote_share, commute_minutes : Floats
    pay_gap : Floats
        Pay against peers of the same grade, log scale.
    birth_year : Ints
    woman : Flags
    frailty, health : Floats
        Lasting tendency to leave (logit) and to fall ill (log); never recorded.
    pace, skill : Floats
        Log contacts an hour, and satisfaction given, against peers.
    quality : Floats
        What a supervisor's support is worth; 0 for agents.
    """

    number: Ints
    hired_on: Ints
    term_on: Ints
    supervisor: Flags
    weekly_hours: Floats
    remote_share: Floats
    commute_minutes: Floats
    pay_gap: Floats
    birth_year: Ints
    woman: Flags
    frailty: Floats
    health: Floats
    pace: Floats
    skill: Floats
    quality: Floats

    def __len__(self) -> int:
        """Count the people."""
        return len(self.number)


def joined(first: Roster, second: Roster) -> Roster:
    """Append people to a roster."""
    return Roster(
        **{
            field.name: np.concatenate(
                [getattr(first, field.name), getattr(second, field.name)]
            )
            for field in fields(Roster)
        }
    )


def taken(roster: Roster, who: Ints) -> Roster:
    """Pick people from a roster."""
    return Roster(**{f.name: getattr(roster, f.name)[who] for f in fields(Roster)})


def _gamma(u: Floats) -> Floats:
    """Give years past 18 at hire: half below 12, few above 40 (Gamma-like)."""
    # Wilson and Hilferty's cube; shape 2.2, scale 6.5.
    shape, scale = 2.2, 6.5
    root = 1 - 1 / (9 * shape) + normal(u) / (3 * np.sqrt(shape))
    return np.asarray(shape * scale * np.maximum(root, 0) ** 3)


def recruit(
    draws: Draws,
    month: int,
    number: Ints,
    hired_on: Ints,
    supervisor: Flags,
    entering: bool = True,
) -> Roster:
    """Draw people hired on given days.

    Parameters
    ----------
    draws : Draws
    month : int
    number, hired_on : Ints, shape (n,)
    supervisor : Flags, shape (n,)
    entering : bool
        Whether fixed terms are possible; the starting stock is permanent.

    Returns
    -------
    Roster of n people
    """
    u = draws.uniforms("people", month, number, 13)
    months = FIXED_TERM_MONTHS[chosen(u[0], (1, 1, 1))]
    term = hired_on + np.rint(months * DAYS_A_MONTH)
    fixed = (u[1] < FIXED_TERM_SHARE) & ~supervisor & entering
    hours = WEEKLY_HOURS[chosen(u[2], WEEKLY_HOURS_SHARES)]
    age = np.clip(18 + _gamma(u[3]) + 8 * supervisor, 18, 58)
    return Roster(
        number=number,
        hired_on=hired_on,
        term_on=np.where(fixed, term, NEVER).astype(np.int64),
        supervisor=supervisor,
        weekly_hours=np.where(supervisor, 35.0, hours),
        remote_share=REMOTE[chosen(u[4], REMOTE_SHARES)],
        commute_minutes=np.clip(np.rint(np.exp(normal(u[5], 0.5, 3.3))), 5, 120),
        pay_gap=normal(u[6], 0.05),
        birth_year=np.rint(1970 + hired_on / 365.25 - age).astype(np.int64),
        woman=u[7] < WOMEN_SHARE,
        frailty=normal(u[8], FRAILTY_SPREAD),
        health=normal(u[9], HEALTH_SPREAD),
        pace=normal(u[10], PACE_SPREAD),
        skill=normal(u[11], 0.3),
        quality=np.where(supervisor, normal(u[12]), 0.0),
    )


def starting_tenures(rng: np.random.Generator, n: int) -> Ints:
    """Draw days since hire of a standing workforce: many short, some long."""
    scale = rng.choice(TENURE_MONTHS, n, p=TENURE_SHARES)
    months = np.minimum(rng.exponential(scale), LONGEST_TENURE_MONTHS)
    return 1 + np.rint(months * DAYS_A_MONTH).astype(np.int64)
