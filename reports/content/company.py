"""What the page of the company says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.drivers import Label
from contracts.released import OUTCOMES
from reports.content.catalogue import Card
from reports.content.changes import Changes
from reports.content.factors import Factors
from reports.content.figures import Unit
from reports.content.tried import Initiative
from reports.content.unit import KpiLine, KpiLines, Track, Tracks, UnitPage
from reports.content.upper import NOTHING, Upper
from reports.pages.links import Link, Links, by_level, by_name, by_need

Rows = Sequence[Mapping[str, Any]]
UPPER = ("company", "site")
TRIES_SHOWN = 3
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Agreed:
    """A threshold, when it was agreed and with whom."""

    outcome: str
    rate: float
    agreed_on: date
    agreed_with: Label


@dataclass(frozen=True, slots=True)
class Frequent:
    """A family, and how many marked units it goes with."""

    family: str
    units: int


@dataclass(frozen=True, slots=True)
class Try:
    """What can be tried, the factor it answers to, in how many marked units."""

    card: Card
    family: str
    units: int


@dataclass(frozen=True, slots=True)
class Place:
    """A site and the units under it; no site for those that have none."""

    site: Link | None
    units: tuple[Link, ...]

    @property
    def marked(self) -> int:
        """How many of its units call for attention."""
        return sum(link.unit.marked for link in self.units)


@dataclass(frozen=True, slots=True)
class Gap:
    """A table that the data lack in part or whole, and what is lost with it."""

    table: str
    absent: bool
    people_share: float | None
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strayed:
    """An outcome of which more, or less, has come than was forecast."""

    outcome: str
    more: bool
    since: date


@dataclass(frozen=True, slots=True)
class Option:
    """A threshold that might be agreed, and how many teams it would mark."""

    rate: float
    marked: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """Everything that the company's page says.

    Parameters
    ----------
    unit : Unit or None
        The company; None in a cut without it, or with nothing to release.
    outcomes : tuple of str
        Those forecast for any unit.
    target : pair of date, or None
        First and last day forecast.
    changes : Changes
        Since the month before.
    upper : Upper
        As on a site's page.
    attention : tuple of Link
        Teams marked elevated or high, hardest first.
    near : mapping of unit_id to tuple of family
        What goes with the marked outcomes of the teams in ``attention``.
    places : tuple of Place
        Every site with its units, in the order of names.
    frequent : mapping of outcome to tuple of Frequent
        Families that go most often with marked units.
    tries : tuple of Try
        What can be tried in most of the marked units.
    marked, teams : mapping of outcome to int
        How many teams are marked, and how many have a level at all.
    options : mapping of outcome to tuple of Option
        Thresholds tried, lowest first; none where there are too few teams.
    corrected : int
        How many figures of published months would be others today.
    """

    unit: Unit | None
    outcomes: tuple[str, ...]
    target: tuple[date, date] | None
    changes: Changes
    upper: Upper
    attention: tuple[Link, ...]
    near: Mapping[str, tuple[str, ...]]
    places: tuple[Place, ...]
    frequent: Mapping[str, tuple[Frequent, ...]]
    tries: tuple[Try, ...]
    marked: Mapping[str, int]
    teams: Mapping[str, int]
    options: Mapping[str, tuple[Option, ...]]
    kpis: tuple[KpiLine, ...]
    tracks: Mapping[str, tuple[Track, ...]]
    gaps: tuple[Gap, ...]
    strayed: tuple[Strayed, ...]
    corrected: int
    agreed: tuple[Agreed, ...]
    tried: tuple[Initiative, ...]


def page(
    links: Links,
    factors: Factors,
    kpis: KpiLines,
    tracks: Tracks,
    coverage: Rows,
    state: Rows,
    corrections: Rows,
    agreed: tuple[Agreed, ...],
    target: tuple[date, date] | None,
    pages: Iterable[UnitPage],
    changes: Changes,
    options: Rows,
    uppers: Mapping[str, Upper],
    tried: tuple[Initiative, ...],
) -> CompanyPage:
    """Say what the company's page holds."""
    units = [link.unit for link in links.of.values()]
    company = next((unit for unit in units if unit.level == "company"), None)
    teams = [link for link in links.of.values() if link.unit.level not in UPPER]
    attention = sorted((link for link in teams if link.unit.marked), key=by_need)
    near = {link.unit.id: _near(link.unit, factors) for link in attention}
    code = company.id if company else ""
    return CompanyPage(
        unit=company,
        outcomes=tuple(o for o in OUTCOMES if any(o in u.figures for u in units)),
        target=target,
        changes=changes,
        upper=uppers.get(code, NOTHING),
        attention=tuple(attention),
        near=near,
        places=_places(links),
        frequent=_frequent(teams, factors),
        tries=_tries([p for p in pages if p.unit.id in near]),
        marked=_counted(teams, "marked"),
        teams=_counted(teams, "shown"),
        options=_options(options, agreed),
        kpis=kpis.get(code, ()),
        tracks=tracks.get(code, {}),
        gaps=_gaps(coverage),
        strayed=_strayed(state),
        corrected=sum(row["units_corrected"] for row in corrections),
        agreed=agreed,
        tried=tried,
    )


