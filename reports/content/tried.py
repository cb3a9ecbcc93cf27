"""What was tried: since when, where, and the word on what came of it."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from contracts.kpis import KPIS, Kpi
from privacy.units.tree import JOINT
from reports.content.catalogue import Card
from reports.pages.links import Link, Links

Records = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an initiative's indicator in one unit, or in all together.

    Parameters
    ----------
    link : Link or None
        None for a unit without people, of which the report knows only the code.
    code : str
        The unit's code.
    status : str
        One of ``contracts.released.FOLLOW_UPS``.
    reason : str or None
        Why nothing can be said yet.
    compared : int or None
        Units that it was compared with.
    """

    link: Link | None
    code: str
    status: str
    reason: str | None
    compared: int | None


@dataclass(frozen=True, slots=True)
class Initiative:
    """One thing tried.

    Parameters
    ----------
    id : str
    action : str
        What was done, as it was noted: a card's name, or words.
    card : Card or None
        The catalogue's card, if it is one.
    indicator : str or None
        What it should move, as it was noted.
    starts_on, ends_on, review_on : date
    chosen_by : str or None
    month : date
        The month reported on.
    verdicts : tuple of Verdict
        Unit by unit.
    together : Verdict or None
        All its units taken together.
    """

    id: str
    action: str
    card: Card | None
    indicator: str | None
    starts_on: date
    ends_on: date | None
    review_on: date | None
    chosen_by: str | None
    month: date
    verdicts: tuple[Verdict, ...]
    together: Verdict | None

    @property
    def kpi(self) -> Kpi | None:
        """The figure that it should move, if the report knows it."""
        return KPIS.get(self.indicator or "")

    @property
    def ahead(self) -> bool:
        """Whether it starts after the month reported on."""
        return self.starts_on > self.month

    @property
    def over(self) -> bool:
        """Whether it ended."""
        return self.ends_on is not None and self.ends_on <= self.month

    @property
    def due(self) -> bool:
        """Whether the day of its review has come, or comes in the month that follows.

        A month's report is read in the month after.
        """
        if self.review_on is None or self.over:
            return False
        first = self.month + timedelta(days=1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return self.review_on <= last

    def among(self, codes: Iterable[str]) -> "Initiative | None":
        """Give what it says of some units; None where it was tried in none of them."""
        wanted = set(codes)
        here = tuple(one for one in self.verdicts if one.code in wanted)
        if not here:
            return None
        together = self.together if len(here) == len(self.verdicts) else None
        return replace(self, verdicts=here, together=together)


def initiatives(
    rows: Records, links: Links, catalogue: Sequence[Card], month: date
) -> tuple[Initiative, ...]:
    """Read what was tried out of the released rows, the latest start first."""
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_id.setdefault(row["initiative_id"], []).append(row)
    cards = {card.name: card for card in catalogue}
    found = [_initiative(one, links, cards, month) for one in by_id.values()]
    found.sort(key=lambda one: (-one.starts_on.toordinal(), one.id))
    return tuple(found)


def of_unit(
    tried: Iterable[Initiative], link: Link, links: Links
) -> tuple[Initiative, ...]:
    """Give what was tried in a unit, in those above and in those below it."""
    below = {one.unit.id for one in links.all_below(link.unit)}
    codes = _reaching(link, links) | below
    return tuple(here for one in tried if (here := one.among(codes)))


def under_way(tried: Iterable[Initiative], link: Link, links: Links) -> frozenset[str]:
    """Name the cards that a unit needs no proposal of: they are tried there now."""
    here = _reaching(link, links)
    return frozenset(
        one.card.name for one in tried if one.card and not one.over and one.among(here)
    )


def company_code(links: Links) -> str:
    """Give the company's code; empty where it is not shown."""
    levels = {one.unit.level: one.unit.id for one in links.of.values()}
    return levels.get("company", "")


def is_together(row: Mapping[str, Any], company: str) -> bool:
    """Tell the row of all units together: the company's, though tried below it."""
    return row["unit_id"] == company and company not in row["tried_in"].split(JOINT)


def _reaching(link: Link, links: Links) -> set[str]:
    """Name a unit and those above it: what is tried there is tried in it."""
    above = {one.unit.id for one in links.above(link.unit)}
    return {link.unit.id, company_code(links)} | above


def _initiative(
    rows: list[Mapping[str, Any]],
    links: Links,
    cards: Mapping[str, Card],
    month: date,
) -> Initiative:
    company = company_code(links)
    whole = next((row for row in rows if is_together(row, company)), None)
    first = min((row for row in rows if row is not whole), key=_start)
    return Initiative(
        id=first["initiative_id"],
        action=first["action"],
        card=cards.get(first["action"]),
        indicator=first["indicator"],
        starts_on=first["starts_on"],
        ends_on=first["ends_on"],
        review_on=first["review_on"],
        chosen_by=first["chosen_by"],
        month=month,
        verdicts=tuple(_verdict(row, links) for row in rows if row is not whole),
        together=_verdict(whole, links) if whole else None,
    )


def _start(row: Mapping[str, Any]) -> tuple[date, str]:
    return row["starts_on"], row["unit_id"]


def _verdict(row: Mapping[str, Any], links: Links) -> Verdict:
    return Verdict(
        link=links.of.get(row["unit_id"]),
        code=row["unit_id"],
        status=row["status"],
        reason=row["reason"],
        compared=row["comparison_units"],
    )
