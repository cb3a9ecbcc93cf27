"""What changed since the month before: levels, ranges, and who is shown at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.content.figures import Figure, Unit
from reports.pages.links import Link, Links, by_name, by_need


@dataclass(frozen=True, slots=True)
class Move:
    """A figure of a unit that moved since the month before."""

    link: Link
    figure: Figure

    @property
    def up(self) -> bool:
        """Whether it went up: its level, or else what is expected."""
        now, before = self.figure.rate or 0.0, self.figure.rate_before or 0.0
        return self.figure.steps > 0 or (not self.figure.steps and now > before)


@dataclass(frozen=True, slots=True)
class Gone:
    """A unit that was shown the month before, and where it is now.

    Parameters
    ----------
    unit : Unit
        As it was the month before.
    now : Link or None
        None if the tree holds it no more, or nobody is left in it.
    """

    unit: Unit
    now: Link | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the report of the month before.

    Parameters
    ----------
    compared : bool
        Whether the month before was released too.
    levels : tuple of Move
        Levels that went up, then those that went down.
    figures : tuple of Move
        What is expected lies outside the range of the month before, and the
        level stayed.
    appeared : tuple of Link
        Units with figures now and none the month before.
    gone : tuple of Gone
        Units with figures the month before and none of their own now; those that
        a group in ``appeared`` holds are told by its name.
    carried : tuple of Move
        Figures of an earlier month that are shown on.
    """

    compared: bool
    levels: tuple[Move, ...]
    figures: tuple[Move, ...]
    appeared: tuple[Link, ...]
    gone: tuple[Gone, ...]
    carried: tuple[Move, ...]

    @property
    def none(self) -> bool:
        """Whether nothing changed that the page would tell."""
        found = (self.levels, self.figures, self.appeared, self.gone, self.carried)
        return not any(found)

    def within(self, units: Iterable[str]) -> "Changes":
        """Keep what changed in some units."""
        kept = set(units)
        return Changes(
            self.compared,
            tuple(m for m in self.levels if m.link.unit.id in kept),
            tuple(m for m in self.figures if m.link.unit.id in kept),
            tuple(link for link in self.appeared if link.unit.id in kept),
            tuple(g for g in self.gone if {g.unit.id, g.unit.parent_id} & kept),
            tuple(m for m in self.carried if m.link.unit.id in kept),
        )


def changes(links: Links, earlier: Mapping[str, Unit]) -> Changes:
    """Hold this month's units against those of the month before.

    Parameters
    ----------
    links : Links
        This month's.
    earlier : mapping of unit_id to Unit
        The month before; empty if it was not released.

    Returns
    -------
    Changes
        Of the whole company; ``within`` cuts it.
    """
    moves = [
        Move(link, figure)
        for link in sorted(links.of.values(), key=by_need)
        for figure in link.unit.figures.values()
        if figure.shown
    ]
    return Changes(
        compared=bool(earlier),
        levels=tuple(
            sorted((m for m in moves if m.figure.steps), key=lambda m: -m.figure.steps)
        ),
        figures=tuple(m for m in moves if m.figure.strayed and not m.figure.steps),
        appeared=_appeared(links, earlier),
        gone=_gone(links, earlier),
        carried=tuple(m for m in moves if m.figure.status == "carried"),
    )


def _appeared(links: Links, earlier: Mapping[str, Unit]) -> tuple[Link, ...]:
    fresh = [
        link
        for link in links.of.values()
        if link.unit.shown and not _shown(earlier.get(link.unit.id))
    ]
    return tuple(sorted(fresh, key=by_name)) if earlier else ()


def _gone(links: Links, earlier: Mapping[str, Unit]) -> tuple[Gone, ...]:
    # A group that is no more says nothing of its own: its teams stand elsewhere.
    groups = {unit.joined for unit in earlier.values()}
    told = {link.unit.id for link in _appeared(links, earlier)}
    lost = [
        Gone(unit, links.of.get(unit.id))
        for unit in earlier.values()
        if unit.shown
        and unit.id not in groups
        and not _shown_now(links, unit.id)
        and _joined(links, unit.id) not in told
    ]
    return tuple(sorted(lost, key=lambda gone: (gone.unit.name, gone.unit.id)))


def _shown_now(links: Links, unit_id: str) -> bool:
    return unit_id in links.of and links.of[unit_id].unit.shown


def _joined(links: Links, unit_id: str) -> str | None:
    return links.of[unit_id].unit.joined if unit_id in links.of else None


def _shown(unit: Unit | None) -> bool:
    return unit is not None and unit.shown
