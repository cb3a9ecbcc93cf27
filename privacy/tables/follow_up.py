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

FEWEST_OTHERS = 2
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
    def latest(self) -> slice:
        """The last month before, which says most of how things stood."""
        return slice(self.before.stop - 1, self.before.stop)

    @property
    def after(self) -> slice:
        """The months after."""
        return slice(self.start, self.start + self.width)

    def fits(self, months: int) -> bool:
        """Tell whether both lie within a number of months."""
        first = self.start - self.gap - self.width
        return first >= 0 and self.start + self.width <= months


@dataclass(frozen=True, slots=True)
class Apart:
    """How far units lie from those that they are compared with.

    Parameters
    ----------
    before : Floats, shape (units, 2)
        The unit's figure less the mean of its comparable units, over the months
        before and in the last of them; ``nan`` where these are too few.
    after : Floats, shape (units,)
        The same over the months after.
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
    lasting : Floats, shape (2,)
        How much of a difference before is still there after. What goes to the
        worst units looks good a little later, whatever is tried: only the part
        that lasts is held against them.
    months : tuple of Floats
        What is left of each unit's difference, by month in which nothing began.
    independent : int
        Units times windows that don't overlap: how much these differences say.
    """

    lasting: Floats
    months: tuple[Floats, ...] = field(repr=False)
    independent: int


def apart(panel: Panel, windows: Windows, settings: FollowUp) -> Apart:
    """Hold every unit against comparable units where nothing was tried then."""
    spans = (windows.before, windows.latest, windows.after)
    rates = np.column_stack([_rates(panel, months) for months in spans])
    idle = idle_units(panel, windows) & np.isfinite(rates).all(axis=1)
    others = idle & ~np.eye(len(idle), dtype=bool)
    near = others & (panel.above[:, None] == panel.above[None, :])
    enough = near.sum(axis=1) >= settings.min_comparison_units
    chosen = np.where(enough[:, None], near, others)
    count = chosen.sum(axis=1)
    short = count < settings.min_comparison_units
    means = chosen @ np.where(idle[:, None], rates, 0.0) / np.maximum(count, 1)[:, None]
    gaps = np.where(short[:, None], np.nan, rates - means)
    return Apart(gaps[:, :2], gaps[:, 2], count.astype(np.int64))


def idle_units(panel: Panel, windows: Windows) -> Flags:
    """Tell in which units nothing was tried from the first month to the last."""
    months = slice(windows.before.start, windows.after.stop)
    busy = np.asarray(panel.busy[:, months].any(axis=1), dtype=np.bool_)
    return ~busy


def reference(panel: Panel, gap: int, width: int, settings: FollowUp) -> Reference:
    """Gather the differences of units and months where nothing was tried."""
    found = []
    length = panel.busy.shape[1]
    for start in range(length):
        windows = Windows(start, gap, width)
        if windows.fits(length):
            here = apart(panel, windows, settings)
            kept = idle_units(panel, windows) & np.isfinite(here.after)
            kept &= np.isfinite(here.before).all(axis=1)
            if kept.any():
                found.append((here.before[kept], here.after[kept]))
    lasting = _lasting(found)
    sizes = [len(before) for before, _ in found]
    blocks = len(found) // (2 * width + gap) + 1
    return Reference(
        lasting,
        tuple(after - before @ lasting for before, after in found),
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
        Sorted; for one unit simply every difference there is. Empty where no
        month has twice as many: drawn from a few, means hardly differ.
    """
    if units == 1:
        return np.sort(np.concatenate(held.months))
    rng = np.random.default_rng([settings.seed, units])
    able = [month for month in held.months if len(month) >= FEWEST_OTHERS * units]
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


def rooted(part: Floats, whole: Floats) -> Floats:
    """Give the square root of figures; nan where there is nothing to divide by.

    What is counted varies more where there is more of it. Its root varies alike
    everywhere, so that a unit with much sickness is held to the same as another.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        rates: Floats = np.sqrt(np.where(whole > 0, part / whole, np.nan))
    return rates


def enough_to_say(held: Reference, settings: FollowUp) -> bool:
    """Tell whether a rare difference can be told from a usual one at all."""
    return held.independent >= 2 / settings.max_false_alarm_share


def _rates(panel: Panel, months: slice) -> Floats:
    """Give each unit's figure over some months; nan where one of them is missing."""
    part = panel.numerator[:, months].sum(axis=1)
    return rooted(part, panel.denominator[:, months].sum(axis=1))


def _lasting(found: Sequence[tuple[Floats, Floats]]) -> Floats:
    """Fit by least squares, through the origin, how much of a difference lasts."""
    if not found:
        return np.zeros(2)
    before = np.concatenate([one for one, _ in found])
    after = np.concatenate([one for _, one in found])
    fitted: Floats = np.linalg.lstsq(before, after, rcond=None)[0]
    return fitted
