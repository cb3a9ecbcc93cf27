"""What all members of a unit but one could learn of the one from its rates.

The strongest colleagues there can be: each knows their own figure exactly and tells
it to the others, in every month. A rate that was rounded lets the mean lie between
two bounds; taking their own figures off, they know bounds of the last one's.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

UNKNOWN = np.inf


@dataclass(frozen=True, slots=True)
class Told:
    """Between which bounds a released rate lets a unit's mean lie.

    Parameters
    ----------
    low, high : float
    """

    low: float
    high: float

    @classmethod
    def by(cls, rate: float, step: float) -> "Told":
        """Say what a rate tells that was rounded to the nearest step."""
        return cls(rate - step / 2, rate + step / 2)

    def holding(self, mean: float) -> "Told":
        """Widen it to hold a mean that was corrected after the rate was published."""
        return Told(min(self.low, mean), max(self.high, mean))


@dataclass(frozen=True, slots=True)
class Members:
    """The people of a unit and what they would know of themselves.

    Parameters
    ----------
    codes : array of int, shape (N,)
        A number a person, the same in every month.
    values : array of float, shape (N,)
        Each person's figure.
    weights : array of float, shape (N,)
        What it counts in the unit's mean.
    """

    codes: Codes
    values: Floats
    weights: Floats

    @property
    def mean(self) -> float:
        """The exact figure of the unit."""
        return float(self.values @ self.weights / self.weights.sum())


@dataclass(frozen=True, slots=True)
class Ranges:
    """What a coalition would know of the one it doesn't hold, person by person.

    That no share lies below 0 or above 1 everybody knew before: a range here is
    what the release itself leaves.

    Parameters
    ----------
    low, high : array of float, shape (N,)
    """

    low: Floats
    high: Floats

    @property
    def narrowest(self) -> float:
        """The width of the narrowest."""
        return float((self.high - self.low).min(initial=UNKNOWN))


def own_ranges(members: Members, told: Told) -> Ranges:
    """Bound each member from one month's rate and everybody else's figures.

    Of a mean known to a step, one of N members is known to N steps.
    """
    times = members.weights.sum() / members.weights
    mean = members.mean
    return Ranges(
        members.values + times * (told.low - mean),
        members.values + times * (told.high - mean),
    )


@dataclass(slots=True)
class Memory:
    """What coalitions would know of everybody, from all units and all months so far.

    Everybody in the company but one may collude: of each unit that holds the one
    they know all figures but theirs, so that what its rate tells, and what those of
    the units above and below tell, are bounds of the same figure. Whoever colludes
    in fewer units knows less.

    They take it that nobody's figure moves from month to month unless the released
    rates force it to. Where a month leaves no room in what was known, the last
    one's figure has moved, and what they knew before is worth nothing.

    Parameters
    ----------
    people : int
        How many persons there are in all months together.
    """

    people: int
    low: Floats = field(init=False, repr=False)
    high: Floats = field(init=False, repr=False)
    _now: Ranges = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Know nothing yet."""
        self.low, self.high = self._unknown()
        self.begin_month()

    def begin_month(self) -> None:
        """Begin a month, or try it anew: nothing is told of it yet."""
        self._now = Ranges(*self._unknown())

    def end_month(self) -> None:
        """Remember what the month told."""
        everybody = np.arange(self.people)
        found = self._with_the_past(everybody, self._now)
        self.low, self.high = found.low, found.high
        self.begin_month()

    def with_rate(self, members: Members, told: Told) -> Ranges:
        """Narrow what is known by what one more rate would tell; nothing is kept."""
        return self.with_ranges(members.codes, own_ranges(members, told))

    def with_ranges(self, codes: Codes, own: Ranges) -> Ranges:
        """Narrow what is known by ranges of some, as many as codes."""
        return self._with_the_past(codes, self._this_month(codes, own))

    def keep(self, members: Members, told: Told) -> None:
        """Take a rate for released."""
        self.keep_ranges(members.codes, own_ranges(members, told))

    def keep_ranges(self, codes: Codes, own: Ranges) -> None:
        """Take ranges for known; a code may occur more than once."""
        np.maximum.at(self._now.low, codes, own.low)
        np.minimum.at(self._now.high, codes, own.high)

    def of(self, codes: Codes) -> Ranges:
        """Say what is known of some, this month's rates included."""
        now = Ranges(self._now.low[codes], self._now.high[codes])
        return self._with_the_past(codes, now)

    def _this_month(self, codes: Codes, own: Ranges) -> Ranges:
        return Ranges(
            np.maximum(own.low, self._now.low[codes]),
            np.minimum(own.high, self._now.high[codes]),
        )

    def _with_the_past(self, codes: Codes, now: Ranges) -> Ranges:
        low = np.maximum(now.low, self.low[codes])
        high = np.minimum(now.high, self.high[codes])
        refuted = low >= high
        return Ranges(
            np.where(refuted, now.low, low), np.where(refuted, now.high, high)
        )

    def _unknown(self) -> tuple[Floats, Floats]:
        return np.full(self.people, -UNKNOWN), np.full(self.people, UNKNOWN)
