"""Listening in a mirror: the wait of customers beside the wait of teams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.pages.links import Link, Links, by_name

HOUR_MINUTES, DAY_HOURS = 60, 24


@dataclass(frozen=True, slots=True)
class Mirror:
    """Both sides of listening in one unit.

    Parameters
    ----------
    link : Link
    customer_hours : float or None
        From a customer's question to the first answer, on average.
    team_days : float or None
        From the last survey's results to the first action; None while none began.
    participation : float or None
        Share of those invited who answered.
    """

    link: Link
    customer_hours: float | None
    team_days: float | None
    participation: float | None

    @property
    def customer_wait(self) -> tuple[float, str] | None:
        """The customers' wait in a unit that a reader can think in."""
        hours = self.customer_hours
        if hours is None:
            return None
        if hours < 1:
            return round(hours * HOUR_MINUTES), "minutes"
        return (
            (hours, "hours") if hours < 2 * DAY_HOURS else (hours / DAY_HOURS, "days")
        )


def mirrors(
    rows: Iterable[Mapping[str, Any]], links: Links
) -> Mapping[str, tuple[Mirror, ...]]:
    """Give both sides of listening for each unit and the sites right under it.

    Parameters
    ----------
    rows : records of listening, one month
    links : Links

    Returns
    -------
    mapping of unit_id to tuple of Mirror
        The unit itself comes first, then its sites by name.
    """
    found = {row["unit_id"]: row for row in rows if row["unit_id"] in links.of}
    told: dict[str, tuple[Mirror, ...]] = {}
    for unit_id in found:
        under = sorted(links.below.get(unit_id, ()), key=by_name)
        shown = [links.of[unit_id], *(link for link in under if link.unit.id in found)]
        told[unit_id] = tuple(_mirror(link, found[link.unit.id]) for link in shown)
    return told


def _mirror(link: Link, row: Mapping[str, Any]) -> Mirror:
    return Mirror(link, row["customer_hours"], row["team_days"], row["participation"])
