"""Months: which are learned from at an origin, and which can be judged already."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from contracts.errors import ContractError
from contracts.model_params import Models
from contracts.params import Time

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
Codes = npt.NDArray[Any]


def days(column: pd.Series) -> Days:
    """Give a column of days, in whatever form they were read, as days."""
    return pd.to_datetime(column).to_numpy().astype("datetime64[D]")


def month_end(month: Days) -> Days:
    """Give the last day of each month, some months on or not."""
    following = (month.astype("datetime64[M]") + 1).astype("datetime64[D]")
    return np.asarray(following - np.timedelta64(1, "D"), "datetime64[D]")


def last_day(month: str) -> pd.Timestamp:
    """Give the month end of a month written as ``2026-10``."""
    return pd.Timestamp(f"{month}-01") + pd.offsets.MonthEnd(0)


def shifted(as_of: pd.Timestamp, months: int) -> pd.Timestamp:
    """Give the month end so many months after ``as_of``, before if negative."""
    return as_of + pd.offsets.MonthEnd(months)


def months_between(earlier: pd.Timestamp, later: pd.Timestamp) -> int:
    """Count the months from one month end to another."""
    return 12 * (later.year - earlier.year) + later.month - earlier.month


def last_as_of(time: Time) -> pd.Timestamp:
    """Give the last day of the month reported on."""
    return last_day(time.last_month)


def closed_until(time: Time) -> pd.Timestamp:
    """Give the last day by which a month must end for its labels to exist."""
    return last_as_of(time) - pd.Timedelta(days=time.label_lag_days)


def origins(
    first: pd.Timestamp, time: Time, settings: Models
) -> tuple[pd.Timestamp, ...]:
    """List the monthly origins, oldest first.

    Parameters
    ----------
    first : Timestamp
        The first snapshot, a month end.
    time : Time
    settings : Models

    Returns
    -------
    tuple of Timestamp
        At most ``settings.origins`` snapshots up to the last month, each with
        at least ``settings.min_train_months`` label months to learn from.

    Raises
    ------
    ContractError
        If not even the last month has enough behind it.
    """
    last = last_as_of(time)
    found = tuple(
        origin
        for back in reversed(range(settings.origins))
        if _can_learn(
            first,
            origin := shifted(last, -back * time.snapshot_every_months),
            settings,
        )
    )
    if not found:
        have = max(0, months_between(first, last) - settings.gap_months)
        raise ContractError(
            f"features: {have} months can be learned from at the last month.\n"
            f"  Expected models.min_train_months ({settings.min_train_months}) or more."
            " Bring a longer history, or raise time.history_months."
        )
    return found


def warm_up_origins(
    first: pd.Timestamp, start: pd.Timestamp, time: Time, settings: Models
) -> tuple[pd.Timestamp, ...]:
    """List earlier origins, one a horizon, oldest first.

    They serve only to know how far teams strayed from their forecasts before
    the first origin proper; a horizon apart, their windows share no month.
    """
    step = time.horizon_months
    reach = months_between(first, start) // step
    return tuple(
        origin
        for back in reversed(range(1, reach + 1))
        if _can_learn(first, origin := shifted(start, -back * step), settings)
    )


def inner_origins(
    first: pd.Timestamp, start: pd.Timestamp, time: Time, settings: Models
) -> tuple[pd.Timestamp, ...]:
    """List the origins on which settings and champion are chosen, oldest first.

    A horizon apart; the months ahead of the last are all closed at ``start``, the
    first origin proper, so that nothing chosen has seen what is tested.
    """
    found: list[pd.Timestamp] = []
    origin = shifted(start, -settings.gap_months - time.horizon_months)
    while len(found) < settings.choice.inner_origins:
        learned = months_between(first, origin) - settings.gap_months
        if learned < settings.choice.min_train_months:
            break
        found.append(origin)
        origin = shifted(origin, -time.horizon_months)
    return tuple(reversed(found))


def _can_learn(first: pd.Timestamp, origin: pd.Timestamp, settings: Models) -> bool:
    months = months_between(first, origin) - settings.gap_months
    return months >= settings.min_train_months


def matured(
    all_origins: Sequence[pd.Timestamp], by: pd.Timestamp, horizon: int, gap: int
) -> tuple[pd.Timestamp, ...]:
    """List the origins whose whole horizon was closed at a later origin."""
    return tuple(o for o in all_origins if shifted(o, horizon + gap) <= by)


def evaluated(
    all_origins: Sequence[pd.Timestamp], time: Time
) -> tuple[pd.Timestamp, ...]:
    """List the origins whose whole horizon has closed labels by the last month."""
    until = closed_until(time)
    return tuple(o for o in all_origins if shifted(o, time.horizon_months) <= until)


def training_rows(
    stacked: pd.DataFrame, origin: pd.Timestamp, gap_months: int
) -> pd.DataFrame:
    """Keep the rows that may be learned from at an origin.

    Parameters
    ----------
    stacked : DataFrame with column label_month
    origin : Timestamp
    gap_months : int
        Months before the origin's end whose departures may not all be recorded.

    Returns
    -------
    DataFrame
        Rows whose label month ended ``gap_months`` months before the origin, or
        earlier; their snapshots are older still.
    """
    return stacked[stacked["label_month"] <= shifted(origin, -gap_months)]
