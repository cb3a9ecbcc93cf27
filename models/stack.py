"""Stacked rows: features as known at a snapshot, once for each month ahead."""

import numpy as np
import pandas as pd

from models.clock import Floats, month_end

LEAD, SIN, COS = "season__lead", "season__sin", "season__cos"
SEASON = (LEAD, SIN, COS)
SIGNIFICANT_DIGITS = 4


def feature_columns(features: pd.DataFrame) -> tuple[str, ...]:
    """Name the feature columns: those of a family, ``<family>__<feature>``."""
    return tuple(name for name in features.columns if "__" in name)


def rounded(values: Floats, digits: int = SIGNIFICANT_DIGITS) -> Floats:
    """Round to a few significant digits: no threshold then tells an exact value."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(values)))
    scale = 10.0 ** np.where(np.isfinite(size), digits - 1 - size, 0.0)
    result: Floats = np.round(values * scale) / scale
    return result


def with_rounded_features(features: pd.DataFrame) -> pd.DataFrame:
    """Round every feature column; the other columns stay."""
    names = list(feature_columns(features))
    values = rounded(features[names].to_numpy("float64"))
    others = [name for name in features.columns if name not in names]
    return pd.concat(
        [features[others], pd.DataFrame(values, features.index, names)], axis=1
    )


def stacked(features: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Put features beside outcomes.

    Parameters
    ----------
    features : DataFrame with columns as_of, person_id, team_id and the features
        Not rounded yet, or rounded: the result is the same.
    outcomes : DataFrame with columns as_of, person_id, lead, label_month

    Returns
    -------
    DataFrame
        The rows of ``outcomes``, sorted by snapshot, person and lead, with the
        features of the snapshot and the season of the label month.
    """
    known = with_rounded_features(
        features[["as_of", "person_id", "team_id", *feature_columns(features)]]
    )
    ordered = outcomes.sort_values(["as_of", "person_id", "lead"])
    return with_season(ordered.merge(known, on=["as_of", "person_id"], how="left"))


def rows_to_score(
    features: pd.DataFrame, as_of: pd.Timestamp, horizon: int
) -> pd.DataFrame:
    """Give a row a person at risk and lead, at one snapshot.

    Parameters
    ----------
    features : DataFrame
        The feature table, with ``announced`` and ``weekly_hours``.
    as_of : Timestamp
    horizon : int
        Months ahead.

    Returns
    -------
    DataFrame
        Sorted by person and lead; every person has all leads. ``days`` are the
        calendar days of the label month, ``hours`` the contracted hours.
    """
    here = features[
        (features["as_of"] == as_of) & ~features["announced"].astype(bool)
    ].sort_values("person_id")
    known = with_rounded_features(here)
    rows = known.iloc[np.repeat(np.arange(len(known)), horizon)]
    lead = np.tile(np.arange(1, horizon + 1), len(known))
    month = np.datetime64(as_of, "M") + lead
    label = pd.Series(month_end(month).astype("datetime64[us]"))
    rows = rows.reset_index(drop=True).assign(
        lead=lead, label_month=label, days=label.dt.day.astype("float64")
    )
    hours = rows["days"] * rows["weekly_hours"] / 7
    return with_season(rows.assign(hours=hours))


def with_season(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the lead and the label month's place in the year as features."""
    angle = 2 * np.pi * rows["label_month"].dt.month.to_numpy() / 12
    season = {
        LEAD: rows["lead"].to_numpy("float64"),
        SIN: rounded(np.sin(angle)),
        COS: rounded(np.cos(angle)),
    }
    return rows.assign(**season)


def matrix(rows: pd.DataFrame, columns: tuple[str, ...]) -> Floats:
    """Give the model's matrix: features, then lead and season.

    Returns
    -------
    array of shape (n_rows, n_columns + 3)
    """
    return rows[[*columns, *SEASON]].to_numpy("float64")
