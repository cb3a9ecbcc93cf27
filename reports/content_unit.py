"""What the page of a unit says: a team, a group of merged teams, or a site."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.kpis import KPIS, Kpi
from contracts.released import OUTCOMES
from reports.catalogue import Card, fitting
from reports.figures import SHOWN, Unit
from reports.links import Link, Links

CARDS_SHOWN = 3

Records = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A plain figure beside a factor, here and in the reference."""

    name: str
    value: float
    reference: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A working condition that goes with a unit's figure.

    Parameters
    ----------
    family : str
    raises : bool
        Otherwise it lowers: a protective factor.
    reference : {"company", "peers"}
    points : float or None
        Expected leavers (or sick days) per 10 people, against the reference.
    indicators : tuple of Indicator
    """

    family: str
    raises: bool
    reference: str
    points: float | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One plain figure of a unit."""

    kpi: Kpi
    value: float | None
    previous: float | None
    company: float | None
    window_months: int
    month: date | None
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Track:
    """What was forecast in one month, and what came of it."""

    month: date
    low: float
    high: float
    observed_low: float
    observed_high: float
    inside: bool | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything that a unit's page says.

    Parameters
    ----------
    link : Link
        The unit itself.
    above : tuple of Link
        From the company's child down to the unit's parent.
    members : tuple of Link
        Teams counted together in this group.
    below : tuple of Link
        Units under this one, hardest first.
    factors : mapping of outcome to tuple of Factor
    kpis : tuple of KpiLine
    tracks : mapping of outcome to tuple of Track
    cards : tuple of (Card, family)
        What can be tried, and the factor that it answers to.
    """

    link: Link
    above: tuple[Link, ...]
    members: tuple[Link, ...]
    below: tuple[Link, ...]
    factors: Mapping[str, tuple[Factor, ...]]
    kpis: tuple[KpiLine, ...]
    tracks: Mapping[str, tuple[Track, ...]]
    cards: tuple[tuple[Card, str], ...]

    @property
    def unit(self) -> Unit:
        """The unit that the page is about."""
        return self.link.unit


Factors = Mapping[str, Mapping[str, tuple[Factor, ...]]]
KpiLines = Mapping[str, tuple[KpiLine, ...]]
Tracks = Mapping[str, Mapping[str, tuple[Track, ...]]]


def factors(rows: Records, most: int) -> Factors:
    """Choose the factors to show, by unit and outcome.

    Parameters
    ----------
    rows : records of team_drivers, one month
    most : int
        Most raising factors; at most one protective factor comes after them.

    Returns
    -------
    mapping of unit_id to mapping of outcome to tuple of Factor
    """
    grouped: dict[tuple[str, str], dict[tuple[str, str], list[Mapping[str, Any]]]] = {}
    for row in rows:
        if row["status"] in SHOWN and row["direction"] is not None:
            families = grouped.setdefault((row["unit_id"], row["outcome"]), {})
            families.setdefault((row["family"], row["reference"]), []).append(row)
    chosen: dict[str, dict[str, tuple[Factor, ...]]] = {}
    for (unit_id, outcome), families in grouped.items():
        found = [_factor(lines) for lines in families.values()]
        chosen.setdefault(unit_id, {})[outcome] = _strongest(found, most)
    return chosen


def kpi_lines(rows: Records) -> KpiLines:
    """Give each unit's plain figures, in the order of ``contracts.kpis``."""
    order = list(KPIS)
    known = [row for row in rows if row["kpi"] in KPIS]
    lines: dict[str, list[KpiLine]] = {}
    for row in sorted(known, key=lambda row: order.index(row["kpi"])):
        lines.setdefault(row["unit_id"], []).append(_kpi_line(row))
    return {unit_id: tuple(found) for unit_id, found in lines.items()}


def tracks(rows: Records) -> Tracks:
    """Give each site's track record and the company's, oldest first."""
    found: dict[str, dict[str, list[Track]]] = {}
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    for row in sorted(rows, key=lambda row: (order[row["outcome"]], row["month"])):
        by_outcome = found.setdefault(row["unit_id"], {})
        by_outcome.setdefault(row["outcome"], []).append(_track(row))
    return {
        unit_id: {outcome: tuple(lines) for outcome, lines in by_outcome.items()}
        for unit_id, by_outcome in found.items()
    }


def pages(
    links: Links,
    factors: Factors,
    kpis: KpiLines,
    tracks: Tracks,
    catalogue: Sequence[Card],
) -> tuple[UnitPage, ...]:
    """Give the page of every unit but the company and the merged ones."""
    return tuple(
        UnitPage(
            link=link,
            above=links.above(link.unit),
            members=links.members.get(unit_id, ()),
            below=links.below.get(unit_id, ()),
            factors=factors.get(unit_id, {}) if link.unit.shown else {},
            kpis=kpis.get(unit_id, ()),
            tracks=tracks.get(unit_id, {}),
            cards=_cards(link.unit, factors.get(unit_id, {}), catalogue),
        )
        for unit_id, link in links.of.items()
        if link.slug and link.unit.level != "company"
    )


def _factor(rows: list[Mapping[str, Any]]) -> Factor:
    first = rows[0]
    return Factor(
        family=first["family"],
        raises=first["direction"] == "raises",
        reference=first["reference"],
        points=next((r["points"] for r in rows if r["points"] is not None), None),
        indicators=tuple(
            Indicator(r["indicator"], r["value"], r["reference_value"], r["unit"] or "")
            for r in rows
            if r["indicator"] and r["value"] is not None
        ),
    )


def _strongest(found: list[Factor], most: int) -> tuple[Factor, ...]:
    # Comparable teams say more than the whole company; one reference a family.
    found = sorted(found, key=lambda f: (-abs(f.points or 0), f.family))
    best: dict[str, Factor] = {}
    for factor in sorted(found, key=lambda f: f.reference != "peers"):
        best.setdefault(factor.family, factor)
    kept = [factor for factor in found if best[factor.family] is factor]
    raising = [factor for factor in kept if factor.raises][:most]
    lowering = [factor for factor in kept if not factor.raises][:1]
    return (*raising, *lowering)


def _kpi_line(row: Mapping[str, Any]) -> KpiLine:
    return KpiLine(
        kpi=KPIS[row["kpi"]],
        value=row["value"] if row["status"] in SHOWN else None,
        previous=row["previous"] if row["status"] in SHOWN else None,
        company=row["company_value"],
        window_months=row["window_months"] or 0,
        month=row["figure_month"],
        status=row["status"],
        reason=row["reason"],
    )


def _track(row: Mapping[str, Any]) -> Track:
    return Track(
        month=row["month"],
        low=row["low"],
        high=row["high"],
        observed_low=row["observed_low"],
        observed_high=row["observed_high"],
        inside=None if row["inside"] is None else bool(row["inside"]),
    )


def _cards(
    unit: Unit,
    by_outcome: Mapping[str, tuple[Factor, ...]],
    catalogue: Sequence[Card],
) -> tuple[tuple[Card, str], ...]:
    raising = [
        factor.family
        for outcome, found in by_outcome.items()
        if outcome in unit.figures and unit.figures[outcome].shown
        for factor in found
        if factor.raises
    ]
    return fitting(catalogue, raising, CARDS_SHOWN)
