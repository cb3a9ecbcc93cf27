"""What is expected of a unit of which its rate alone is known: for the door.

As if everybody in it were alike, so that nothing of one person can show.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit

from contracts.model_params import Forecast, Outcome
from models import forecast, leavers
from models.clock import Codes, Floats
from models.dispersion import Dispersion
from models.forecast import UNIT

# What a rate stands for that was rounded to nothing.
SMALLEST_RATE = 0.002
# Where in a step the exact rate may lie: so it does in how sure that is.
PARTS_OF_A_STEP = (0.0, -1 / 3, 1 / 3)


def of_rates(
    outcome: Outcome,
    units: pd.DataFrame,
    dispersion: Dispersion,
    settings: Forecast,
    threshold_rate: float,
    hours: float,
) -> pd.DataFrame:
    """Forecast units from their rates alone, as if all in them were alike.

    Parameters
    ----------
    outcome : Outcome
    units : DataFrame
        ``as_of, unit_id, unit_level, people, rate, step, evenness``: the rate was
        rounded to the step. ``evenness`` is the sum of the squared shares of a
        unit's teams. A rate rounded to 0 is taken for a small one.
    dispersion : Dispersion
    settings : Forecast
    threshold_rate : float
    hours : float
        What a person counts: 1, or for absence the hours contracted.

    Returns
    -------
    DataFrame
        As ``unit_forecast`` gives.
    """
    heads = units.sort_values(UNIT, ignore_index=True)
    size = heads["people"].astype("int64")
    rows = heads.loc[heads.index.repeat(size)].reset_index(drop=True)
    rows = rows.assign(expected=rows["rate"].clip(lower=SMALLEST_RATE), weight=hours)
    unit: Codes = np.repeat(np.arange(len(heads)), size)
    sigma = forecast.sigma_of_heads(
        heads, heads["evenness"].to_numpy("float64"), dispersion
    )
    if outcome == "turnover":
        found = forecast.turnover(rows, unit, sigma, settings, threshold_rate)
    else:
        tail = (1 - settings.interval) / 2
        found = forecast.absence(rows, unit, sigma, dispersion, tail, threshold_rate)
    mixed = chances_above(outcome, heads, dispersion, settings, (threshold_rate,))
    return heads[[*UNIT, "people"]].assign(**found | {"probability_above": mixed[:, 0]})


def chances_above(
    outcome: Outcome,
    units: pd.DataFrame,
    dispersion: Dispersion,
    settings: Forecast,
    threshold_rates: Sequence[float],
) -> Floats:
    """Give the chance that the underlying rate of units passes each threshold.

    Parameters
    ----------
    outcome : Outcome
    units : DataFrame
        See ``of_rates``; in this order.
    dispersion : Dispersion
    settings : Forecast
    threshold_rates : sequence of float

    Returns
    -------
    array of shape (n_units, n_thresholds)
        The mean over the places of a step in which the exact rate may lie.
    """
    given, step = (units[name].to_numpy("float64") for name in ("rate", "step"))
    sigma = forecast.sigma_of_heads(
        units, units["evenness"].to_numpy("float64"), dispersion
    )
    nodes, weights = leavers.normal_nodes(settings.quadrature_nodes)
    everywhere = []
    for part in PARTS_OF_A_STEP:
        rate = np.clip(given + part * step, SMALLEST_RATE, 1)
        if outcome == "turnover":
            centre = leavers.recentred(rate, sigma, nodes, weights)
            above = [
                forecast.chance_above(_alike(centre, sigma), threshold, len(rate))
                for threshold in threshold_rates
            ]
        else:
            own = dispersion.sigma_person**2 / units["people"].to_numpy("float64")
            above = [
                forecast.lost_above(rate, sigma, own, one) for one in threshold_rates
            ]
        everywhere.append(np.column_stack(above))
    found: Floats = np.mean(everywhere, axis=0)
    return found


def _alike(centre: Floats, sigma: Floats) -> Callable[[Floats], Floats]:
    """Give the rate at a shift of units in which everybody has the unit's."""
    return lambda shift: np.asarray(expit(centre + sigma * shift))
