"""Which siblings join, so that every group is large enough and stays the same group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """What may be put into a group: a unit, or the rest of the unit above.

    Parameters
    ----------
    codes : tuple of str
        One code for a unit; the codes that a rest is made of.
    homes : frozenset of str
        Units whose directly assigned people the part holds.
    people : int
    rest : bool
        Whether it holds the people above who lie in no child that could be shown.
    """

    codes: tuple[str, ...]
    homes: frozenset[str]
    people: int
    rest: bool = False

    @property
    def key(self) -> tuple[bool, tuple[str, ...]]:
        """Name the part across months."""
        return self.rest, self.codes


Key = tuple[bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LastMonth:
    """What the month before looked like.

    Parameters
    ----------
    groups : mapping of part to the number of its group
    people : mapping of part to its people
    """

    groups: Mapping[Key, int] = field(default_factory=dict)
    people: Mapping[Key, int] = field(default_factory=dict)

    def was_small(self, part: Part, min_people: int) -> bool:
        """Tell whether a part was there but could not stand alone."""
        return 0 < self.people.get(part.key, 0) < min_people

    def was_large(self, part: Part, min_people: int) -> bool:
        """Tell whether a part could stand alone."""
        return self.people.get(part.key, 0) >= min_people


def joined(
    parts: Sequence[Part], last: LastMonth, min_people: int
) -> list[tuple[Part, ...]]:
    """Put siblings into groups of at least ``min_people``.

    Last month's groups stay, so that a merge does not come and go and give a
    team away by the difference; a group dissolves only when each of its parts
    could stand alone in this month and in the one before. What is too small
    joins the sibling that follows, and at the end the group before it.

    Parameters
    ----------
    parts : sequence of Part
        Siblings in a stable order, none of them empty.
    last : LastMonth
    min_people : int

    Returns
    -------
    list of tuple of Part
        Disjoint groups that hold every part; empty if all together are too few.
    """
    groups: list[list[Part]] = []
    waiting: list[Part] = []
    for block in _kept(parts, last, min_people):
        waiting.extend(block)
        if sum(part.people for part in waiting) >= min_people:
            groups.append(waiting)
            waiting = []
    if waiting and not groups:
        return []
    if waiting:
        groups[-1].extend(waiting)
    return [tuple(group) for group in groups]


def _kept(
    parts: Sequence[Part], last: LastMonth, min_people: int
) -> list[tuple[Part, ...]]:
    """Give last month's groups, as far as they stay, and every newcomer alone."""
    blocks: dict[object, list[Part]] = {}
    for part in parts:
        blocks.setdefault(last.groups.get(part.key, part.key), []).append(part)
    kept: list[tuple[Part, ...]] = []
    for block in blocks.values():
        large = all(
            part.people >= min_people and last.was_large(part, min_people)
            for part in block
        )
        kept.extend([(part,) for part in block] if large else [tuple(block)])
    return kept
