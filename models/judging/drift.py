"""Whether the world still is as it was learned: sums of one-month errors.

Labels of one month are closed two months before those of the whole horizon are, so
the first month ahead is what tells first. Page 1954 (CUSUM).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models.clock import Floats
from models.dispersion import Dispersion

LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Limits:
    """When errors that add up are told of.

    Parameters
    ----------
    slack_sds : float
        What each month may stray before it adds anything, in standard deviations.
    warn_sds, stop_sds : float
        The sum from which a run says that its data have drifted, and from which
        it stops.
    """

    slack_sds: float
    warn_sds: float
    stop_sds: float


def by_month(
    outcome: Outcome, judged: pd.DataFrame, spread: Mapping[pd.Timestamp, Dispersion]
) -> pd.DataFrame:
    """Compare what one month ahead was expected with what came, month by month.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.champion_view``, of a horizon of one month.
    spread : mapping of origin to Dispersion

    Returns
    -------
    DataFrame
        ``as_of, observed, expected`` (leavers, or hours lost) and ``error`` in
        standard deviations of a month.
    """
    weight, expected = judged["weight"], judged["expected"]
    alone = expected * (1 - expected) if outcome != "absence" else 0.0 * expected
    months = (
        judged[["as_of"]]
        .assign(
            observed=judged["observed"] * weight,
            expected=expected * weight,
            alone=alone,
        )
        .groupby("as_of", as_index=False, sort=True)
        .sum()
    )
    at = [spread[pd.Timestamp(str(origin))] for origin in months["as_of"]]
    draw = np.array([one.draw_hours for one in at]) * months["expected"]
    shared = np.array([one.sigma_month for one in at]) * months["expected"]
    deviation = np.sqrt(np.maximum(months["alone"] + draw + shared**2, LEAST))
    error = (months["observed"] - months["expected"]) / deviation
    return months.drop(columns="alone").assign(error=error)


def cusum(error: Floats, slack: float) -> Floats:
    """Add up errors on either side beyond the slack; never below zero.

    Parameters
    ----------
    error : array of shape (n_months,)
        In standard deviations.
    slack : float

    Returns
    -------
    array of shape (n_months, 2)
        More came than was expected, and less.
    """
    sums = np.zeros((len(error) + 1, 2))
    for month, one in enumerate(error):
        step = np.array([one, -one]) - slack
        sums[month + 1] = np.maximum(0.0, sums[month] + step)
    return sums[1:]


def verdict(months: pd.DataFrame, limits: Limits) -> dict[str, object]:
    """Say whether errors have added up past a limit by the last month.

    Parameters
    ----------
    months : DataFrame
        As ``by_month`` gives.
    limits : Limits

    Returns
    -------
    dict
        ``state`` (steady, drifted, stop), ``side`` (more, less: than expected),
        ``sum_sds`` and ``since``: the month from which on errors have added up.
    """
    if months.empty:
        return {"state": "steady", "side": "", "sum_sds": 0.0, "since": ""}
    sums = cusum(months["error"].to_numpy("float64"), limits.slack_sds)
    side = int(np.argmax(sums[-1]))
    last = float(sums[-1, side])
    state = "steady"
    if last >= limits.warn_sds:
        state = "stop" if last >= limits.stop_sds else "drifted"
    began = np.flatnonzero(sums[:, side] == 0)
    first = int(began[-1]) + 1 if len(began) else 0
    since = f"{months['as_of'].iloc[first]:%Y-%m}" if last > 0 else ""
    return {
        "state": state,
        "side": ("more", "less")[side] if last > 0 else "",
        "sum_sds": last,
        "since": since,
    }
