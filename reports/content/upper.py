"""What only sites and the company tell: staffing, costs, listening."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.content.listening import Mirror, mirrors
from reports.content.staffing import Cost, Outlook, cost, outlooks
from reports.pages.links import Links


@dataclass(frozen=True, slots=True)
class Upper:
    """What a site's page, or the company's, tells beside its forecast.

    Parameters
    ----------
    ahead : tuple of Outlook
        Full-time equivalents missing in the months ahead, here and in its sites.
    cost : Cost or None
        What the departures expected would cost.
    mirrors : tuple of Mirror
        Customers' wait beside the teams', here and in its sites.
    """

    ahead: tuple[Outlook, ...] = ()
    cost: Cost | None = None
    mirrors: tuple[Mirror, ...] = ()


NOTHING = Upper()


def uppers(
    rows: Callable[[str], list[Any]], links: Links, months_of_pay: tuple[float, float]
) -> Mapping[str, Upper]:
    """Give each unit's part.

    Parameters
    ----------
    rows : function
        Gives a released table's rows of the month by its name.
    links : Links
    months_of_pay : tuple of float
        What it takes to replace one person, from and to.
    """
    ahead, told = outlooks(rows("capacity"), links), mirrors(rows("listening"), links)
    return {
        unit_id: Upper(
            ahead.get(unit_id, ()),
            cost(link.unit, months_of_pay),
            told.get(unit_id, ()),
        )
        for unit_id, link in links.of.items()
    }
