"""What a month's report says, as plain data: no word of any language, no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from contracts.drivers import Family, Label, Sign
from contracts.params import Thresholds
from privacy.attack.demonstration import Found
from privacy.released import Released
from privacy.units.tree import JOINT
from reports.audiences import Audience, cut
from reports.content import figures
from reports.content.catalogue import Card
from reports.content.changes import changes
from reports.content.company import Agreed, CompanyPage
from reports.content.company import page as company_page
from reports.content.factors import factors as factors_of
from reports.content.factors import worse_here
from reports.content.past_forecasts import Forecast, past_forecasts, year_before
from reports.content.strain import Strain, strain
from reports.content.tried import initiatives
from reports.content.unit import UnitPage, kpi_lines
from reports.content.unit import pages as unit_pages
from reports.content.unit import tracks as tracks_of
from reports.content.upper import uppers
from reports.pages.links import links_of
from reports.pages.slugs import slugs
from reports.spreadsheet.initiative_form import Known, known


@dataclass(frozen=True, slots=True)
class Terms:
    """What the report must know beside the released tables.

    Parameters
    ----------
    month : date
        Last day of the month reported on.
    made_up : bool
        Whether the data are made up; every page says so.
    thresholds : Thresholds
        The agreed rates, when and with whom.
    drivers_shown : int
        Most factors that a unit's page shows for one outcome.
    min_people : int
        Fewest people whose figure may be shown.
    families : mapping of name to Family
        Words and units of the drivers.
    catalogue : sequence of Card
        What can be tried.
    replacement_months : tuple of float
        Months of pay that it takes to replace somebody, from and to.
    near_share : float
        So near to the company's figure, as a share of it, one is like it.
    audience : Audience or None
        Whom a cut of the report is for; None for the whole of it.
    demonstration : sequence of Found
        What attacks on made-up people find.
    """

    month: date
    made_up: bool
    thresholds: Thresholds
    drivers_shown: int
    min_people: int
    families: Mapping[str, Family]
    catalogue: Sequence[Card]
    replacement_months: tuple[float, float]
    near_share: float
    audience: Audience | None = None
    demonstration: Sequence[Found] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came of one input table, and what is lost without it."""

    table: str
    state: str
    people_share: float | None
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthReport:
    """One month's report: the company's page, a page a unit, what was noted as tried.

    ``unit_names`` names every unit, also those that are shown with others;
    ``past`` holds earlier forecasts of sites and the company, ``strain`` the signs
    of each unit that is shown, ``near_share`` of how near one is to another.
    """

    month: date
    made_up: bool
    min_people: int
    families: Mapping[str, Family]
    company: CompanyPage
    unit_pages: Sequence[UnitPage]
    coverage: Sequence[Coverage]
    noted: tuple[Known, ...]
    unit_names: Mapping[str, str]
    past: Mapping[str, tuple[Forecast, ...]]
    strain: Strain
    near_share: float
    protection: Sequence[Mapping[str, Any]] = ()
    demonstration: Sequence[Found] = ()
    audience: Label | None = None

    @property
    def horizon_months(self) -> int:
        """How many months ahead the forecast looks; 0 without one."""
        if self.company.target is None:
            return 0
        first, last = self.company.target
        return 12 * (last.year - first.year) + last.month - first.month + 1


def month_report(released: Released, terms: Terms) -> MonthReport:
    """Say what the report of one month holds.

    Parameters
    ----------
    released : Released
        The released tables; the parts whose table is absent are left out.
    terms : Terms

    Returns
    -------
    MonthReport
    """
    tables = _tables(released, terms.audience)

    def rows(table: str) -> list[Any]:
        return figures.rows_of(tables.get(table), terms.month)

    risk = figures.rows_of(tables.get("team_risk"))
    units = figures.units(risk, terms.month)
    links = links_of(units, slugs(u.id for u in units.values() if not u.joined))
    drivers, signs = rows("team_drivers"), _signs(terms.families)
    factors = factors_of(drivers, terms.drivers_shown, signs)
    kpis = kpi_lines(rows("team_kpis"))
    known_tracks = _known(tables.get("track_record"), risk, terms.month)
    tracks = tracks_of(known_tracks)
    coverage = _latest(figures.rows_of(tables.get("data_coverage")))
    worse, followed = worse_here(drivers, signs), rows("initiative_follow_up")
    tried = initiatives(followed, links, terms.catalogue, terms.month)
    changed = changes(links, figures.units(risk, figures.month_before(terms.month)))
    parts = uppers(rows, links, terms.replacement_months)
    pages = unit_pages(
        links, factors, kpis, tracks, terms.catalogue, worse, changed, parts, tried
    )
    company = company_page(
        links,
        factors,
        kpis,
        tracks,
        coverage,
        rows("forecast_state"),
        figures.rows_of(tables.get("corrections")),
        _agreed(terms.thresholds),
        figures.target(risk, terms.month),
        pages,
        changed,
        rows("threshold_options"),
        parts,
        tried,
    )
    return MonthReport(
        month=terms.month,
        made_up=terms.made_up,
        min_people=terms.min_people,
        families=terms.families,
        company=company,
        unit_pages=pages,
        coverage=tuple(map(_coverage, coverage)),
        noted=known(followed),
        unit_names={u.id: u.name for u in units.values() if JOINT not in u.id},
        past=past_forecasts(risk, known_tracks, terms.month),
        strain=strain(
            rows("team_kpis"),
            figures.rows_of(tables.get("team_kpis"), year_before(terms.month)),
            rows("rate_steps"),
            links,
            terms.near_share,
        ),
        near_share=terms.near_share,
        protection=rows("protection"),
        demonstration=terms.demonstration,
        audience=terms.audience.title if terms.audience else None,
    )


def _tables(
    released: Released, audience: Audience | None
) -> Mapping[str, pd.DataFrame]:
    """Give what was released, or an audience's cut of it."""
    return cut(released.tables, audience.units) if audience else released.tables


def _signs(families: Mapping[str, Family]) -> dict[str, Sign]:
    """Say of every feature column whether more of it raises the outcome."""
    return {
        column: feature.sign
        for family in families.values()
        for column, feature in zip(family.columns, family.features, strict=True)
    }


def _coverage(row: Mapping[str, Any]) -> Coverage:
    families = (row["families_missing"] or "").replace(",", " ").split()
    return Coverage(row["table"], row["state"], row["people_share"], tuple(families))


def _agreed(thresholds: Thresholds) -> tuple[Agreed, ...]:
    """Say which rates were agreed, when and with whom."""
    return tuple(
        Agreed(
            outcome,
            term.rate,
            term.agreed_on,
            Label(en=term.agreed_with.en, fr=term.agreed_with.fr),
        )
        for outcome, term in (
            ("turnover", thresholds.turnover),
            ("absence", thresholds.absence),
        )
    )


def _latest(rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Keep the last month's rows: what the source holds is said of today."""
    last = max((row["month"] for row in rows), default=None)
    return [row for row in rows if row["month"] == last]


def _known(
    tracks: pd.DataFrame | None, risk: Sequence[Mapping[str, Any]], month: date
) -> list[Any]:
    """Keep what had come by a month: as far back as the last track lies from now."""
    rows = figures.rows_of(tracks)
    if not rows or not risk:
        return rows
    gap = _number(max(r["month"] for r in risk)) - _number(
        max(r["month"] for r in rows)
    )
    return [row for row in rows if _number(row["month"]) + gap <= _number(month)]


def _number(day: date) -> int:
    return 12 * day.year + day.month
