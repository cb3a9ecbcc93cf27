"""What the page of a unit says: a team, a group of merged teams, or a site."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.kpis import KPIS, Kpi
from contracts.released import LEVELS, OUTCOMES
from reports.content.catalogue import Card, fitting
from reports.content.changes import Changes
from reports.content.factors import Factor, Factors
from reports.content.figures import SHOWN, Unit
from reports.content.tried import Initiative, of_unit, under_way
from reports.content.upper import NOTHING, Upper
from reports.pages.links import Link, Links

CARDS_SHOWN = 3

Records = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One plain figure of a unit."""

    kpi: Kpi
    value: float | None
    low: float | None
    high: float | None
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
    changes : Changes
        Of the unit and those right under it, since the month before.
    upper : Upper
        What only sites tell; empty for teams.
    factors : mapping of outcome to tuple of Factor
    kpis : tuple of KpiLine
    tracks : mapping of outcome to tuple of Track
    cards : tuple of (Card, family)
        What can be tried, and the factor that it answers to, the factors of
        the highest level first; not what is under way already.
    tried : tuple of Initiative
        What was tried here, above and below.
    """

    link: Link
    above: tuple[Link, ...]
    members: tuple[Link, ...]
    below: tuple[Link, ...]
    changes: Changes
    upper: Upper
    factors: Mapping[str, tuple[Factor, ...]]
    kpis: tuple[KpiLine, ...]
    tracks: Mapping[str, tuple[Track, ...]]
    cards: tuple[tuple[Card, str], ...]
    tried: tuple[Initiative, ...]

    @property
    def unit(self) -> Unit:
        """The unit that the page is about."""
        return self.link.unit


KpiLines = Mapping[str, tuple[KpiLine, ...]]
Tracks = Mapping[str, Mapping[str, tuple[Track, ...]]]


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
    worse: Mapping[str, frozenset[str]],
    changes: Changes,
    uppers: Mapping[str, Upper],
    tried: Sequence[Initiative],
) -> tuple[UnitPage, ...]:
    """Give the page of every unit but the company and the merged ones."""
    return tuple(
        UnitPage(
            link=link,
            above=links.above(link.unit),
            members=links.members.get(unit_id, ()),
            below=links.below.get(unit_id, ()),
            changes=changes.within([unit_id, *_ids(links.below.get(unit_id, ()))]),
            upper=uppers.get(unit_id, NOTHING),
            factors=factors.get(unit_id, {}) if link.unit.shown else {},
            kpis=kpis.get(unit_id, ()),
            tracks=tracks.get(unit_id, {}),
            cards=fitting(
                _not_under_way(catalogue, tried, link, links),
                _raising(link.unit, factors.get(unit_id, {})),
                CARDS_SHOWN,
                worse.get(unit_id, frozenset()),
            ),
            tried=of_unit(tried, link, links),
        )
        for unit_id, link in links.of.items()
        if link.slug and link.unit.level != "company"
    )


def _not_under_way(
    catalogue: Sequence[Card], tried: Sequence[Initiative], link: Link, links: Links
) -> tuple[Card, ...]:
    """Leave out what the unit tries already."""
    names = under_way(tried, link, links)
    return tuple(card for card in catalogue if card.name not in names)


def _ids(links: Iterable[Link]) -> list[str]:
    return [link.unit.id for link in links]


def _kpi_line(row: Mapping[str, Any]) -> KpiLine:
    return KpiLine(
        kpi=KPIS[row["kpi"]],
        value=row["value"] if row["status"] in SHOWN else None,
        low=row["low"] if row["status"] in SHOWN else None,
        high=row["high"] if row["status"] in SHOWN else None,
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


def _raising(
    unit: Unit, by_outcome: Mapping[str, tuple[Factor, ...]]
) -> tuple[str, ...]:
    """Give the families of a unit's raising factors, the highest level's first."""
    shown = [f for f in unit.figures.values() if f.shown and f.level]
    pressing = [f for f in shown if f.level != LEVELS[0] or f.rising]
    # Sorting is stable: at the same level, departures come first as elsewhere.
    ordered = sorted(pressing or shown, key=lambda f: -LEVELS.index(f.level or ""))
    return tuple(
        factor.family
        for figure in ordered
        for factor in by_outcome.get(figure.outcome, ())
        if factor.raises
    )
