"""Plain figures of units, as known at a month's end."""

import numpy as np
import pandas as pd

from contracts.errors import ContractError
from contracts.kpis import KPIS
from contracts.params import Privacy
from privacy.history.own_shares import with_own_shares
from privacy.months import month_number
from privacy.rounding import nearest, rate_step, rounded_figure
from privacy.units.remainder import Crowd, nobody_left_over, unit_sums

TOO_LITTLE_DATA = "too_little_data"
SHARE = "share"


def unit_kpis(ratios: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Give every unit's plain figures, as far as they may be shown.

    Parameters
    ----------
    ratios : DataFrame
        ``month, person_id, [team_id,] kpi, numerator, denominator,
        window_months``; with ``team_id`` a row counts in that team, else in the
        person's team of the month.
    crowd : Crowd

    Returns
    -------
    DataFrame
        Rows of ``team_kpis`` without the columns that this version leaves empty.
            A withheld row looks the same whether its people are few, unseen or alike.

    Raises
    ------
    ContractError
        If a figure is not one of ``contracts.kpis.KPIS``.
    """
    unknown = set(ratios["kpi"]) - set(KPIS)
    if unknown:
        raise ContractError(
            f"ratios: {len(unknown)} figure(s) are not in contracts/kpis.py: "
            f"{', '.join(sorted(unknown))}.\n  Expected one of {', '.join(KPIS)}. "
            "Declare them there, with their unit."
        )
    cells = unit_sums(ratios, crowd, ["kpi"])
    cells = cells[_may_stand(cells)].reset_index(drop=True)
    exact = cells["numerator"] / cells["denominator"].where(cells["enough"])
    shares = cells["kpi"].map({name: kpi.unit == SHARE for name, kpi in KPIS.items()})
    shares = shares.astype(bool)
    # All or nobody: then everybody would know of everybody.
    alike = shares & ((exact <= 0) | (exact >= 1))
    shown = nobody_left_over(cells, cells["enough"] & ~alike, ["kpi"], crowd)
    value = rounded_values(exact, shares, cells["people"], crowd.settings).where(shown)
    windows = ratios.groupby("kpi")["window_months"].first()
    figures = cells[["month", "unit_id", "unit_level", "kpi"]].assign(
        value=value,
        window_months=cells["kpi"].map(windows).astype("int64"),
        figure_month=cells["month"].where(shown),
        status=np.where(shown, "published", "withheld"),
        reason=pd.Series(TOO_LITTLE_DATA, index=cells.index).where(~shown),
    )
    walked = with_own_shares(figures, ratios, crowd)
    return beside_the_company(beside_the_past(walked)).drop(columns="unit_level")


def rounded_values(
    exact: "pd.Series[float]",
    shares: "pd.Series[bool]",
    people: "pd.Series[float]",
    settings: Privacy,
) -> "pd.Series[float]":
    """Round shares to the unit's rate step, other figures to its digits."""
    rates = nearest(exact, rate_step(people, settings))
    plain = rounded_figure(exact, people)
    return pd.Series(np.where(shares, rates, plain), index=exact.index)


def _may_stand(cells: pd.DataFrame) -> "pd.Series[bool]":
    """Keep figures of leavers away from teams."""
    teams = cells["kpi"].map({name: kpi.teams for name, kpi in KPIS.items()})
    return teams.astype(bool) | (cells["unit_level"] != "team")


def beside_the_past(figures: pd.DataFrame) -> pd.DataFrame:
    """Add the unit's published figure of one window earlier."""
    number = month_number(figures["month"])
    past = figures[["unit_id", "kpi", "value"]].assign(at=number)
    now = figures.assign(at=number - figures["window_months"])
    found = now.merge(
        past.rename(columns={"value": "previous"}),
        on=["unit_id", "kpi", "at"],
        how="left",
    ).drop(columns="at")
    return found.assign(previous=found["previous"].where(found["value"].notna()))


def beside_the_company(figures: pd.DataFrame) -> pd.DataFrame:
    """Add the company's published figure of the month."""
    company = figures[figures["unit_level"] == "company"]
    company = company[["month", "kpi", "value"]]
    company = company.rename(columns={"value": "company_value"})
    return figures.merge(company, on=["month", "kpi"], how="left")
