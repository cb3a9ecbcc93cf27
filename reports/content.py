"""What a month's report says, as plain data: no word of any language, no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from contracts.drivers import Family, Label, Sign
from contracts.params import Thresholds
from privacy.demonstration import Found
from privacy.released import Released
from privacy.tree import JOINT
from reports import content_company, content_unit, figures, initiative_form
from reports.catalogue import Card
from reports.content_company import Agreed, CompanyPage
from reports.content_unit import UnitPage
from reports.factors import factors as factors_of
from reports.factors import worse_here
from reports.initiative_form import Known
from reports.links import links_of
from reports.slugs import slugs
from reports.tried import initiatives


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

    ``unit_names`` names every unit, also those that are shown with others.
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
    protection: Sequence[Mapping[str, Any]] = ()
    demonstration: Sequence[Found] = ()

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
    tables: Mapping[str, pd.DataFrame] = released.tables
    risk = figures.rows_of(tables.get("team_risk"))
    units = figures.units(risk, terms.month)
    target = figures.target(risk, terms.month)
    links = links_of(units, slugs(u.id for u in units.values() if not u.joined))
    drivers = figures.rows_of(tables.get("team_drivers"), terms.month)
    signs = _signs(terms.families)
    factors = factors_of(drivers, terms.drivers_shown, signs)
    kpis = content_unit.kpi_lines(figures.rows_of(tables.get("team_kpis"), terms.month))
    tracks = content_unit.tracks(figures.rows_of(tables.get("track_record")))
    coverage = figures.rows_of(tables.get("data_coverage"), terms.month)
    state = figures.rows_of(tables.get("forecast_state"), terms.month)
    corrections = figures.rows_of(tables.get("corrections"))
    worse = worse_here(drivers, signs)
    followed = figures.rows_of(tables.get("initiative_follow_up"), terms.month)
    tried = initiatives(followed, links, terms.catalogue, terms.month)
    pages = content_unit.pages(
        links, factors, kpis, tracks, terms.catalogue, worse, tried
    )
    company = content_company.page(
        links,
        factors,
        kpis,
        tracks,
        coverage,
        state,
        corrections,
        _agreed(terms.thresholds),
        target,
        pages,
        tried,
    )
    return MonthReport(
        terms.month,
        terms.made_up,
        terms.min_people,
        terms.families,
        company,
        pages,
        tuple(map(_coverage, coverage)),
        initiative_form.known(followed),
        {unit.id: unit.name for unit in units.values() if JOINT not in unit.id},
        figures.rows_of(tables.get("protection"), terms.month),
        terms.demonstration,
    )


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
