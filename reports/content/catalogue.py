"""What can be tried: one card an action, tied to driver families."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from contracts.drivers import Label

CATALOGUE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Card:
    """One action.

    Parameters
    ----------
    name : str
    families : tuple of str
        The driver families that it answers to.
    title, what, how, moves : Label
        What it is called, what it is, how it is usually done, and which
        indicator should move.
    weeks : int
        When to look at that indicator, in weeks after the start.
    only_if : str or None
        The indicator without which it makes no sense: the card is proposed
        only where that figure is worse than elsewhere.
    """

    name: str
    families: tuple[str, ...]
    title: Label
    what: Label
    how: Label
    moves: Label
    weeks: int
    only_if: str | None


@lru_cache
def cards() -> tuple[Card, ...]:
    """Read the catalogue, in its own order."""
    content = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return tuple(_card(name, entry) for name, entry in content.items())


def fitting(
    catalogue: Iterable[Card],
    families: Sequence[str],
    most: int,
    worse: Collection[str],
) -> tuple[tuple[Card, str], ...]:
    """Choose cards for the families shown, each family in turn.

    Parameters
    ----------
    catalogue : iterable of Card
    families : sequence of str
        Families that go with a higher figure, the strongest first.
    most : int
    worse : collection of str
        Indicators that are worse in the unit than elsewhere.

    Returns
    -------
    tuple of (Card, family)
        No card twice.
    """
    sensible = [c for c in catalogue if c.only_if is None or c.only_if in worse]
    waiting = {
        family: [card for card in sensible if family in card.families]
        for family in dict.fromkeys(families)
    }
    chosen: dict[str, tuple[Card, str]] = {}
    while any(waiting.values()) and len(chosen) < most:
        for family, left in waiting.items():
            fresh = next((card for card in left if card.name not in chosen), None)
            waiting[family] = left[left.index(fresh) + 1 :] if fresh else []
            if fresh and len(chosen) < most:
                chosen[fresh.name] = (fresh, family)
    return tuple(chosen.values())


def _card(name: str, entry: dict[str, Any]) -> Card:
    return Card(
        name=name,
        families=tuple(entry["families"]),
        title=Label(**entry["title"]),
        what=Label(**entry["what"]),
        how=Label(**entry["how"]),
        moves=Label(**entry["moves"]),
        weeks=entry["weeks"],
        only_if=entry.get("only_if"),
    )