def _places(links: Links) -> tuple[Place, ...]:
    sites = (link for link in links.of.values() if link.unit.level == "site")
    places = [
        Place(site, links.all_below(site.unit)) for site in sorted(sites, key=by_name)
    ]
    placed = {link.unit.id for place in places for link in place.units}
    others = [
        link
        for link in sorted(links.of.values(), key=by_level)
        if link.unit.level not in UPPER and link.unit.id not in placed
    ]
    return (*places, *([Place(None, tuple(others))] if others else ()))


def _counted(teams: Sequence[Link], flag: str) -> Mapping[str, int]:
    """Count the teams whose figure of an outcome is so."""
    counted = Counter(
        figure.outcome
        for link in teams
        for figure in link.unit.figures.values()
        if getattr(figure, flag)
    )
    return dict(counted)


def _options(rows: Rows, agreed: Sequence[Agreed]) -> Mapping[str, tuple[Option, ...]]:
    rates = {term.outcome: term.rate for term in agreed}
    found: dict[str, list[Option]] = {}
    for row in sorted(rows, key=lambda row: row["threshold_rate"]):
        rate, outcome = row["threshold_rate"], row["outcome"]
        same = abs(rate - rates.get(outcome, -1.0)) < TINY
        found.setdefault(outcome, []).append(Option(rate, row["units_marked"], same))
    return {name: tuple(found[name]) for name in OUTCOMES if name in found}


def _near(unit: Unit, factors: Factors) -> tuple[str, ...]:
    by_outcome = factors.get(unit.id, {})
    families = [
        factor.family
        for outcome, figure in unit.figures.items()
        if figure.marked
        for factor in by_outcome.get(outcome, ())
        if factor.raises
    ]
    return tuple(dict.fromkeys(families))


def _frequent(
    teams: Sequence[Link], factors: Factors
) -> Mapping[str, tuple[Frequent, ...]]:
    counted: dict[str, Counter[str]] = {}
    for link in teams:
        for outcome, figure in link.unit.figures.items():
            if figure.marked:
                counted.setdefault(outcome, Counter()).update(
                    factor.family
                    for factor in factors.get(link.unit.id, {}).get(outcome, ())
                    if factor.raises
                )
    return {
        outcome: tuple(
            Frequent(family, number)
            for family, number in sorted(
                families.items(), key=lambda item: (-item[1], item[0])
            )
        )
        for outcome, families in counted.items()
    }


def _tries(pages: Sequence[UnitPage]) -> tuple[Try, ...]:
    counted: dict[Card, Counter[str]] = {}
    for page in pages:
        for card, family in page.cards:
            counted.setdefault(card, Counter())[family] += 1
    tries = [
        Try(card, max(sorted(families), key=families.__getitem__), families.total())
        for card, families in counted.items()
    ]
    tries.sort(key=lambda found: (-found.units, found.card.name))
    return tuple(tries[:TRIES_SHOWN])


def _gaps(coverage: Rows) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            table=row["table"],
            absent=row["state"] == "absent",
            people_share=row["people_share"],
            families=tuple((row["families_missing"] or "").replace(",", " ").split()),
        )
        for row in sorted(coverage, key=lambda row: (row["state"], row["table"]))
        if row["state"] != "complete"
    )


def _strayed(state: Rows) -> tuple[Strayed, ...]:
    return tuple(
        Strayed(row["outcome"], row["side"] == "more", row["since"])
        for row in state
        if row["state"] == "drifted"
    )
