"""A unit and its rate in one month, as the walk over the months handles them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from privacy.attack.coalition import Members, Told


@dataclass(frozen=True, slots=True)
class Rate:
    """A unit's rate as it was released.

    Parameters
    ----------
    value, step : float
        Rounded to the nearest multiple of the step.
    people : float
        Head count, rounded.
    month : Timestamp
        The month that it is of.
    narrowest : float
        The narrowest range, a share, that all members but one could give the last.
    """

    value: float
    step: float
    people: float
    month: pd.Timestamp
    narrowest: float

    @property
    def told(self) -> Told:
        """What it tells of the mean."""
        return Told.by(self.value, self.step)


# What a month showed, once it was published.
Fixed = Mapping[pd.Timestamp, Mapping[str, Rate]]
NONE_FIXED: Fixed = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in one month.

    Parameters
    ----------
    id, level : str
    people : float
        Head count, rounded.
    step : float
        The finest step that its rate may have.
    members : Members
    """

    id: str
    level: str
    people: float
    step: float
    members: Members

    def told_by(self, rate: Rate) -> Told:
        """Say what a rate tells; a published one may be off what is known by now."""
        return rate.told.holding(self.members.mean)
