"""The plain figures that go with a unit's drivers."""

import pandas as pd

from privacy.history.guesses import with_published
from privacy.months import as_months, month_number
from privacy.rounding import nearest
from privacy.tables.drivers import KEYS
from privacy.tables.kpis import SHARE, plain_figures
from privacy.tables.leaders import OF_LEADERS
from privacy.tables.references import COMPANY, MIN_PEERS, PEERS, References, outside
from privacy.units.remainder import Crowd, nobody_left_over, unit_sums

BY = ["family", "indicator", "unit"]
FIGURES = ["value", "company_value", "peers_value"]
KEYS_BY = ["month", "unit_id", *BY]
COLUMNS = [*KEYS_BY, *FIGURES]
EARLIER_MONTHS = 3


def unit_indicators(
    indicators: pd.DataFrame,
    crowd: Crowd,
    found: References,
    stand: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Give the mean of each plain figure in every unit, beside that of others.

    Parameters
    ----------
    indicators : DataFrame
        ``month, person_id, family, indicator, unit, value``.
    crowd : Crowd
    found : References
        Whom each unit is compared with.
    stand : DataFrame, optional
        ``month, unit_id, indicator, value`` of what was published.

    Returns
    -------
    DataFrame
        ``month, unit_id, family, indicator, unit, value, company_value,
        peers_value``, rounded; only what rests on at least ``min_people`` people
        and gives nobody away as a difference. Of comparable units the mean of what
        they show themselves is taken, which tells nothing beside.
    """
    ratios = indicators.rename(columns={"value": "numerator"}).assign(denominator=1.0)
    cells = unit_sums(ratios, crowd, BY)
    exact = cells["numerator"] / cells["denominator"].where(cells["enough"])
    shares = cells["unit"] == SHARE
    shown = nobody_left_over(cells, cells["enough"] & ~_alike(exact, shares), BY, crowd)
    cells = cells.assign(
        figure=cells["indicator"], exact=exact, share=shares, shown=shown
    )
    cells = plain_figures(
        with_published(cells, stand, ["month", "unit_id", "indicator"]),
        ratios.assign(figure=ratios["indicator"]),
        crowd,
    )
    cells = cells[cells["shown"]]
    company = cells[cells["unit_level"] == COMPANY][["month", *BY, "value"]]
    company = company.rename(columns={"value": "company_value"})
    beside = cells.merge(_of_peers(cells, crowd, found), on=KEYS_BY, how="left")
    return beside.merge(company, on=["month", *BY])[COLUMNS]


def _of_peers(cells: pd.DataFrame, crowd: Crowd, found: References) -> pd.DataFrame:
    """Give the mean of what comparable units show, by their rounded people."""
    told = cells.assign(
        units=1.0,
        total=cells["value"] * cells["people"],
        size=cells["people"].astype("float64"),
    )
    sums = outside(told, found, BY, ["units", "total", "size", "contributors"])
    enough = sums["contributors"] >= crowd.settings.min_people
    enough &= (sums["units"] >= MIN_PEERS) & ~sums["family"].isin(OF_LEADERS)
    sums = sums[enough & (sums["reference"] == PEERS)]
    sums = sums.merge(cells[[*KEYS_BY, "step"]], on=KEYS_BY)
    mean = nearest(sums["total"] / sums["size"], sums["step"])
    return sums.assign(peers_value=mean)[[*KEYS_BY, "peers_value"]]


def _alike(exact: "pd.Series[float]", shares: "pd.Series[bool]") -> "pd.Series[bool]":
    """Tell where a share is of all or of nobody: everybody would be known."""
    return shares & ((exact <= 0) | (exact >= 1))


def with_indicators(drivers: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Put the plain figures beside the drivers that are shown, a row each.

    Returns
    -------
    DataFrame
        With ``reference_value``: the figure of the row's own reference.
    """
    published = drivers[drivers["status"] == "published"]
    withheld = drivers[drivers["status"] != "published"]
    beside = published.merge(indicators, on=KEYS, how="left")
    of_peers = beside["reference"] == PEERS
    reference = beside["company_value"].mask(of_peers, beside["peers_value"])
    return pd.concat(
        [beside.assign(reference_value=reference), withheld], ignore_index=True
    )


def with_earlier(drivers: pd.DataFrame) -> pd.DataFrame:
    """Carry each plain figure from the unit's own rows of a quarter ago.

    What was not released then is not looked up now: the figure would be of other
    people, under rules that nobody applied at the time.

    Parameters
    ----------
    drivers : DataFrame
        Rows of ``team_drivers``, of all outcomes and months.

    Returns
    -------
    DataFrame
        With ``earlier_value`` and ``earlier_month``.
    """
    key = ["unit_id", "family", "indicator", "at"]
    rows = drivers.assign(at=month_number(drivers["month"]))
    told = rows.dropna(subset=["indicator", "value"]).drop_duplicates(key)
    told = told.assign(at=told["at"] + EARLIER_MONTHS)
    told = told.rename(columns={"value": "earlier_value", "month": "earlier_month"})
    found = rows.merge(told[[*key, "earlier_value", "earlier_month"]], "left", on=key)
    shown = found["value"].notna()
    return found.drop(columns="at").assign(
        earlier_value=found["earlier_value"].where(shown),
        earlier_month=as_months(found["earlier_month"].where(shown)),
    )
