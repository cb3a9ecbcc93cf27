"""What was forecast for sites and the company, beside what came."""

import numpy as np
import pandas as pd

from privacy.months import with_months
from privacy.rounding import downward, rate_step, upward
from privacy.units.remainder import Crowd, nobody_left_over, unit_sums

LEVELS_SHOWN = ("site", "company")
COUNTED = "turnover"
ONE_PERSON = 1.0

KEYS = ["month", "unit_id", "outcome"]
COLUMNS = [
    *("month", "unit_id", "unit_level", "outcome"),
    *("low", "high", "observed_low", "observed_high", "inside"),
]


def track_record(
    observed: pd.DataFrame,
    forecasts: pd.DataFrame,
    crowd: Crowd,
) -> pd.DataFrame:
    """Hold each forecast against what came, as bands.

    Parameters
    ----------
    observed : DataFrame
        ``month`` (of the forecast), ``person_id, outcome, numerator,
        denominator``: 1 or 0 left of 1 person, sick hours of contracted hours.
    forecasts : DataFrame
        ``month, unit_id, outcome, low_drawn, high_drawn``: people leaving, or
        share of hours.
    crowd : Crowd

    Returns
    -------
    DataFrame
        Rows of ``track_record``. ``inside`` is told from the exact figures, all
        else is rounded outward: leavers to whole people and what came to a band
        of ``round_people_to``, shares to the unit's rate step.
    """
    cells = unit_sums(observed, crowd, ["outcome"])
    stands = cells["unit_level"].isin(LEVELS_SHOWN)
    shown = nobody_left_over(cells, cells["enough"] & stands, ["outcome"], crowd)
    drawn = with_months(forecasts)[[*KEYS, "low_drawn", "high_drawn"]]
    rows = cells[shown].merge(drawn, on=KEYS)
    counted = rows["outcome"] == COUNTED
    whole = rows["denominator"].mask(counted, ONE_PERSON)
    came: pd.Series[float] = rows["numerator"] / whole
    step = rate_step(rows["people"], crowd.settings)
    band = np.where(counted, crowd.settings.round_people_to, step)
    unit = np.where(counted, ONE_PERSON, step)
    observed_low = downward(came, band)
    return rows.assign(
        low=downward(rows["low_drawn"], unit),
        high=upward(rows["high_drawn"], unit),
        observed_low=observed_low,
        observed_high=downward(observed_low + band * 1.5, band),
        inside=came.between(rows["low_drawn"], rows["high_drawn"]),
    )[COLUMNS]
