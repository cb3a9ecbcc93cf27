"""How the pages of a report lead to one another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.released import LEVELS
from privacy.units.tree import natural
from reports.content.figures import Unit


@dataclass(frozen=True, slots=True)
class Link:
    """A unit that a page leads to, and where to.

    Parameters
    ----------
    unit : Unit
    slug : str or None
        None if it has no page of its own: it is counted with another unit.
    joined : Unit or None
        The group that it is counted with.
    joined_slug : str or None
    """

    unit: Unit
    slug: str | None
    joined: Unit | None
    joined_slug: str | None


@dataclass(frozen=True, slots=True)
class Links:
    """Every link, and what stands under and in each unit.

    Parameters
    ----------
    of : mapping of unit_id to Link
    below : mapping of unit_id to tuple of Link
        The units right under it, the highest level first, then by name.
    members : mapping of unit_id to tuple of Link
        The merged teams that are counted in it.
    """

    of: Mapping[str, Link]
    below: Mapping[str, tuple[Link, ...]]
    members: Mapping[str, tuple[Link, ...]]

    def above(self, unit: Unit) -> tuple[Link, ...]:
        """Give the way down to a unit, the company left out."""
        trail: list[Link] = []
        parent = self.of.get(unit.parent_id or "")
        while parent and parent.unit.level != "company" and parent not in trail:
            trail.insert(0, parent)
            parent = self.of.get(parent.unit.parent_id or "")
        return tuple(trail)

    def all_below(self, unit: Unit) -> tuple[Link, ...]:
        """Give all units under one, those under its activities too."""
        found: list[Link] = []
        for link in self.below.get(unit.id, ()):
            found += [link, *self.all_below(link.unit)]
        return tuple(found)


def links_of(units: Mapping[str, Unit], slugs: Mapping[str, str]) -> Links:
    """Give every unit's link; a merged one leads to its group."""
    links = {
        unit_id: Link(
            unit=unit,
            slug=slugs.get(unit_id),
            joined=units.get(unit.joined or ""),
            joined_slug=slugs.get(unit.joined or ""),
        )
        for unit_id, unit in units.items()
    }
    below: dict[str, list[Link]] = {}
    members: dict[str, list[Link]] = {}
    for link in sorted(links.values(), key=by_level):
        below.setdefault(link.unit.parent_id or "", []).append(link)
    for link in sorted(links.values(), key=by_name):
        members.setdefault(link.unit.joined or "", []).append(link)
    return Links(links, _frozen(below), _frozen(members))


def by_name(link: Link) -> tuple[object, ...]:
    """Order links by name, with team 2 before team 11."""
    return natural(link.unit.name), link.unit.id


def by_level(link: Link) -> tuple[object, ...]:
    """Order links as a reader can follow: highest level, then name."""
    levels = [f.level for f in link.unit.figures.values() if f.shown and f.level]
    return -max((LEVELS.index(level) for level in levels), default=-1), *by_name(link)


def by_need(link: Link) -> tuple[object, ...]:
    """Order links: highest level, then surest, then name."""
    shown = [figure for figure in link.unit.figures.values() if figure.shown]
    need = max(
        ((LEVELS.index(f.level), f.chance or 0.0) for f in shown if f.level),
        default=(-1, 0.0),
    )
    return -need[0], -need[1], *by_name(link)


def _frozen(lists: Mapping[str, Iterable[Link]]) -> dict[str, tuple[Link, ...]]:
    return {name: tuple(links) for name, links in lists.items() if name}
