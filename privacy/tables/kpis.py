"""Plain figures of units, as known at a month's end."""

import numpy as np
import pandas as pd

from contracts.errors import ContractError
from contracts.kpis import KPIS
from privacy.history.guesses import (
    beyond_a_guess,
    beyond_guessing,
    usual_apart,
    with_published,
)
from privacy.history.own_shares import with_own_shares
from privacy.months import month_number, with_months
from privacy.rounding import digit_step, nearest, rate_step
from privacy.units.remainder import (
    AMOUNTS,
    Crowd,
    nobody_left_over,
    placed,
    unit_sums,
)

TOO_LITTLE_DATA = "too_little_data"
SHARE = "share"
# Of leavers everybody knows who left; shares of one's own are walked by themselves.
CELL_OF_KPI = ("month", "unit_id", "kpi")
HELD = tuple(name for name, kpi in KPIS.items() if kpi.teams and not kpi.own)


def unit_kpis(
    ratios: pd.DataFrame, crowd: Crowd, stand: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give every unit's plain figures, as far as they may be shown.

    Parameters
    ----------
    ratios : DataFrame
        ``month, person_id, [team_id,] kpi, numerator, denominator,
        window_months``; with ``team_id`` a row counts in that team, else in the
        person's team of the month.
    crowd : Crowd
    stand : DataFrame, optional
        ``month, unit_id, kpi, value`` of what was published.

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
    cells = cells.assign(figure=cells["kpi"], exact=exact, share=shares, shown=shown)
    cells = plain_figures(
        with_published(cells, stand, CELL_OF_KPI, ["month", "kpi"]),
        ratios[ratios["kpi"].isin(HELD)].assign(figure=ratios["kpi"]),
        crowd,
    )
    value, shown = cells["value"].where(cells["shown"]), cells["shown"]
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


def plain_figures(
    cells: pd.DataFrame, rows: pd.DataFrame, crowd: Crowd
) -> pd.DataFrame:
    """Round until colleagues learn no more of one another than by guessing.

    Parameters
    ----------
    cells : DataFrame
        ``month, unit_id, unit_level, people, figure, exact, share, shown``. Shares of
        a unit are rounded to its rate step or coarser, others to its digits.
    rows : DataFrame
        ``month, person_id, [team_id,] figure, numerator, denominator``.
    crowd : Crowd

    Returns
    -------
    DataFrame
        The cells with ``value``, ``step`` and ``shown``.
    """
    # A figure at a time: everybody's figures of all levels and months are many.
    of_people = dict(iter(rows.groupby("figure")))
    found = [
        _figure(here, of_people.get(name, rows.iloc[:0]), crowd)
        for name, here in cells.groupby("figure", sort=True)
    ]
    return pd.concat(found).sort_index() if found else cells.assign(value=0.0, step=0.0)


def _figure(cells: pd.DataFrame, rows: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Round one figure of all units and months."""
    shares, sizes = cells["share"], cells["people"]
    steps = np.where(
        shares, rate_step(sizes, crowd.settings), digit_step(cells["exact"], sizes)
    )
    people = _own_figures(rows, crowd)
    if people.empty:
        value = nearest(cells["exact"], steps)
        return cells.assign(value=value, step=steps, apart=0.0)
    (apart,) = usual_apart(people).to_numpy(np.float64)
    least = beyond_a_guess(apart, sizes.to_numpy(np.float64), crowd.settings)
    asked = cells.assign(step=np.maximum(steps, least), apart=apart)
    return beyond_guessing(asked, people)


def _own_figures(rows: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Give each person's own figure in every unit that holds them."""
    keys = ["month", "unit_id", "unit_level", "figure", "person_id"]
    counted = with_months(rows)
    counted = counted[counted["denominator"] > 0].dropna(subset="numerator")
    sums = placed(counted, crowd).groupby(keys)[AMOUNTS].sum().reset_index()
    return sums.assign(
        value=sums["numerator"] / sums["denominator"], weight=sums["denominator"]
    )


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
