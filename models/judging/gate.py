"""Whether a challenger becomes champion, and whether the champion may be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

# Nobody's forecast may be this many times as wrong for one group as for the others.
FAIR = 1.25

Reason = Literal["first", "unchanged", "promoted", "refused", "pinned"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is asked of a model.

    Parameters
    ----------
    name : str
    value : float
    limit : float
        The value may not pass it.
    """

    name: str
    value: float
    limit: float

    @property
    def passed(self) -> bool:
        """Whether the value keeps to its limit; one that is not known does not."""
        return bool(self.value <= self.limit)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is champion from now on, and why.

    Parameters
    ----------
    champion, previous, challenger : str
        Candidates; ``previous`` is empty the first time.
    reason : Reason
    refused_by : tuple of str
        Checks that a challenger did not pass.
    """

    champion: str
    previous: str
    challenger: str
    reason: Reason
    refused_by: tuple[str, ...] = ()


def decide(
    chosen: str, champion: str, pinned: str, checks: Sequence[Check]
) -> Decision:
    """Decide between the champion and the candidate that the rule chose.

    Parameters
    ----------
    chosen : str
        By the rule.
    champion : str
        Up to now; empty the first time.
    pinned : str
        By a person, who then answers for it; empty if nobody did.
    checks : sequence of Check
        Of the chosen against the champion.

    Returns
    -------
    Decision
    """
    if pinned:
        return Decision(pinned, champion, chosen, "pinned")
    if not champion:
        return Decision(chosen, champion, chosen, "first")
    if chosen == champion:
        return Decision(champion, champion, chosen, "unchanged")
    refused_by = tuple(check.name for check in checks if not check.passed)
    if refused_by:
        return Decision(champion, champion, chosen, "refused", refused_by)
    return Decision(chosen, champion, chosen, "promoted")


def calibrated(bands: Mapping[str, Mapping[str, float]]) -> list[Check]:
    """Ask that calibration lies in the bands of a right forecast.

    Parameters
    ----------
    bands : mapping of figure to its value and band
        As ``null_bands.bands`` gives.

    Returns
    -------
    list of Check
        By how many half widths of its band a figure lies from the middle: at most 1.
    """
    return [
        Check(name, _half_widths(one), 1.0)
        for name, one in bands.items()
        if np.isfinite(one["value"])
    ]


def _half_widths(band: Mapping[str, float]) -> float:
    middle, half = (band["high"] + band["low"]) / 2, (band["high"] - band["low"]) / 2
    return abs(band["value"] - middle) / max(half, 1e-9)


def peopled(lacking: int | None) -> list[Check]:
    """Ask that no leaf of the trees to be published is of too few people.

    Parameters
    ----------
    lacking : int or None
        See ``leaves.lacking``; None where there are no trees.

    Returns
    -------
    list of Check
    """
    return [] if lacking is None else [Check("people_a_leaf", lacking, 0.0)]


def fair(groups: pd.DataFrame) -> list[Check]:
    """Ask that no group's forecasts are surely off by more than ``FAIR``.

    Parameters
    ----------
    groups : DataFrame
        As ``fairness.by_group`` gives.

    Returns
    -------
    list of Check
        The end of the interval that lies nearer to one, as a factor above one.
    """
    ends = groups[["low", "high"]].to_numpy("float64")
    return [
        Check(f"fairness_{name}", max(float(low), 1 / float(high)), FAIR)
        for name, (low, high) in zip(groups["attribute"], ends, strict=True)
    ]
