"""The weather of staffing, and what the departures expected would cost."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.content.figures import Unit
from reports.pages.links import Link, Links, by_name

Records = Iterable[Mapping[str, Any]]
# Months of pay are told to this many.
COST_STEP = 10


@dataclass(frozen=True, slots=True)
class Ahead:
    """One month ahead: full-time equivalents planned, and missing of them.

    Parameters
    ----------
    month : date
    planned, low, high : int
        ``low`` and ``high`` are below 0 where there are more than planned.
    """

    month: date
    planned: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The months ahead of one unit."""

    link: Link
    months: tuple[Ahead, ...]

    @property
    def widest(self) -> float:
        """The largest share of the plan that may be missing, for a scale."""
        shares = (m.high / m.planned for m in self.months if m.planned > 0)
        return max(shares, default=0.0)


@dataclass(frozen=True, slots=True)
class Cost:
    """What the departures expected of a unit would cost, in months of pay.

    Parameters
    ----------
    each_low, each_high : float
        Months of pay that it takes to replace one person.
    leavers_low, leavers_high : int
        People expected to leave.
    low, high : int
        All of it, rounded outward.
    """

    each_low: float
    each_high: float
    leavers_low: int
    leavers_high: int
    low: int
    high: int


def outlooks(rows: Records, links: Links) -> Mapping[str, tuple[Outlook, ...]]:
    """Give the staffing outlook of each unit and of the sites right under it.

    Parameters
    ----------
    rows : records of capacity, one month
    links : Links

    Returns
    -------
    mapping of unit_id to tuple of Outlook
        The unit itself comes first, then its sites by name.
    """
    months: dict[str, list[Ahead]] = {}
    for row in sorted(rows, key=lambda row: row["target_month"]):
        months.setdefault(row["unit_id"], []).append(_ahead(row))
    found: dict[str, tuple[Outlook, ...]] = {}
    for unit_id in months:
        under = sorted(links.below.get(unit_id, ()), key=by_name)
        shown = [links.of[unit_id], *(link for link in under if link.unit.id in months)]
        found[unit_id] = tuple(Outlook(k, tuple(months[k.unit.id])) for k in shown)
    return found


def cost(unit: Unit, months_of_pay: tuple[float, float]) -> Cost | None:
    """Say what the departures expected would cost; None where they aren't counted.

    Parameters
    ----------
    unit : Unit
    months_of_pay : tuple of float
        What it takes to replace one person, from and to.
    """
    figure = unit.figures.get("turnover")
    if figure is None or not figure.shown:
        return None
    if figure.count_low is None or figure.count_high is None:
        return None
    least, most = months_of_pay
    return Cost(
        least,
        most,
        figure.count_low,
        figure.count_high,
        COST_STEP * math.floor(least * figure.count_low / COST_STEP),
        COST_STEP * math.ceil(most * figure.count_high / COST_STEP),
    )


def _ahead(row: Mapping[str, Any]) -> Ahead:
    return Ahead(
        row["target_month"],
        round(row["planned_fte"]),
        round(row["missing_fte_low"]),
        round(row["missing_fte_high"]),
    )
