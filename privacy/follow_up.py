"""Whether a figure moved where something was tried, beside units where nothing was.

What is judged is a unit's figure after the start, less that of comparable units,
given how far apart they were before. It is held against the same difference among
units and months where nothing was tried: how often chance alone goes as far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from contracts.params import FollowUp

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

TOO_EARLY, NO_CLEAR_CHANGE = "too_early", "no_clear_change"
AS_HOPED, AGAINST = "moved_as_hoped", "moved_against"


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure of the units of one level, month by month.

    Parameters
    ----------
    numerator, denominator : Floats, shape (units, months)
        ``nan`` in months with too few people.
    above : Ints, shape (units,)
        Number of the unit above each: units that share it are compared first.
    busy : Flags, shape (units, months)
        Whether anything was being tried.
    """

    numerator: Floats = field(repr=False)
    denominator: Floats = field(repr=False)
    above: Ints = field(repr=False)
    busy: Flags = field(repr=False)


@dataclass(frozen=True, slots=True)
class Windows:
    """The months before and after a start.

    Parameters
    ----------
    start : int
        First month after.
    gap : int
        Months between both: one where the start falls within a month.
    width : int
        Months of each window.
    """

    start: int
    gap: int
    width: int

    @property
    def before(self) -> slice:
        """The months before."""
        return slice(self.start - self.gap - self.width, self.start - self.gap)

    @property
    def after(self) -> slice:
        """The months after."""
        return slice(self.start, self.start + self.width)

    def fits(self, months: int) -> bool:
        """Tell whether both lie within a number of months."""
        return self.before.start >= 0 and self.after.stop <= months


@dataclass(frozen=True, slots=True)
class Apart:
    """How far units lie from those that they are compared with.

    Parameters
    ----------
    before, after : Floats, shape (units,)
        The unit's figure less the mean of its comparable units; ``nan`` where
        there are too few.
    compared : Ints, shape (units,)
        How many these are.
    """

    before: Floats
    after: Floats
    compared: Ints


@dataclass(frozen=True, slots=True)
class Reference:
    """What differences come of chance alone.

    Parameters
    ----------
    lasting : float
        How much of a difference before is still there after, 0 to 1. What goes
        to the worst units looks good a little later, whatever is tried: only
        the part that lasts is held against them.
    months : tuple of Floats
        What is left of each unit's difference, by month in which nothing began.
    independent : int
        Units times windows that don't overlap: how much these differences say.
    """

    lasting: float
    months: tuple[Floats, ...] = field(repr=False)
    independent: int


def apart(panel: Panel, windows: Windows, settings: FollowUp) -> Apart:
    """Hold every unit against comparable units where nothing was tried then."""
    before = _rates(panel, windows.before)
    after = _rates(panel, windows.after)
    idle = ~panel.busy[:, windows.before.start : windows.after.stop].any(axis=1)
    idle &= np.isfinite(before) & np.isfinite(after)
    others = idle & ~np.eye(len(before), dtype=bool)
    near = others & (panel.above[:, None] == panel.above[None, :])
    enough = near.sum(axis=1) >= settings.min_comparison_units
    chosen = np.where(enough[:, None], near, others)
    count = chosen.sum(axis=1)
    short = count < settings.min_comparison_units
    with np.errstate(invalid="ignore", divide="ignore"):
        gaps = [
            np.where(short, np.nan, rate - chosen @ np.where(idle, rate, 0.0) / count)
            for rate in (before, after)
        ]
    return Apart(gaps[0], gaps[1], count.astype(np.int64))


def reference(panel: Panel, gap: int, width: int, settings: FollowUp) -> Reference:
    """Gather the differences of units and months where nothing was tried."""
    found = []
    length = panel.busy.shape[1]
    for start in range(length):
        windows = Windows(start, gap, width)
        if windows.fits(length):
            idle = ~panel.busy[:, windows.before.start : windows.after.stop].any(axis=1)
            here = apart(panel, windows, settings)
            kept = idle & np.isfinite(here.before + here.after)
            if kept.any():
                found.append((here.before[kept], here.after[kept]))
    lasting = _lasting(found)
    sizes = [len(before) for before, _ in found]
    blocks = len(found) // (2 * width + gap) + 1
    return Reference(
        lasting,
        tuple(after - lasting * before for before, after in found),
        int(np.mean(sizes) * blocks) if sizes else 0,
    )


def drawn(held: Reference, units: int, settings: FollowUp) -> Floats:
    """Give the mean difference of units where nothing was tried, many times over.

    Parameters
    ----------
    held : Reference
    units : int
        How many are taken together, always from one month.
    settings : FollowUp

    Returns
    -------
    Floats, shape (draws,)
        Sorted; for one unit simply every difference there is.
    """
    if units == 1:
        return np.sort(np.concatenate(held.months))
    rng = np.random.default_rng([settings.seed, units])
    able = [month for month in held.months if len(month) >= units]
    if not able:
        return np.empty(0)
    which = rng.integers(len(able), size=settings.draws)
    means = [rng.choice(able[at], units, replace=False).mean() for at in which]
    return np.sort(np.array(means))


def word(
    differences: Sequence[float], chance: Floats, *, up: bool, settings: FollowUp
) -> str:
    """Say in a word where differences lie among those of chance.

    Parameters
    ----------
    differences : sequence of float
        The one found, and what it would be without one or another person: the
        word must hold for all, so that no single person decides it.
    chance : Floats, sorted
    up : bool
        Whether a higher figure is hoped for.
    settings : FollowUp
    """
    each_side = settings.max_false_alarm_share / 2
    low, high = min(differences), max(differences)
    below = (1 + np.searchsorted(chance, high, side="right")) / (1 + len(chance))
    over = (1 + len(chance) - np.searchsorted(chance, low)) / (1 + len(chance))
    if below <= each_side:
        return AGAINST if up else AS_HOPED
    if over <= each_side:
        return AS_HOPED if up else AGAINST
    return NO_CLEAR_CHANGE


def enough_to_say(held: Reference, settings: FollowUp) -> bool:
    """Tell whether a rare difference can be told from a usual one at all."""
    return held.independent >= 2 / settings.max_false_alarm_share


def _rates(panel: Panel, months: slice) -> Floats:
    """Give each unit's figure over some months; nan where one of them is missing."""
    whole = panel.denominator[:, months].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates: Floats = np.where(
            whole > 0, panel.numerator[:, months].sum(axis=1) / whole, np.nan
        )
    return rates


def _lasting(found: Sequence[tuple[Floats, Floats]]) -> float:
    """Fit by least squares, through the origin, how much of a difference lasts."""
    square = sum(float(before @ before) for before, _ in found)
    if square <= 0:
        return 0.0
    shared = sum(float(before @ after) for before, after in found)
    return float(np.clip(shared / square, 0.0, 1.0))
