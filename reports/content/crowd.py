"""How much of a large company is told in one place; sites tell the rest."""

from collections.abc import Sequence
from typing import Any

from reports.content.company import Place

TEAMS_AT_ONCE = 300  # Of more, a reader opens one site at a time.
LISTED = 100  # A longer list is read by nobody.


def crowded(places: Sequence[Place]) -> bool:
    """Say whether there are too many teams to lay them all out in one place."""
    return sum(len(place.units) for place in places) > TEAMS_AT_ONCE


def listed(found: Sequence[Any]) -> Sequence[Any]:
    """Give the first ones of a list, as many as are told at once."""
    return found[:LISTED]
