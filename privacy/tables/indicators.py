"""The plain figures that go with a unit's drivers."""

import pandas as pd

from privacy.tables.drivers import KEYS
from privacy.tables.kpis import SHARE, rounded_values
from privacy.units.remainder import Crowd, nobody_left_over, unit_sums

BY = ["family", "indicator", "unit"]
COLUMNS = ["month", "unit_id", *BY, "value", "reference_value"]


def unit_indicators(indicators: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Give the mean of each plain figure in every unit, beside the company's.

    Parameters
    ----------
    indicators : DataFrame
        ``month, person_id, family, indicator, unit, value``.
    crowd : Crowd

    Returns
    -------
    DataFrame
        ``month, unit_id, family, indicator, unit, value, reference_value``,
        rounded; only what rests on at least ``min_people`` people and gives
        nobody away as a difference.
    """
    ratios = indicators.rename(columns={"value": "numerator"}).assign(denominator=1.0)
    cells = unit_sums(ratios, crowd, BY)
    exact = cells["numerator"] / cells["denominator"].where(cells["enough"])
    shares = cells["unit"] == SHARE
    alike = shares & ((exact <= 0) | (exact >= 1))
    shown = nobody_left_over(cells, cells["enough"] & ~alike, BY, crowd)
    cells["value"] = rounded_values(exact, shares, cells["people"], crowd.settings)
    cells = cells[shown]
    company = cells[cells["unit_level"] == "company"][["month", *BY, "value"]]
    company = company.rename(columns={"value": "reference_value"})
    return cells.merge(company, on=["month", *BY])[COLUMNS]


def with_indicators(drivers: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Put the plain figures beside the drivers that are shown, a row each."""
    published = drivers[drivers["status"] == "published"]
    withheld = drivers[drivers["status"] != "published"]
    beside = published.merge(indicators, on=KEYS, how="left")
    return pd.concat([beside, withheld], ignore_index=True)
