"""The candidate to beat: a rate by tenure, since early exits dominate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models import group_rates
from models.clock import Codes, Floats
from models.shares import Shares
from models.targets import Fitting, row_weights

TENURE = "career__tenure_months"
# Where the hazard bends in contact centres: steeply at first, then hardly.
STARTS_MONTHS = (0.0, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0)


@dataclass(frozen=True, slots=True)
class LifeTable:
    """A rate by band of tenure.

    Parameters
    ----------
    starts_months : tuple of float
        Where each band starts; it ends where the next one starts.
    rates : mapping of target to tuple of float
        A rate a band.
    unknown : mapping of target to float
        The rate of people whose tenure is not known: the company's.
    binary : bool
        Whether rates are chances, rather than shares.
    """

    starts_months: tuple[float, ...]
    rates: Mapping[str, tuple[float, ...]]
    unknown: Mapping[str, float]
    binary: bool


def fit(rows: pd.DataFrame, settings: Fitting) -> LifeTable:
    """Average each target by tenure, thin bands pooled with the younger one."""
    tenure = tenure_at_label(rows)
    known = ~np.isnan(tenure)
    people = pd.factorize(rows["person_id"])[0]
    starts = _wide_enough(tenure[known], people[known], settings.min_people)
    band = np.searchsorted(starts, tenure[known], side="right") - 1
    weight = row_weights(rows, settings.boosting.recency_per_month)
    exposure = np.bincount(band, weight[known], len(starts))
    rates, unknown = {}, {}
    for name in settings.targets.names:
        value = rows[name].to_numpy("float64")
        company = float(np.average(value, weights=weight))
        total = np.bincount(band, (weight * value)[known], len(starts))
        mean = group_rates.leaning(total, exposure, company)
        rates[name] = tuple(float(rate) for rate in mean)
        unknown[name] = company
    binary = settings.targets.objective == "binary"
    return LifeTable(starts, rates, unknown, binary)


def predict(fitted: LifeTable, rows: pd.DataFrame) -> Floats:
    """Look up each row's band; array of shape (n_rows, n_targets)."""
    tenure = tenure_at_label(rows)
    band = np.searchsorted(fitted.starts_months, np.nan_to_num(tenure), "right") - 1
    columns = [
        np.where(np.isnan(tenure), fitted.unknown[name], np.array(rates)[band])
        for name, rates in fitted.rates.items()
    ]
    return np.column_stack(columns)


def shares(fitted: LifeTable, rows: pd.DataFrame) -> Shares:
    """Put the whole distance from the company down to tenure."""
    company = next(iter(fitted.unknown.values()))
    rates = predict(fitted, rows)[:, :1]
    return group_rates.shares_of(rates, company, fitted.binary, TENURE)


def stored(fitted: LifeTable) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the bands and their rates as plain content."""
    return {}, {
        "starts_months": list(fitted.starts_months),
        "rates": {name: list(rates) for name, rates in fitted.rates.items()},
        "unknown": dict(fitted.unknown),
        "binary": fitted.binary,
    }


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> LifeTable:
    """Give back what ``stored`` took apart."""
    return LifeTable(
        tuple(plain["starts_months"]),
        {name: tuple(plain["rates"][name]) for name in targets},
        {name: plain["unknown"][name] for name in targets},
        plain["binary"],
    )


def tenure_at_label(rows: pd.DataFrame) -> Floats:
    """Give the tenure, in months, at the start of the label month."""
    if TENURE not in rows.columns:
        return np.full(len(rows), np.nan)
    tenure = rows[TENURE].to_numpy("float64") + rows["lead"].to_numpy() - 1
    at_label: Floats = np.maximum(tenure, 0.0)
    return at_label


def _wide_enough(tenure: Floats, people: Codes, min_people: int) -> tuple[float, ...]:
    """Drop the start of every band that holds fewer people than it needs."""
    starts = list(STARTS_MONTHS)
    while len(starts) > 1:
        band = np.searchsorted(starts, tenure, side="right") - 1
        counts = [len(np.unique(people[band == one])) for one in range(len(starts))]
        thin = next((i for i, count in enumerate(counts) if count < min_people), None)
        if thin is None:
            break
        # The first band has no younger one: it takes in the next instead.
        del starts[max(thin, 1)]
    return tuple(starts)
