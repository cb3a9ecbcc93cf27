"""What is expected of people, and how sure that makes a unit's rate: for the door."""

from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from contracts import params
from contracts.model_params import Outcome
from models import scoring, unit_rates
from pipelines import _models


def expected(
    outcome: Outcome,
    features: pd.DataFrame,
    months: list[pd.Timestamp],
    settings: params.Params,
) -> pd.DataFrame:
    """Score everybody, each month by the models that stood at its end.

    Returns
    -------
    DataFrame
        ``month, person_id, value, weight``.
    """
    champion = _models.read_champion(outcome)
    horizon = settings.time.horizon_months
    scored = [
        scoring.snapshot(
            outcome,
            _models.read_fitted(outcome, month),
            champion,
            features,
            month,
            horizon,
        )
        for month in months
    ]
    found = _models.by_month(pd.concat(scored, ignore_index=True))
    return found.rename(columns={"expected": "value"})


def forecaster(
    outcome: Outcome, people: pd.DataFrame, settings: params.Params
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Give the function by which the door asks how sure the rates of units are.

    Parameters
    ----------
    outcome : Outcome
    people : DataFrame
        As ``expected`` gives them: of these only a month's mean hours are used.
    settings : Params

    Returns
    -------
    callable
        Released rates of units in, ``month, unit_id`` and a forecast out.
    """
    threshold: params.Threshold = getattr(settings.thresholds, outcome)
    spread = _models.read_champion_dispersion(outcome)
    hours = people.groupby("month")["weight"].mean().round()

    def forecast_units(units: pd.DataFrame) -> pd.DataFrame:
        found = [
            unit_rates.of_rates(
                outcome,
                rows,
                spread[month],
                settings.forecast,
                threshold.rate,
                float(hours[month]),
            )
            for month, rows in _month_by_month(units)
        ]
        return _models.by_month(pd.concat(found))

    return forecast_units


def chances(
    outcome: Outcome, settings: params.Params
) -> Callable[[pd.DataFrame, Sequence[float]], pd.DataFrame]:
    """Give the function by which the door asks of thresholds that might be agreed.

    Returns
    -------
    callable
        Released rates of units and thresholds in, ``month, unit_id,
        threshold_rate, probability_above`` out.
    """
    spread = _models.read_champion_dispersion(outcome)

    def of_units(units: pd.DataFrame, thresholds: Sequence[float]) -> pd.DataFrame:
        found = []
        for month, rows in _month_by_month(units):
            above = unit_rates.chances_above(
                outcome, rows, spread[month], settings.forecast, thresholds
            )
            found += [
                rows[["as_of", "unit_id"]].assign(
                    threshold_rate=threshold, probability_above=above[:, place]
                )
                for place, threshold in enumerate(thresholds)
            ]
        return _models.by_month(pd.concat(found, ignore_index=True))

    return of_units


def _month_by_month(
    units: pd.DataFrame,
) -> Iterator[tuple[pd.Timestamp, pd.DataFrame]]:
    """Give the units of each month, as ``unit_rates`` takes them."""
    rows = units.rename(columns={"month": "as_of"})
    for month in sorted(rows["as_of"].unique()):
        yield month, rows[rows["as_of"] == month]
