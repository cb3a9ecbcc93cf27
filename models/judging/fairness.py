"""Whether forecasts are as right for women and men, younger and older people.

Nobody's sex or age is a feature. Here they are looked at once, over the whole company:
how many left, or were sick, against how many were forecast, group by group.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.clock import Floats
from models.judging import resampling

# A group of fewer people, or with fewer events, is not looked at.
FEWEST_PEOPLE, FEWEST_EVENTS = 100, 20.0
DRAWS, LEVEL = 500, 0.95
Flags = npt.NDArray[np.bool_]
COLUMNS = ["attribute", "group", "people", "ratio", "low", "high"]


def by_group(
    judged: pd.DataFrame, attributes: Mapping[str, pd.Series], block: int, seed: int
) -> pd.DataFrame:
    """Compare observed over expected of each group with that of everybody else.

    Parameters
    ----------
    judged : DataFrame
        See ``backtest.champion_view``.
    attributes : mapping of str to Series of float
        1 or 0 by person, empty where unknown; see ``proxies.attributes``.
    block : int
        Consecutive origins that are drawn together.
    seed : int

    Returns
    -------
    DataFrame
        ``attribute, group`` (yes, no), ``people``, ``ratio``: O/E of the group over
        O/E of the other; ``low, high``: its interval over teams and months drawn
        anew. No row where either group is too small.
    """
    rows = []
    for name, values in attributes.items():
        known = judged.merge(
            values.rename("yes").to_frame(), left_on="person_id", right_index=True
        ).dropna(subset="yes")
        sides = [known["yes"].to_numpy() == side for side in (1.0, 0.0)]
        if not all(_large_enough(known[side]) for side in sides):
            continue
        weights = resampling.draws(known, block, DRAWS, seed)
        ratio, drawn = _ratio(known, sides[0]), _ratios(known, sides[0], weights)
        low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
        people = known.loc[sides[0], "person_id"].nunique()
        rows.append((name, "yes", people, ratio, float(low), float(high)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _large_enough(group: pd.DataFrame) -> bool:
    events = float((group["observed"] > 0).sum())
    return group["person_id"].nunique() >= FEWEST_PEOPLE and events >= FEWEST_EVENTS


def _amounts(known: pd.DataFrame) -> tuple[Floats, Floats]:
    weight = known["weight"].to_numpy("float64")
    observed = known["observed"].to_numpy("float64") * weight
    return observed, known["expected"].to_numpy("float64") * weight


def _ratio(known: pd.DataFrame, yes: Flags) -> float:
    return float(_ratios(known, yes, np.ones((1, len(known))))[0])


def _ratios(known: pd.DataFrame, yes: Flags, weights: Floats) -> Floats:
    observed, expected = _amounts(known)
    in_group = weights @ (observed * yes) / (weights @ (expected * yes))
    others = weights @ (observed * ~yes) / (weights @ (expected * ~yes))
    ratio: Floats = in_group / others
    return ratio
