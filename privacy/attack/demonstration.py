"""Made-up people, attacked by colleagues: what a naive release tells, and what ours."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from contracts.params import Privacy
from privacy.attack.coalition import Floats, Members, Memory, Told
from privacy.attack.movers import Month
from privacy.history.rates import Unit
from privacy.history.walk import PUBLISHED, Walk
from privacy.rounding import rate_step, rounded_people

SIZES = (10, 12, 15, 20, 30)
MONTHS = 12
FIRST = pd.Timestamp("2025-01-31")
SEED = 11
# A made-up person's lasting figure, and how much it stirs from month to month.
SHAPE, STIR = (1.2, 16.0), 0.01
EXACT = 1e-9
UNIT_ID, LEVEL = "made up", "team"


@dataclass(frozen=True, slots=True)
class Found:
    """What colleagues who put together what they know find of the one they look for.

    Parameters
    ----------
    people : int
        Members of the team, the one included.
    colluding : int
        Of them, those who put together what they know.
    truth : float
        The figure of the one.
    naive, ours : tuple of float and float
        Between which bounds it must lie, by exact means and by what we release.
    """

    people: int
    colluding: int
    truth: float
    naive: tuple[float, float]
    ours: tuple[float, float]


def demonstration(settings: Privacy) -> tuple[Found, ...]:
    """Attack teams of several sizes over a year, with more and more colleagues.

    The one looked for is who has the highest figure. Those who do not collude are
    the ones who hide them least, having the lowest.

    Returns
    -------
    tuple of Found
        By size, then by how many collude.
    """
    sizes = [size for size in SIZES if size >= settings.min_people]
    return tuple(found for size in sizes for found in _team(size, settings))


def _team(size: int, settings: Privacy) -> Iterator[Found]:
    figures = _figures(size)
    naive = Memory(size)
    walk = Walk(size, settings)
    people = float(rounded_people([size], settings)[0])
    step = float(rate_step([people], settings)[0])
    told = Told(0.0, 1.0)
    for month, values in zip(
        pd.date_range(FIRST, periods=MONTHS, freq="ME"), figures, strict=True
    ):
        who = Members(np.arange(size), values, np.ones(size))
        naive.keep(who, Told(who.mean - EXACT, who.mean + EXACT))
        naive.end_month()
        unit = Unit(UNIT_ID, LEVEL, people, step, who)
        (row,) = walk.visit(month, [unit], Month({}, {}, {}))
        if row["status"] == PUBLISHED:
            last, told = values, walk.last[UNIT_ID].told
    one = int(figures[-1].argmax())
    memory = walk.memory
    ours = float(memory.low[one]), float(memory.high[one])
    for colluding in range(size):
        unknown = size - colluding
        mean = figures[-1].mean()
        exact = _bounds(figures[-1], one, unknown, Told(mean, mean))
        yield Found(
            size,
            colluding,
            float(figures[-1][one]),
            exact,
            _known(ours) if unknown == 1 else _bounds(last, one, unknown, told),
        )


def _figures(size: int) -> Floats:
    """Draw everybody's figure, month by month; array of shape (MONTHS, size)."""
    rng = np.random.default_rng(SEED + size)
    lasting = rng.beta(*SHAPE, size)
    stirred = lasting + rng.normal(0, STIR, (MONTHS, size))
    return np.asarray(np.clip(stirred, 0.002, 1.0), dtype=np.float64)


def _bounds(values: Floats, one: int, unknown: int, told: Told) -> tuple[float, float]:
    """Bound the one where so many figures are unknown, the lowest and their own."""
    size = len(values)
    others = np.sort(np.delete(values, one))[: unknown - 1]
    colluding = values.sum() - values[one] - others.sum()
    low, high = size * told.low - colluding, size * told.high - colluding
    return _known((float(low - (unknown - 1)), float(high)))


def _known(bounds: tuple[float, float]) -> tuple[float, float]:
    """No share lies below 0 or above 1: that everybody knows."""
    return max(bounds[0], 0.0), min(bounds[1], 1.0)
