"""Rates of units month after month, such that no month gives away what another hid."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from contracts.errors import DisclosureError
from contracts.params import Privacy
from privacy.attack.coalition import Members, Memory, Told
from privacy.months import month_number, with_months
from privacy.rounding import coarser_steps, nearest, rate_step

PUBLISHED, CARRIED, WITHHELD = "published", "carried", "withheld"
WOULD_TELL = "would_tell"

UNIT = ["month", "unit_id"]
RATES = [
    *("month", "unit_id", "rate", "step", "people", "figure_month"),
    *("status", "reason", "narrowest"),
]
POINTS = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """A unit's rate as it was released.

    Parameters
    ----------
    value, step : float
        Rounded to the nearest multiple of the step.
    people : float
        Head count, rounded.
    month : Timestamp
        The month that it is of.
    """

    value: float
    step: float
    people: float
    month: pd.Timestamp

    @property
    def told(self) -> Told:
        """What it tells of the mean."""
        return Told.by(self.value, self.step)


@dataclass(slots=True)
class Walk:
    """Goes through the months in order, and remembers what was released.

    Parameters
    ----------
    people : int
    settings : Privacy
    """

    people: int
    settings: Privacy
    memories: dict[str, Memory] = field(default_factory=dict, repr=False)
    last: dict[str, Rate] = field(default_factory=dict, repr=False)

    def visit(
        self, month: pd.Timestamp, unit: "Unit", members: Members
    ) -> dict[str, object]:
        """Release a unit's rate, carry its last one, or withhold it."""
        memory = self.memories.setdefault(unit.level, Memory(self.people))
        safe = self.settings.protection_points / POINTS
        for step in coarser_steps(unit.step):
            rate = Rate(float(nearest(members.mean, step)), step, unit.people, month)
            narrowest = memory.with_month(members, rate.told).narrowest
            if narrowest >= safe:
                memory.keep(members, rate.told)
                self.last[unit.id] = rate
                return _row(month, unit.id, rate, PUBLISHED, None, narrowest)
        return self._without(month, unit.id)

    def _without(self, month: pd.Timestamp, unit_id: str) -> dict[str, object]:
        """Carry the last figure on for a while; after that there is none."""
        last = self.last.get(unit_id)
        if last and _months(last.month, month) <= self.settings.carried_months:
            return _row(month, unit_id, last, CARRIED, WOULD_TELL, np.nan)
        return _row(month, unit_id, None, WITHHELD, WOULD_TELL, np.nan)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in one month.

    Parameters
    ----------
    id, level : str
    people : float
        Head count, rounded.
    step : float
        The finest step that its rate may have.
    """

    id: str
    level: str
    people: float
    step: float


def safe_rates(
    units: pd.DataFrame,
    members: pd.DataFrame,
    expected: pd.DataFrame,
    settings: Privacy,
) -> pd.DataFrame:
    """Round the mean of every unit that may be shown, month after month.

    A unit's mean is rounded to its step. Where all members but one could then, with
    what earlier months told, bound the last one's figure more narrowly than
    ``protection_points``, a coarser step is tried; where the coarsest tells too
    much, the last figure is carried on for ``carried_months``.

    Parameters
    ----------
    units : DataFrame
        Those that may be shown: ``month, unit_id, unit_level, parent_id, people``
        (rounded).
    members : DataFrame
        ``month, unit_id, person_id``.
    expected : DataFrame
        ``month, person_id, value, weight``: each person's figure, a share, and
        what it counts in the unit's mean.
    settings : Privacy

    Returns
    -------
    DataFrame
        A row a unit and month, sorted: ``RATES``. ``people`` is that of the
        figure's month; ``narrowest`` the width, a share, of the narrowest range
        that the attack on a new figure reached.

    Raises
    ------
    DisclosureError
        If a member has no figure.
    """
    walk: Walk | None = None
    codes, rows = _codes(members), []
    placed = _with_figures(members, expected)
    by_unit = placed.groupby(UNIT, sort=True).indices
    for month, unit in _visits(units, settings):
        walk = walk or Walk(len(codes), settings)
        at = placed.iloc[by_unit[month, unit.id]]
        found = Members(
            np.array([codes[person] for person in at["person_id"]], dtype=np.int64),
            at["value"].to_numpy("float64"),
            at["weight"].to_numpy("float64"),
        )
        rows.append(walk.visit(month, unit, found))
    frame = pd.DataFrame(rows, columns=RATES)
    return with_months(frame).sort_values(UNIT, ignore_index=True)


def _visits(
    units: pd.DataFrame, settings: Privacy
) -> Iterator[tuple[pd.Timestamp, Unit]]:
    """Go through months in order; of units that hold others, steps are coarser."""
    keys = pd.MultiIndex.from_frame(units[UNIT])
    above = pd.MultiIndex.from_frame(units[["month", "parent_id"]].dropna())
    people = units["people"].to_numpy("float64")
    steps = rate_step(people, settings, keys.isin(above))
    for at in np.lexsort((units["unit_id"], units["month"])):
        row = units.iloc[at]
        unit = Unit(row["unit_id"], row["unit_level"], people[at], steps[at])
        yield row["month"], unit


def _codes(members: pd.DataFrame) -> dict[str, int]:
    persons = sorted(members["person_id"].unique())
    return {person: number for number, person in enumerate(persons)}


def _with_figures(members: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """Give each member their figure."""
    keys = ["month", "person_id"]
    known = with_months(expected)[[*keys, "value", "weight"]]
    found = members.merge(known, on=keys, how="left", validate="many_to_one")
    lost = int(found["value"].isna().sum())
    if lost:
        raise DisclosureError(
            f"expected: {lost} of {len(found)} members have no figure.\n"
            "  Expected one for everybody on the roster. Score them all."
        )
    # The order of a sum of floats would show in its last bits.
    return found.sort_values([*UNIT, "person_id"], ignore_index=True)


def _months(before: pd.Timestamp, now: pd.Timestamp) -> int:
    numbers = month_number(pd.Series([before, now]))
    return int(numbers.iloc[1] - numbers.iloc[0])


def _row(
    month: pd.Timestamp,
    unit_id: str,
    rate: Rate | None,
    status: str,
    reason: str | None,
    narrowest: float,
) -> dict[str, object]:
    return {
        "month": month,
        "unit_id": unit_id,
        "rate": rate.value if rate else np.nan,
        "step": rate.step if rate else np.nan,
        "people": rate.people if rate else np.nan,
        "figure_month": rate.month if rate else pd.NaT,
        "status": status,
        "reason": reason,
        "narrowest": narrowest,
    }
