"""Signs of strain: what surveys, absence and load say, beside others and the past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from contracts.kpis import KPIS, Kpi
from reports.content.figures import SHOWN
from reports.pages.links import Links

Records = Iterable[Mapping[str, Any]]
Side = Literal["above", "like", "below"]
# What is said in surveys comes first, then what is counted.
SIGNS = ("exhaustion", "felt_workload", "sickness_absence_rate", "contacts_per_day")
UPPER = ("company", "site", "activity")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in one unit; more of it is more strain.

    Parameters
    ----------
    kpi : Kpi
    value, low, high : float or None
        None where there is nothing to show, for whatever reason.
    company : float or None
    side : {"above", "like", "below"} or None
        Against the company; None for the company itself.
    before, year_ago : float or None
        One window earlier, and in the same month of last year.
    window_months : int
    month : date or None
        Of a figure that was carried on.
    above, of : int
        Teams of the unit that lie above the company, and those with a figure.
    """

    kpi: Kpi
    value: float | None
    low: float | None
    high: float | None
    company: float | None
    side: Side | None
    before: float | None
    year_ago: float | None
    window_months: int
    month: date | None
    above: int = 0
    of: int = 0


Strain = Mapping[str, tuple[Sign, ...]]


def strain(
    rows: Records,
    year_ago: Records,
    steps: Records,
    links: Links,
    near_share: float,
) -> Strain:
    """Give the signs of every unit that is shown.

    Parameters
    ----------
    rows, year_ago : records of team_kpis
        Of the month, and of the same month of last year.
    steps : records of rate_steps, one month
        How finely a unit's shares are told.
    links : Links
    near_share : float
        So near to the company's figure, as a share of it, one is like it.

    Returns
    -------
    mapping of unit_id to tuple of Sign
        The same signs for every unit: those of which the company, or somebody,
        has a figure. A withheld figure looks like one that nobody has.
    """
    shown = _shown(rows)
    known = [name for name in SIGNS if any(kpi == name for _, kpi in shown)]
    companies = {kpi: row["company_value"] for (_, kpi), row in shown.items()}
    rounding = {r["unit_id"]: r["step"] for r in steps if r["outcome"] == "absence"}
    past = {key: row["value"] for key, row in _shown(year_ago).items()}
    found = {
        unit_id: tuple(
            _sign(
                name,
                shown.get((unit_id, name)),
                None if link.unit.level == "company" else companies[name],
                past.get((unit_id, name)),
                _reach(name, companies[name], rounding.get(unit_id), near_share),
            )
            for name in known
        )
        for unit_id, link in links.of.items()
        if link.unit.shown
    }
    return {unit_id: _counted(unit_id, found, links) for unit_id in found if known}


def _shown(rows: Records) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {
        (row["unit_id"], row["kpi"]): row
        for row in rows
        if row["status"] in SHOWN and row["value"] is not None
    }


def _reach(
    name: str, company: float | None, step: float | None, near_share: float
) -> float:
    """Say how far from the company's a figure may lie and still be like it."""
    hidden = (step or 0.0) / 2 if KPIS[name].unit == "share" else 0.0
    return max(near_share * abs(company or 0.0), hidden)


def _sign(
    name: str,
    row: Mapping[str, Any] | None,
    company: float | None,
    year_ago: float | None,
    reach: float,
) -> Sign:
    if row is None:
        empty = (None,) * 3
        return Sign(KPIS[name], *empty, company, None, None, None, 0, None)
    return Sign(
        kpi=KPIS[name],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        company=company,
        side=None if company is None else _side(row, company, reach),
        before=row["previous"],
        year_ago=year_ago,
        window_months=row["window_months"],
        month=row["figure_month"] if row["status"] == "carried" else None,
    )


def _side(row: Mapping[str, Any], company: float, reach: float) -> Side:
    """Hold a figure of a survey by its range, any other by how far it lies."""
    low, high = row["low"], row["high"]
    if low is None or high is None:
        low, high = row["value"] - reach, row["value"] + reach
    return "above" if low > company else "below" if high < company else "like"


def _counted(unit_id: str, found: Strain, links: Links) -> tuple[Sign, ...]:
    """Add to a site's signs, and the company's, in how many teams they are above."""
    unit = links.of[unit_id].unit
    if unit.level not in UPPER:
        return found[unit_id]
    teams = [
        found[link.unit.id]
        for link in links.all_below(unit)
        if link.unit.level not in UPPER and link.unit.id in found
    ]
    return tuple(
        replace(
            sign,
            above=sum(signs[at].side == "above" for signs in teams),
            of=sum(signs[at].value is not None for signs in teams),
        )
        for at, sign in enumerate(found[unit_id])
    )
