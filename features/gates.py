"""Gates that every feature passes before a model learns from it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from contracts.drivers import Family

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Bins of a feature's own history, and one more for "nothing seen".
BINS = 10
# A month is held against the year before it.
YEAR = 12
# Fewer earlier comparisons say nothing about what is usual.
FEWEST_MONTHS = 6
# Half a person in every bin: an empty one is then rare, not impossible.
HALF = 0.5
MEASURED = [
    *("feature", "family", "coverage", "coverage_latest"),
    *("out_of_bounds", "constant", "repeats", "drift"),
]
FINDINGS = ("out_of_bounds", "empty", "constant", "repeats", "drifted")


def gates(
    features: pd.DataFrame, families: Sequence[Family], usual_drift_sds: float
) -> pd.DataFrame:
    """Look at every feature: its bounds, coverage, spread, twins and drift.

    Parameters
    ----------
    features : DataFrame
        The feature table, a row a snapshot and person, or unit.
    families : sequence of Family
        Those that the table holds.
    usual_drift_sds : float
        How far above its own history a month's shift must lie to be named.

    Returns
    -------
    DataFrame
        ``feature, family, coverage, coverage_latest`` (shares of rows with a
        value), ``out_of_bounds`` (share of the values), ``repeats`` (the earlier
        feature that says the same), ``drift`` (standard deviations above the
        usual shift, empty where the history is short) and ``finding``, the
        first of ``FINDINGS`` or empty.
    """
    months = pd.factorize(features["as_of"], sort=True)[0]
    latest = months == months.max(initial=0)
    twins = repeated(features, [c for f in families for c in f.columns])
    rows = []
    for family in families:
        for feature, column in zip(family.features, family.columns, strict=True):
            values = features[column].to_numpy("float64")
            seen = np.isfinite(values)
            low, high = feature.bounds
            outside = seen & ((values < low) | (values > high))
            rows.append(
                {
                    "feature": column,
                    "family": family.name,
                    "coverage": _share(seen),
                    "coverage_latest": _share(seen[latest]),
                    "out_of_bounds": outside.sum() / max(seen.sum(), 1),
                    "constant": bool(seen.any() and np.ptp(values[seen]) == 0),
                    "repeats": twins.get(column),
                    "drift": drift(values, months),
                }
            )
    table = pd.DataFrame(rows, columns=MEASURED)
    table["finding"] = _findings(table, usual_drift_sds)
    return table.drop(columns="constant")


def drift(values: Floats, months: Counts) -> float:
    """Hold the last month's shift against the shifts that are usual here.

    The shift of a month is the population stability index of its values against
    those of the year before. A fixed limit for it means nothing: with few people
    chance alone passes it, with a season every summer does. So the logarithm of
    the last month's is held against those of the months before.

    Parameters
    ----------
    values : array of shape (n_rows,)
        Empty is a value of its own.
    months : array of shape (n_rows,)
        Number of each row's month, from 0 on.

    Returns
    -------
    float
        Standard deviations above the usual; NaN with under
        ``FEWEST_MONTHS`` months to compare with, or with no shift at all.
    """
    found = shifts(values, months)
    if len(found) <= FEWEST_MONTHS:
        return float("nan")
    middle, spread = usual_shift(found)
    return float((np.log(found[-1]) - middle) / spread) if spread else float("nan")


def shifts(values: Floats, months: Counts) -> Floats:
    """Give the shift of each month that has a year before it, the last one's last.

    Parameters
    ----------
    values, months : arrays of shape (n_rows,)
        As ``drift`` takes them.

    Returns
    -------
    array of shape (n_months - YEAR,)
        Population stability indices against the year before; above zero.
    """
    counts = _counts(values, months)
    return np.array([_shift(counts, month) for month in range(YEAR, len(counts))])


def usual_shift(found: Floats) -> tuple[float, float]:
    """Give mean and standard deviation of the logarithm of all shifts but the last."""
    logs = np.log(found[:-1])
    return float(logs.mean()), float(logs.std(ddof=1))


def repeated(features: pd.DataFrame, columns: Sequence[str]) -> dict[str, str]:
    """Find features that say, row for row, what an earlier one says."""
    first: dict[int, str] = {}
    twins = {}
    for column in columns:
        values = features[column]
        key = int(pd.util.hash_array(values.to_numpy("float64")).sum())
        known = first.setdefault(key, column)
        if known != column and values.notna().any() and values.equals(features[known]):
            twins[column] = known
    return twins


def _share(flags: npt.NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _counts(values: Floats, months: Counts) -> Counts:
    """Count the people of each month in each bin, the last for the empty."""
    seen = np.isfinite(values)
    borders = np.arange(1, BINS) / BINS
    edges = np.unique(np.quantile(values[seen], borders)) if seen.any() else borders
    bins = np.where(seen, np.searchsorted(edges, values, side="right"), BINS)
    total = int(months.max(initial=-1)) + 1
    cells = np.bincount(months * (BINS + 1) + bins, minlength=total * (BINS + 1))
    return cells.reshape(total, BINS + 1)


def _shift(counts: Counts, month: int) -> float:
    """Give the population stability index of a month against the year before."""
    before, now = counts[month - YEAR : month].sum(axis=0), counts[month]
    used = (before > 0) | (now > 0)
    old, new = before[used] + HALF, now[used] + HALF
    expected, found = old / old.sum(), new / new.sum()
    return float(((found - expected) * np.log(found / expected)).sum()) + 1e-12


def _findings(table: pd.DataFrame, usual_drift_sds: float) -> pd.Series:
    """Name the first thing that is odd about each feature."""
    odd = [
        table["out_of_bounds"] > 0,
        table["coverage"] == 0,
        table["constant"].astype(bool),
        table["repeats"].notna(),
        table["drift"] > usual_drift_sds,
    ]
    return pd.Series(np.select(odd, FINDINGS, default=""), index=table.index)
