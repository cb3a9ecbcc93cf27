"""How sure it is that units lie above rates that were not agreed on."""

from collections.abc import Callable, Sequence

import pandas as pd

from contracts import params
from contracts.model_params import Outcome
from models import forecast, scoring
from pipelines import _models


def chances(
    outcome: Outcome, features: pd.DataFrame, settings: params.Params
) -> Callable[[pd.DataFrame, Sequence[float]], pd.DataFrame]:
    """Give the function by which the door asks for chances above several rates.

    Returns
    -------
    callable
        Members and rates in, ``month, unit_id, threshold_rate,
        probability_above`` out; each month by the models that stood at its end.
    """
    champion = _models.read_champion(outcome)
    spread = _models.read_champion_dispersion(outcome)
    horizon = settings.time.horizon_months

    def of_month(
        members: pd.DataFrame, month: pd.Timestamp, rates: Sequence[float]
    ) -> pd.DataFrame:
        fitted = _models.read_fitted(outcome, month)
        people = scoring.snapshot(outcome, fitted, champion, features, month, horizon)
        here = members.rename(columns={"month": "as_of"})
        return forecast.chances_above(
            outcome, people, here, spread[month], settings.forecast, rates
        ).rename(columns={"as_of": "month"})

    def of_units(members: pd.DataFrame, rates: Sequence[float]) -> pd.DataFrame:
        months = sorted(pd.Timestamp(month) for month in members["month"].unique())
        found = [of_month(members[members["month"] == m], m, rates) for m in months]
        return pd.concat(found, ignore_index=True)

    return of_units
