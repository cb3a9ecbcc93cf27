"""Whether a difference is solid: refits agree on it, and no one person decides it."""

import numpy as np
import pandas as pd

from contracts.params import Privacy
from privacy.rounding import TINY
from privacy.tables.references import COMPARED, UNIT, References, outside


def unit_sums_of(
    joined: pd.DataFrame, keys: list[str], families: list[str]
) -> pd.DataFrame:
    """Add up over people, and count them."""
    grouped = joined.groupby(keys)
    sums = grouped[families].sum().assign(people=grouped.size().astype(float))
    return sums.reset_index()


def stability(apart: pd.DataFrame, families: list[str]) -> pd.DataFrame:
    """Give the share of refits whose difference has the sign of the month's model."""
    signs = apart.set_index(COMPARED)[families].apply(np.sign)
    own = signs[(apart["refit"] == 0).to_numpy()]
    others = signs[(apart["refit"] != 0).to_numpy()]
    agree = others.eq(own.reindex(others.index)).astype(float)
    return agree.groupby(level=COMPARED).mean().reset_index()


def no_member_decides(
    joined: pd.DataFrame, found: References, families: list[str], settings: Privacy
) -> pd.DataFrame:
    """Tell where no member holds too much, and the sign holds without anybody."""
    own = joined[joined["refit"] == 0]
    sums = unit_sums_of(own, UNIT, families)
    there = outside(sums, found, [], [*families, "people"]).set_index(COMPARED)
    means = there[families].div(there["people"], axis=0)
    rows = found.asked[COMPARED].merge(own, on=UNIT).set_index(COMPARED)
    apart = rows[families] - means.reindex(rows.index)
    grouped = apart.groupby(level=COMPARED)
    total, top, bottom = grouped.sum(), grouped.max(), grouped.min()
    size = apart.abs().groupby(level=COMPARED)
    share = size.max() / size.sum()
    without_one = ((total > 0) & (total > top)) | ((total < 0) & (total < bottom))
    nobody_there = _nobody_there_decides(own, found, there, grouped.mean())
    solid = (share <= settings.driver_max_member_share) & without_one & nobody_there
    return solid.reset_index()


def _nobody_there_decides(
    own: pd.DataFrame, found: References, there: pd.DataFrame, apart: pd.DataFrame
) -> pd.DataFrame:
    """Tell where the sign holds whoever of the reference's people is left out.

    The extremes are those of the whole pool, the unit's own people among them:
    that can only withhold more.
    """
    families = list(apart)
    people = found.pools.merge(own, on=UNIT).groupby(["month", "pool"])[families]
    pools = found.asked.set_index(COMPARED).reindex(apart.index).reset_index()
    at = pd.MultiIndex.from_frame(pools[["month", "pool"]])
    there = there.reindex(apart.index)
    mean = there[families].div(there["people"], axis=0)
    high = people.max().reindex(at).set_axis(apart.index)
    low = people.min().reindex(at).set_axis(apart.index)
    # Without x the mean of n people moves by (mean - x) / (n - 1).
    fewer = there["people"] - 1
    up, down = (mean - low).div(fewer, axis=0), (high - mean).div(fewer, axis=0)
    return (apart > up + TINY) | (-apart > down + TINY)
