"""Plain figures that are shares of each person's own: no month may tell of another."""

import numpy as np
import pandas as pd

from contracts.kpis import KPIS
from privacy.history.walk import PUBLISHED, UNIT, safe_rates
from privacy.months import with_months
from privacy.rounding import rounded_people
from privacy.units.remainder import Crowd, placed

KEYS = [*UNIT, "kpi"]
# What the walk decides of a figure, in the names of ``team_kpis``.
DECIDED = {
    "rate": "value",
    "figure_month": "figure_month",
    "status": "status",
    "reason": "reason",
}


def with_own_shares(
    figures: pd.DataFrame, ratios: pd.DataFrame, crowd: Crowd
) -> pd.DataFrame:
    """Walk the months of such figures, and put what is safe in their place.

    Parameters
    ----------
    figures : DataFrame
        ``month, unit_id, kpi, value, figure_month, status, reason``: what may be
        shown of each month by itself.
    ratios : DataFrame
        See ``unit_kpis``.
    crowd : Crowd

    Returns
    -------
    DataFrame
        The same rows.
    """
    for name in (kpi.name for kpi in KPIS.values() if kpi.own):
        rows = with_months(ratios[ratios["kpi"] == name])
        if not rows.empty:
            figures = _replaced(figures, _walked(figures, rows, name, crowd))
    return figures


def _walked(
    figures: pd.DataFrame, rows: pd.DataFrame, name: str, crowd: Crowd
) -> pd.DataFrame:
    """Walk the units that may show a figure by its own months."""
    shown = figures[(figures["kpi"] == name) & (figures["status"] == PUBLISHED)]
    units = crowd.units.merge(shown[UNIT], on=UNIT)
    people = rounded_people(units["people"].astype(float), crowd.settings)
    counted = rows[rows["denominator"] > 0]
    members = placed(counted, crowd).merge(shown[UNIT], on=UNIT)
    own = counted.assign(
        value=counted["numerator"] / counted["denominator"],
        weight=counted["denominator"],
    )
    units = units.assign(people=people)
    rates = safe_rates(units, members[[*UNIT, "person_id"]], own, crowd.settings)
    return rates.assign(kpi=name)


def _replaced(figures: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Put what the walk decided in place of what stood there."""
    decided = rates[[*KEYS, *DECIDED]].rename(columns=DECIDED)
    both = figures.merge(decided, on=KEYS, how="left", suffixes=("", "_walked"))
    walked = both["status_walked"].notna().to_numpy()
    new = {
        name: np.where(walked, both[f"{name}_walked"], both[name])
        for name in ("status", "reason")
    }
    months = both["figure_month"].mask(walked, both["figure_month_walked"])
    values = both["value"].mask(walked, both["value_walked"])
    return figures.assign(
        **new, value=values.to_numpy(), figure_month=months.to_numpy()
    )
