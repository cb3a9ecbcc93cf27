"""The page on which a works council attacks the report, and sees what is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from contracts.released import OUTCOMES
from reports.content.monthly import MonthReport
from reports.content.unit import Records


@dataclass(frozen=True, slots=True)
class Reached:
    """The narrowest range that the attack reached before a month was released.

    Parameters
    ----------
    outcomes : tuple of str
        Those that were attacked, in the report's order.
    bands : mapping of size to mapping of outcome to points
    """

    outcomes: tuple[str, ...]
    bands: Mapping[str, Mapping[str, float]]


def reached(rows: Records) -> Reached | None:
    """Read the rows of ``protection``; none where nothing was released."""
    bands: dict[str, dict[str, float]] = {}
    for row in sorted(rows, key=_size):
        band = bands.setdefault(row["size_band"], {})
        band[row["outcome"]] = row["narrowest_points"]
    there = {outcome for band in bands.values() for outcome in band}
    return Reached(tuple(o for o in OUTCOMES if o in there), bands) if bands else None


def _size(row: Mapping[str, Any]) -> int:
    """Order bands by their fewest people."""
    return int(str(row["size_band"]).split("-")[0].strip("+"))


def rendered(
    environment: Environment, shared: Mapping[str, Any], report: MonthReport, here: str
) -> str:
    """Render the page in one language."""
    return environment.get_template("find_me.html.j2").render(
        **shared,
        here=here,
        charts_drawn=False,
        found=report.demonstration,
        sizes=sorted({one.people for one in report.demonstration}),
        protection=reached(report.protection),
    )
