"""Whether the world still is as it was learned: sums of one-month errors.

Labels of one month are closed two months before those of the whole horizon are, so
the first month ahead is what tells first. Page 1954 (CUSUM). Errors of a total may
cancel out while other things drive than did: a fit to the latest months alone, which
knows nothing of older ones, then forecasts better.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models import comparison, measures
from models.clock import Floats
from models.dispersion import Dispersion
from models.targets import TARGETS

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


def against_fresh(
    outcome: Outcome, judged: pd.DataFrame, fresh: pd.DataFrame, seed: int
) -> dict[str, float]:
    """Hold fits to the latest months alone against the champion, one month ahead.

    Parameters
    ----------
    outcome : Outcome
    judged, fresh : DataFrame
        See ``backtest.champion_view``, of a horizon of one month: the same people.
    seed : int
        Of the paired bootstrap of teams and months.

    Returns
    -------
    dict
        ``difference``: the fresh fits' mean loss less the champion's, with ``low``
        and ``high``, its 95 % interval; and ``months``. Empty where there is none.
    """
    if judged.empty:
        return {}
    came = judged["observed"].to_numpy("float64")
    losses = [
        measures.each_loss(
            came, one["expected"].to_numpy("float64"), TARGETS[outcome].objective
        )
        for one in (fresh, judged)
    ]
    found = comparison.paired(judged, losses[0] - losses[1], 1, seed)
    return found | {"months": float(judged["as_of"].nunique())}


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


def verdict(
    months: pd.DataFrame, limits: Limits, fresh: Mapping[str, float] | None = None
) -> dict[str, object]:
    """Say whether errors have added up past a limit by the last month.

    Parameters
    ----------
    months : DataFrame
        As ``by_month`` gives.
    limits : Limits
    fresh : mapping, optional
        See ``against_fresh``.

    Returns
    -------
    dict
        ``state`` (steady, outdated, drifted, stop), ``side`` (more, less: than
        expected), ``sum_sds`` and ``since``: the month from which on errors have
        added up; ``fresh``. Outdated: they have not, but fits to the latest months
        alone are better by more than luck.
    """
    fresh = dict(fresh or {})
    if months.empty:
        nothing = {"state": "steady", "side": "", "sum_sds": 0.0, "since": ""}
        return {**nothing, "fresh": fresh}
    sums = cusum(months["error"].to_numpy("float64"), limits.slack_sds)
    side = int(np.argmax(sums[-1]))
    last = float(sums[-1, side])
    state = "outdated" if fresh.get("high", 0.0) < 0 else "steady"
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
        "fresh": fresh,
    }
