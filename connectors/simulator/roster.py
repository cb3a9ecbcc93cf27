"""Everybody ever employed: what each person is like for good, seen or not."""

from dataclasses import dataclass, fields

import numpy as np

from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.clock import DAYS_A_MONTH

WEEKLY_HOURS = np.array([35.0, 28.0, 24.0])
WEEKLY_HOURS_SHARES = (0.80, 0.13, 0.07)
FIXED_TERM_SHARE = 0.22
FIXED_TERM_MONTHS = np.array([6, 9, 12])


@dataclass(frozen=True, slots=True)
class Roster:
    """Lasting traits, one entry a person, shape (people,).

    Parameters
    ----------
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
        return len(self.hired_on)


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


def recruit(
    rng: np.random.Generator, hired_on: Ints, supervisor: Flags, entering: bool
) -> Roster:
    """Draw people hired on given days.

    Parameters
    ----------
    rng : numpy.random.Generator
    hired_on : Ints, shape (n,)
    supervisor : Flags, shape (n,)
    entering : bool
        Whether fixed terms are possible; the starting stock is permanent.

    Returns
    -------
    Roster of n people
    """
    n = len(hired_on)
    term = hired_on + np.rint(rng.choice(FIXED_TERM_MONTHS, n) * DAYS_A_MONTH)
    fixed = (rng.random(n) < FIXED_TERM_SHARE) & ~supervisor & entering
    hours = rng.choice(WEEKLY_HOURS, n, p=WEEKLY_HOURS_SHARES)
    age = np.clip(18 + rng.gamma(2.2, 6.5, n) + 8 * supervisor, 18, 58)
    return Roster(
        hired_on=hired_on,
        term_on=np.where(fixed, term, NEVER).astype(np.int64),
        supervisor=supervisor,
        weekly_hours=np.where(supervisor, 35.0, hours),
        remote_share=rng.choice([0.0, 0.2, 0.4, 0.6], n, p=(0.45, 0.2, 0.2, 0.15)),
        commute_minutes=np.clip(np.rint(rng.lognormal(3.3, 0.5, n)), 5, 120),
        pay_gap=rng.normal(0, 0.05, n),
        birth_year=np.rint(1970 + hired_on / 365.25 - age).astype(np.int64),
        woman=rng.random(n) < 0.66,
        frailty=rng.normal(0, 0.5, n),
        health=rng.normal(0, 0.55, n),
        pace=rng.normal(0, 0.08, n),
        skill=rng.normal(0, 0.3, n),
        quality=np.where(supervisor, rng.normal(0, 1, n), 0.0),
    )


def starting_tenures(rng: np.random.Generator, n: int) -> Ints:
    """Draw days since hire of a standing workforce: many short, some long."""
    scale = rng.choice([9.0, 32.0, 95.0], n, p=(0.38, 0.38, 0.24))
    months = np.minimum(rng.exponential(scale), 320)
    return 1 + np.rint(months * DAYS_A_MONTH).astype(np.int64)
