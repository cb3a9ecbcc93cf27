"""The level of a unit in words, steady against single months."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contracts.released import LEVELS
from privacy.months import month_number

# P(rate above the agreed threshold) from which the next level begins.
BOUNDS = (0.2, 0.5, 0.8)


def level_of(probability: "pd.Series[float]") -> "pd.Series[str]":
    """Turn rounded probabilities into levels."""
    place = np.searchsorted(BOUNDS, probability.to_numpy(dtype=float), side="right")
    return pd.Series(np.asarray(LEVELS, dtype=object)[place], index=probability.index)


def steady_levels(risk: pd.DataFrame) -> pd.DataFrame:
    """Give each unit's level, which changes only when it holds two months.

    Parameters
    ----------
    risk : DataFrame
        ``month, unit_id, outcome, probability_above`` (rounded), one row each.

    Returns
    -------
    DataFrame
        ``month, unit_id, outcome, level, level_since, change``, sorted. The first
        month, and the first after a gap, takes its own level; its change is
        ``unknown``.
    """
    keys = ["unit_id", "outcome", "month"]
    rows = risk.sort_values(keys, ignore_index=True)
    own = level_of(rows["probability_above"]).tolist()
    months = month_number(rows["month"]).tolist()
    series = list(zip(rows["unit_id"], rows["outcome"], strict=True))
    follows = [
        at > 0 and series[at - 1] == series[at] and months[at - 1] + 1 == months[at]
        for at in range(len(rows))
    ]
    shown = _shown(own, follows)
    since = list(range(len(rows)))
    for at in range(len(rows)):
        if follows[at] and shown[at - 1] == shown[at]:
            since[at] = since[at - 1]
    return rows[keys].assign(
        level=shown,
        level_since=rows["month"].take(since).to_numpy(),
        change=[_change(shown, follows, at) for at in range(len(rows))],
    )


def _shown(own: Sequence[str], follows: Sequence[bool]) -> list[str]:
    shown: list[str] = []
    for at, level in enumerate(own):
        holds = not follows[at] or own[at - 1] == level
        shown.append(level if holds else shown[-1])
    return shown


def _change(shown: Sequence[str], follows: Sequence[bool], at: int) -> str:
    """Compare with the month before."""
    if not follows[at]:
        return "unknown"
    step = LEVELS.index(shown[at]) - LEVELS.index(shown[at - 1])
    return "up" if step > 0 else "down" if step < 0 else "same"
