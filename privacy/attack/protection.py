"""How well a release protects: the narrowest range that the attack on it reached."""

from itertools import pairwise

import numpy as np
import pandas as pd

from privacy.history.walk import POINTS, PUBLISHED

# Fewest people of each band, by the rounded head count; the last is open.
BANDS = (0, 15, 20, 30, 50)
COLUMNS = ["month", "outcome", "size_band", "narrowest_points"]


def protection(rates: pd.DataFrame) -> pd.DataFrame:
    """Give the narrowest range of each month, outcome and size of units.

    Parameters
    ----------
    rates : DataFrame
        As ``safe_rates`` gives them, with their ``outcome``.

    Returns
    -------
    DataFrame
        Rows of ``protection``; ranges in whole points, rounded down, 100 at most.
    """
    new = rates[rates["status"] == PUBLISHED]
    names = [f"{low}-{high - 1}" for low, high in pairwise(BANDS)] + [f"{BANDS[-1]}+"]
    place = np.searchsorted(BANDS, new["people"].to_numpy("float64"), side="right") - 1
    points = np.floor(new["narrowest"] * POINTS + 1e-9).clip(upper=POINTS)
    banded = new.assign(size_band=np.array(names)[place], narrowest_points=points)
    narrowest = banded.groupby(COLUMNS[:3])["narrowest_points"].min()
    return narrowest.reset_index()[COLUMNS]
