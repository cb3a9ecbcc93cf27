"""The figures that initiatives should move: unit by unit, month by month."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from contracts.kpis import KPIS
from privacy.months import month_number, with_months
from privacy.tables.follow_up import Flags, Panel, Reference
from privacy.units.remainder import Crowd, placed, unit_sums

KEYS = ["month", "unit_id", "kpi"]
SUMS = ["numerator", "denominator"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What the door needs to follow initiatives up.

    Parameters
    ----------
    initiatives : DataFrame
        ``initiative_id, team_id, action, starts_on`` and the table's optional
        columns.
    roster : DataFrame
        ``month, person_id, team_id``, over more months than are released.
    ratios : DataFrame
        ``month, person_id, [team_id,] kpi, numerator, denominator``, each of
        one month.
    """

    initiatives: pd.DataFrame = field(repr=False)
    roster: pd.DataFrame = field(repr=False)
    ratios: pd.DataFrame = field(repr=False)


@dataclass(frozen=True, slots=True)
class Followed:
    """One figure of the units of one level, and what chance does to it."""

    months: pd.Index
    units: pd.Index
    panel: Panel
    people: pd.DataFrame
    references: dict[tuple[int, int], Reference] = field(default_factory=dict)


def _long_crowd(tried: Tried, crowd: Crowd, month: pd.Timestamp) -> Crowd:
    """Look at the latest month's units in every month that is known."""
    roster = with_months(tried.roster)
    months = pd.DataFrame({"month": np.sort(roster["month"].unique())})
    places, units = (
        months.merge(frame[frame["month"] == month].drop(columns="month"), how="cross")
        for frame in (crowd.places, crowd.units)
    )
    return Crowd(roster, places, units, crowd.settings)


def panels(
    tried: Tried, known: pd.DataFrame, crowd: Crowd, month: pd.Timestamp
) -> dict[tuple[str, str], Followed]:
    """Lay out every indicator in use, level by level."""
    used = set(known["indicator"].dropna()) & set(KPIS)
    ratios = with_months(tried.ratios[tried.ratios["kpi"].isin(used)])
    if ratios.empty:
        return {}
    whole = _long_crowd(tried, crowd, month)
    sums = unit_sums(ratios, whole, ["kpi"])
    months = pd.Index(np.arange(*_span(sums["month"])))
    people = placed(ratios, whole)[[*KEYS, "person_id", *SUMS]]
    people = people.groupby([*KEYS, "person_id"], as_index=False)[SUMS].sum()
    people = people.assign(at=month_number(people["month"]) - months[0])
    return {
        (str(kpi), str(level)): _followed(cells, months, known, people)
        for (kpi, level), cells in sums.groupby(["kpi", "unit_level"])
    }


def _span(months: "pd.Series[pd.Timestamp]") -> tuple[int, int]:
    numbers = month_number(months)
    return int(numbers.min()), int(numbers.max()) + 1


def _followed(
    cells: pd.DataFrame, months: pd.Index, known: pd.DataFrame, people: pd.DataFrame
) -> Followed:
    cells = cells.assign(at=month_number(cells["month"]))
    wide = {
        name: cells.assign(shown=cells[name].where(cells["enough"]))
        .pivot(index="unit_id", columns="at", values="shown")
        .reindex(columns=months)
        for name in SUMS
    }
    units = wide["numerator"].index
    above = cells.drop_duplicates("unit_id").set_index("unit_id")["parent_id"]
    panel = Panel(
        wide["numerator"].to_numpy(dtype=np.float64),
        wide["denominator"].to_numpy(dtype=np.float64),
        np.asarray(pd.factorize(above.reindex(units).fillna(""))[0], dtype=np.int64),
        _busy(known, units, months),
    )
    here = people["unit_id"].isin(units) & (people["kpi"] == cells["kpi"].iloc[0])
    return Followed(months, units, panel, people[here])


def _busy(known: pd.DataFrame, units: pd.Index, months: pd.Index) -> Flags:
    """Mark the months in which a unit tries anything."""
    busy = np.zeros((len(units), len(months)), dtype=np.bool_)
    first = month_number(known["starts_on"])
    last = month_number(known["ends_on"]).fillna(months[-1])
    for unit, start, end in zip(known["unit_id"], first, last, strict=True):
        if unit in units:
            busy[units.get_loc(unit)] |= (months >= start) & (months <= end)
    return busy
