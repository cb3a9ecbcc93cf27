"""Rounding, so that one person more or less doesn't show.

Every step follows from the *rounded* head count: a step taken from the exact one
would tell what the rounding hides.
"""

import numpy as np
import numpy.typing as npt

from contracts.params import Privacy

# The steps that a reader can think in; one that is coarse enough is taken.
RATE_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.025, 0.05, 0.10)
# How many coarser steps are tried before a figure is given up for the month.
COARSER = 2
# … of units above teams, whose steps are fine and whose rates all teams' hang on.
COARSER_ABOVE = 5
# Steps of figures that are no shares, and their tens.
NICE = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
# Below this many people two significant digits, from there on three.
FEW_PEOPLE = 50
# A count of leavers needs a unit of this many times the smallest.
COUNT_SIZES = 3
DECIMALS = 6
TINY = 1e-9

Floats = npt.NDArray[np.float64]
Numbers = npt.ArrayLike
Flags = npt.ArrayLike


def nearest(values: Numbers, steps: Numbers) -> Floats:
    """Round to the nearest multiple of the step, halves upward."""
    return _times(np.floor(_ratio(values, steps) + 0.5 + TINY), steps)


def downward(values: Numbers, steps: Numbers) -> Floats:
    """Round to the multiple of the step at or below."""
    return _times(np.floor(_ratio(values, steps) + TINY), steps)


def upward(values: Numbers, steps: Numbers) -> Floats:
    """Round to the multiple of the step at or above."""
    return _times(np.ceil(_ratio(values, steps) - TINY), steps)


def rounded_people(people: Numbers, settings: Privacy) -> Floats:
    """Round head counts to ``round_people_to``."""
    return nearest(people, settings.round_people_to)


def rate_step(
    people: Numbers, settings: Privacy, holds_others: Flags = False
) -> Floats:
    """Give the step of a unit's rates, coarser where the unit is smaller.

    Parameters
    ----------
    people : array of float, shape (N,)
        Rounded head counts.
    settings : Privacy
        ``rate_step_people``: the people of the unit that a step stands for, of the
        fewest that may stand behind the rounded count; ``rate_step_people_above``
        for units that others are shown under: of them a step is a whole person,
        since what is added up from below would else narrow it.
    holds_others : array of bool, shape (N,)

    Returns
    -------
    array of float, shape (N,)
        The smallest of ``RATE_STEPS`` that is at least so many people of
        the unit; the coarsest if none is.
    """
    floor = fewest_people(people, settings)
    share = np.where(
        holds_others, settings.rate_step_people_above, settings.rate_step_people
    )
    place = np.searchsorted(RATE_STEPS, share / floor - TINY)
    steps: Floats = np.asarray(RATE_STEPS)[np.minimum(place, len(RATE_STEPS) - 1)]
    return steps


def coarser_steps(step: float, above: bool = False) -> tuple[float, ...]:
    """Give a step and the few that are tried after it, more for units above teams."""
    place = RATE_STEPS.index(step)
    return RATE_STEPS[place : place + 1 + (COARSER_ABOVE if above else COARSER)]


def rounded_probability(values: Numbers, settings: Privacy) -> Floats:
    """Round probabilities to ``probability_step_points``; 0 and 1 are "nearly"."""
    step = settings.probability_step_points / 100
    clipped: Floats = np.clip(nearest(np.clip(values, 0, 1), step), 0, 1)
    return clipped


def interval(
    low: Numbers, expected: Numbers, high: Numbers, steps: Numbers
) -> tuple[Floats, Floats, Floats]:
    """Round an interval outward, and what is expected to the nearest step.

    The ends are widened to hold the expected figure where they do not: a mean
    may lie outside a central interval when leaving is rare.

    Parameters
    ----------
    low, expected, high, steps : array of float, shape (N,)

    Returns
    -------
    low, expected, high : array of float, shape (N,)
    """
    middle = nearest(expected, steps)
    return (
        np.minimum(downward(low, steps), middle),
        middle,
        np.maximum(upward(high, steps), middle),
    )


def shows_counts(people: Numbers, settings: Privacy) -> npt.NDArray[np.bool_]:
    """Tell which units are large enough for a count of leavers."""
    return np.asarray(people, dtype=float) >= COUNT_SIZES * settings.min_people


def rounded_figure(values: Numbers, people: Numbers) -> Floats:
    """Round plain figures to two significant digits in small units, else three.

    Parameters
    ----------
    values, people : array of float, shape (N,)
        Figures in any unit, and rounded head counts.

    Returns
    -------
    array of float, shape (N,)
    """
    sizes = np.asarray(people, dtype=float)
    digits = np.where(sizes < FEW_PEOPLE, 2, 3).tolist()
    figures = np.asarray(values, dtype=float).tolist()
    pairs = zip(figures, digits, strict=True)
    return np.array([float(f"{x:.{d}g}") + 0.0 for x, d in pairs], dtype=np.float64)


def digit_step(values: Numbers, people: Numbers) -> Floats:
    """Give the step that ``rounded_figure`` rounds to; the finest for 0 and none."""
    sizes = np.asarray(people, dtype=float)
    size = np.nan_to_num(np.abs(np.asarray(values, dtype=float)))
    finest = 10.0**-DECIMALS
    places = np.floor(np.log10(np.maximum(size, finest)))
    places = places - np.where(sizes < FEW_PEOPLE, 1, 2)
    return np.asarray(np.maximum(np.power(10.0, places), finest), dtype=np.float64)


def nice_step(least: Numbers) -> Floats:
    """Give the smallest of ``NICE``, and their tens, that is at least so much.

    Parameters
    ----------
    least : array of float, shape (N,)
        0 stays 0: there is nothing to round.
    """
    wanted = np.asarray(least, dtype=float)
    decade = 10.0 ** np.floor(np.log10(np.where(wanted > 0, wanted, 1.0)) + TINY)
    place = np.searchsorted(NICE, wanted / decade - TINY)
    steps = np.asarray(NICE)[np.minimum(place, len(NICE) - 1)] * decade
    rounded = np.round(np.where(wanted > 0, steps, 0.0), DECIMALS)
    return np.asarray(rounded, dtype=np.float64)


def two_digits_up(values: Numbers) -> Floats:
    """Round positive figures up to two significant digits."""
    return upward(values, digit_step(values, np.zeros_like(np.asarray(values))))


def fewest_people(people: Numbers, settings: Privacy) -> Floats:
    """Give the fewest people that may stand behind rounded head counts."""
    fewest = np.asarray(people, dtype=float) - settings.round_people_to // 2
    return np.asarray(np.maximum(fewest, settings.min_people), dtype=np.float64)


def _ratio(values: Numbers, steps: Numbers) -> Floats:
    ratio: Floats = np.asarray(values, dtype=float) / np.asarray(steps, dtype=float)
    return ratio


def _times(counts: Floats, steps: Numbers) -> Floats:
    """Multiply back, without the dust of binary fractions and without -0."""
    product: Floats = np.round(counts * np.asarray(steps, dtype=float), DECIMALS) + 0.0
    return product
