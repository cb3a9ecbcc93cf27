"""The forecast of every unit, rounded, with its level in words."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contracts.errors import ContractError, DisclosureError
from contracts.params import Params, Privacy
from contracts.released import TEAM_RISK
from privacy.figures import RateForecast
from privacy.history.standing import Standing
from privacy.history.walk import CARRIED, PUBLISHED, RATES, UNIT
from privacy.months import target_days, with_months
from privacy.rounding import (
    downward,
    interval,
    nearest,
    rounded_probability,
    shows_counts,
    upward,
)
from privacy.tables.levels import steady_levels

COUNTED = "turnover"
COUNTED_LEVELS = ("site", "company")
BESIDE = [
    *("low", "high", "probability_above"),
    *("expected_count", "low_drawn", "high_drawn"),
]
# What a forecast is told of a released rate.
ASKED = [*UNIT, "unit_level", "people", "rate", "step", "evenness"]
_COLUMNS = [*RATES, "unit_level", "evenness", "outcome", *BESIDE]
SHOWN = (PUBLISHED, CARRIED)
# Of these the walk over the months has the last word, not the size alone.
INSTEAD = ["people", "status", "reason"]


def unit_forecasts(
    rates: pd.DataFrame,
    members: pd.DataFrame,
    forecast: RateForecast,
    outcome: str,
) -> pd.DataFrame:
    """Ask how sure each released rate is, and how likely it is above the threshold.

    What is asked for follows from the released rate and head count alone, so that
    it tells nothing of people that these two do not.

    Parameters
    ----------
    rates : DataFrame
        As ``safe_rates`` gives them.
    members : DataFrame
        ``month, unit_id, unit_level, person_id``.
    forecast : callable
        See ``PeopleFigures``.
    outcome : str

    Returns
    -------
    DataFrame
        ``RATES``, ``unit_level``, ``evenness``, ``outcome`` and ``BESIDE``, a row a
        unit and month; of a carried rate, what stood beside it in its month.

    Raises
    ------
    DisclosureError
        If the answer is not one complete row a released rate.
    """
    rates = rates.merge(_evenness(members), on=UNIT, how="left")
    asked = rates.loc[rates["status"] == PUBLISHED, ASKED]
    if asked.empty:
        return rates.assign(outcome=outcome).reindex(columns=_COLUMNS)
    found = with_months(forecast(asked.copy()))
    needed = ["low", "high", "probability_above"]
    complete = found.dropna(subset=needed).drop_duplicates(UNIT)
    kept = asked[UNIT].merge(complete, on=UNIT)
    if not len(kept) == len(found) == len(asked):
        raise DisclosureError(
            f"forecast of {outcome}: {len(found)} rows, {len(kept)} of them complete "
            f"and of units that may be shown.\n  Expected {len(asked)}, one a unit "
            "and month of the rates handed over."
        )
    beside = kept[[*UNIT, *BESIDE]].rename(columns={"month": "figure_month"})
    whole = rates.merge(beside, on=["figure_month", "unit_id"], how="left")
    return whole.assign(outcome=outcome)[_COLUMNS]


def _evenness(members: pd.DataFrame) -> pd.DataFrame:
    """Say into how many teams a unit falls: the sum of their squared shares of it.

    Returns
    -------
    DataFrame
        ``month, unit_id, unit_level, evenness`` (1 for a team, 0.1 for ten even
        ones), to two digits.
    """
    keys = ["month", "person_id"]
    teams = members.loc[members["unit_level"] == "team", [*keys, "unit_id"]]
    teams = teams.rename(columns={"unit_id": "team"}).drop_duplicates(keys)
    placed = members.merge(teams, on=keys, how="left")
    unit = [*UNIT, "unit_level"]
    count = placed.groupby([*unit, "team"], dropna=False).size().rename("n")
    share = count / count.groupby(unit).transform("sum")
    return (share**2).groupby(unit).sum().round(2).rename("evenness").reset_index()


def team_risk(
    units: pd.DataFrame,
    forecasts: pd.DataFrame,
    outcomes: Sequence[str],
    settings: Params,
    standing: Standing,
) -> pd.DataFrame:
    """Round what stands beside the rates, and give every other unit its empty row.

    Parameters
    ----------
    units : DataFrame
        See ``privacy.units.groups``.
    forecasts : DataFrame
        As ``unit_forecasts`` gives them, all outcomes below each other.
    outcomes : sequence of str
    settings : Params
    standing : Standing
        What was published, and stands as it is.

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
    large = rows[rows["status"] == PUBLISHED].drop(columns=INSTEAD)
    told = forecasts.drop(columns=["unit_level", "evenness"])
    walked = large.merge(told, on=[*UNIT, "outcome"])
    seen = walked["status"].isin(SHOWN)
    shown = _rounded(walked[seen].reset_index(drop=True), settings, standing)
    small = rows[rows["status"] != PUBLISHED]
    hidden = pd.concat([small, walked[~seen][[*rows.columns]]], ignore_index=True)
    first, last = target_days(hidden["month"], settings.time.horizon_months)
    hidden = hidden.assign(target_from=first, target_to=last, people=np.nan)
    every = pd.concat([shown, hidden.drop(columns="threshold_rate")], ignore_index=True)
    every = every.reindex(columns=list(TEAM_RISK.column_names))
    return standing.over(every, units["month"])


def _rounded(rows: pd.DataFrame, settings: Params, standing: Standing) -> pd.DataFrame:
    """Give the rows that show a figure all that stands beside it."""
    low, expected, high = interval(
        rows["low"], rows["rate"], rows["high"], rows["step"].astype(float)
    )
    chance = rounded_probability(rows["probability_above"], settings.privacy)
    first, last = target_days(rows["figure_month"], settings.time.horizon_months)
    rows = _with_counts(rows, settings.privacy).assign(
        low=np.clip(low, 0, 1),
        expected_rate=np.clip(expected, 0, 1),
        high=np.clip(high, 0, 1),
        probability_above=chance,
        target_from=first,
        target_to=last,
    )
    rows = standing.beside(rows)
    company = rows[rows["unit_level"] == "company"]
    company = company[["month", "outcome", "expected_rate"]]
    company = company.rename(columns={"expected_rate": "company_rate"})
    rows = rows.merge(company, on=["month", "outcome"], how="left")
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
