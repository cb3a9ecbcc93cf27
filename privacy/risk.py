"""The forecast of every unit, rounded, with its level in words."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contracts.errors import ContractError, DisclosureError
from contracts.params import Params, Privacy
from contracts.released import TEAM_RISK
from privacy.figures import UnitForecast
from privacy.levels import steady_levels
from privacy.months import target_days, with_months
from privacy.rounding import (
    downward,
    interval,
    nearest,
    rate_step,
    rounded_people,
    rounded_probability,
    shows_counts,
    upward,
)

COUNTED = "turnover"
COUNTED_LEVELS = ("site", "company")
FORECAST = [
    *("expected_rate", "low", "high", "probability_above", "expected_count"),
    *("low_drawn", "high_drawn"),
]
UNIT = ["month", "unit_id"]
_COLUMNS = [*UNIT, "outcome", *FORECAST]


def unit_forecast(
    forecast: UnitForecast, outcome: str, members: pd.DataFrame
) -> pd.DataFrame:
    """Ask for the forecast of every unit that may be shown, and of no other.

    Returns
    -------
    DataFrame
        ``month, unit_id, outcome`` and the exact figures of ``FORECAST``.

    Raises
    ------
    DisclosureError
        If the answer is not one complete row a unit and month.
    """
    if members.empty:
        return members[UNIT].assign(outcome=outcome).reindex(columns=_COLUMNS)
    found = with_months(forecast(members.copy()))
    wanted = members[UNIT].drop_duplicates()
    needed = ["expected_rate", "low", "high", "probability_above"]
    kept = wanted.merge(found.dropna(subset=needed).drop_duplicates(UNIT), on=UNIT)
    if not len(kept) == len(found) == len(wanted):
        raise DisclosureError(
            f"forecast of {outcome}: {len(found)} rows, {len(kept)} of them complete "
            f"and of units that may be shown.\n  Expected {len(wanted)}, one a unit "
            "and month of the members handed over."
        )
    return kept.assign(outcome=outcome)[_COLUMNS]


def team_risk(
    units: pd.DataFrame,
    forecasts: pd.DataFrame,
    outcomes: Sequence[str],
    settings: Params,
) -> pd.DataFrame:
    """Round the forecasts, and give every other unit its empty row.

    Parameters
    ----------
    units : DataFrame
        See ``privacy.groups``.
    forecasts : DataFrame
        As ``unit_forecast`` gives them, all outcomes below each other.
    outcomes : sequence of str
    settings : Params

    Returns
    -------
    DataFrame
        Rows of ``team_risk``.

    Raises
    ------
    ContractError
        If an outcome has no agreed threshold.
    """
    agreed = {name: threshold.rate for name, threshold in settings.thresholds}
    unknown = sorted(set(outcomes) - set(agreed))
    if unknown:
        raise ContractError(
            f"thresholds: none for {', '.join(unknown)}.\n  Expected an agreed rate "
            "for every outcome. Add it to params.yaml."
        )
    rows = units.merge(pd.DataFrame({"outcome": list(outcomes)}), how="cross")
    rows = rows.assign(threshold_rate=rows["outcome"].map(agreed))
    first, last = target_days(rows["month"], settings.time.horizon_months)
    rows = rows.assign(target_from=first, target_to=last)
    shown = _rounded(rows.merge(forecasts, on=[*UNIT, "outcome"]), settings)
    hidden = rows[rows["status"] != "published"].drop(columns="threshold_rate")
    every = pd.concat([shown, hidden], ignore_index=True)
    return every.reindex(columns=list(TEAM_RISK.column_names))


def _rounded(rows: pd.DataFrame, settings: Params) -> pd.DataFrame:
    """Give published rows their figures."""
    people = rounded_people(rows["people"].astype(float), settings.privacy)
    step = rate_step(people, settings.privacy)
    low, expected, high = interval(
        rows["low"], rows["expected_rate"], rows["high"], step
    )
    chance = rounded_probability(rows["probability_above"], settings.privacy)
    rows = _with_counts(rows.assign(people=people), settings.privacy).assign(
        low=np.clip(low, 0, 1),
        expected_rate=np.clip(expected, 0, 1),
        high=np.clip(high, 0, 1),
        probability_above=chance,
        figure_month=rows["month"],
    )
    company = rows[rows["unit_level"] == "company"]
    company = company[["month", "outcome", "expected_rate"]]
    company = company.rename(columns={"expected_rate": "company_rate"})
    rows = rows.merge(company, on=["month", "outcome"])
    return rows.merge(steady_levels(rows), on=[*UNIT, "outcome"])


def _with_counts(rows: pd.DataFrame, settings: Privacy) -> pd.DataFrame:
    """Count leavers at large sites and the company; a band, in whole people."""
    counted = (
        (rows["outcome"] == COUNTED)
        & rows["unit_level"].isin(COUNTED_LEVELS)
        & shows_counts(rows["people"], settings)
    )
    expected = nearest(rows["expected_count"].astype(float), 1.0)
    low = np.minimum(downward(rows["low_drawn"].astype(float), 1.0), expected)
    high = np.maximum(upward(rows["high_drawn"].astype(float), 1.0), expected)
    counts = {"expected_count": expected, "low_count": low, "high_count": high}
    return rows.assign(
        **{name: pd.Series(v, rows.index).where(counted) for name, v in counts.items()}
    )
