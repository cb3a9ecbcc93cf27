"""Rates of units month after month, such that no month gives away what another hid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from contracts.errors import DisclosureError
from contracts.params import Privacy
from contracts.released import UNIT_LEVELS
from privacy.attack.coalition import Members, Memory, Told
from privacy.attack.movers import Month, Mover, narrow_before, narrow_movers
from privacy.history.rates import NONE_FIXED, Fixed, Rate, Unit
from privacy.months import month_number, with_months
from privacy.rounding import coarser_steps, nearest, rate_step

PUBLISHED, CARRIED, WITHHELD = "published", "carried", "withheld"
WOULD_TELL = "would_tell"

UNIT = ["month", "unit_id"]
RATES = [
    *("month", "unit_id", "rate", "step", "people", "figure_month"),
    *("status", "reason", "narrowest", "corrected"),
]
POINTS = 100


@dataclass(slots=True)
class Walk:
    """Goes through the months in order, and remembers what was released.

    Parameters
    ----------
    people : int
    settings : Privacy
    fixed : mapping of month to mapping of unit_id to Rate
        Months that were published, and the rates that they showed: of these there
        is nothing to choose, but they are remembered.
    """

    people: int
    settings: Privacy
    fixed: Fixed = field(default_factory=dict, repr=False)
    memory: Memory = field(init=False, repr=False)
    last: dict[str, Rate] = field(default_factory=dict, repr=False)
    before: Month = field(default_factory=lambda: Month({}, {}, {}), repr=False)

    def __post_init__(self) -> None:
        """Know nothing of anybody yet."""
        self.memory = Memory(self.people)

    @property
    def safe(self) -> float:
        """How wide the range of everybody's figure must stay, a share."""
        return self.settings.protection_points / POINTS

    def visit(
        self, month: pd.Timestamp, units: Sequence[Unit], people: Month
    ) -> list[dict[str, object]]:
        """Release the rates of one month: each as fine as nobody is told by.

        Where two months together tell too much of somebody who moved, the rates of
        the units that they came to or left are made coarser, and all is asked again.

        Parameters
        ----------
        month : Timestamp
        units : sequence of Unit
        people : Month
            Who is where; nothing is told of it yet.

        Returns
        -------
        list of mapping
            A row of ``RATES`` a unit.
        """
        upward = sorted(
            units, key=lambda unit: (UNIT_LEVELS.index(unit.level), unit.id)
        )
        tried = {unit.id: 0 for unit in units}
        while True:
            found = self._found(month, upward, tried)
            told = {u.id: u.told_by(rate) for u in units if (rate := found.get(u.id))}
            now = replace(people, told=told)
            exposed = set() if month in self.fixed else self._exposed(now)
            if not exposed:
                break
            for name in exposed:
                tried[name] += 1
        rows = [self._row(month, unit, self._kept(unit, found)) for unit in units]
        self.memory.end_month()
        self.before = now
        return rows

    def _exposed(self, now: Month) -> set[str]:
        """List units whose rate must be coarser, so that nobody who moved is told of.

        Those that they came to or left first, then those above. Where none of them
        shows a rate, what others show tells it by difference: then all of them,
        until nothing is told. What the month before tells alone is told already.
        """
        narrow = narrow_movers(self.before, now, self.safe)
        near = {name for mover in narrow for name in mover.changed}
        above = {name for mover in narrow for name in (*mover.before, *mover.now)}
        for units in (near, above):
            if shown := units & set(now.told):
                return shown
        return set(now.told) if self._new(narrow, now) else set()

    def _new(self, narrow: Sequence[Mover], now: Month) -> bool:
        """Tell whether somebody is bounded who would not be if nothing were told."""
        if not narrow:
            return False
        silent = narrow_before(self.before, now, self.safe)
        known = {(mover.before, mover.now) for mover in silent}
        return any((mover.before, mover.now) not in known for mover in narrow)

    def _found(
        self, month: pd.Timestamp, upward: Sequence[Unit], tried: Mapping[str, int]
    ) -> dict[str, Rate]:
        """Choose the rates of a month, from teams upward: those matter most."""
        self.memory.begin_month()
        found = {}
        for unit in upward:
            if rate := self._rate(month, unit, tried[unit.id]):
                self.memory.keep(unit.members, unit.told_by(rate))
                found[unit.id] = rate
        return found

    def _rate(self, month: pd.Timestamp, unit: Unit, tried: int) -> Rate | None:
        """Give the finest rate, so many steps on, by which colleagues learn little."""
        if month in self.fixed:
            return self.fixed[month].get(unit.id)
        steps = coarser_steps(unit.step, above=unit.level != UNIT_LEVELS[0])
        for step in steps[tried:]:
            value = float(nearest(unit.members.mean, step))
            told = Told.by(value, step)
            narrowest = self.memory.with_rate(unit.members, told).narrowest
            if narrowest >= self.safe:
                return Rate(value, step, unit.people, month, narrowest)
        return None

    def _kept(self, unit: Unit, found: Mapping[str, Rate]) -> Rate | None:
        """Take a rate for the unit's last, with how narrow all left its people."""
        rate = found.get(unit.id)
        if rate is None:
            return None
        left = self.memory.of(unit.members.codes).narrowest
        self.last[unit.id] = rate = replace(rate, narrowest=left)
        return rate

    def _row(
        self, month: pd.Timestamp, unit: Unit, rate: Rate | None
    ) -> dict[str, object]:
        """Lay out a new rate, or the last one for a while; after that there is none."""
        if rate:
            today = float(nearest(unit.members.mean, rate.step))
            corrected = abs(today - rate.value) > rate.step / 2
            return _row(month, unit.id, rate, PUBLISHED, None, corrected)
        last = self.last.get(unit.id)
        if last and _months(last.month, month) <= self.settings.carried_months:
            return _row(month, unit.id, last, CARRIED, WOULD_TELL)
        return _row(month, unit.id, None, WITHHELD, WOULD_TELL)


def safe_rates(
    units: pd.DataFrame,
    members: pd.DataFrame,
    expected: pd.DataFrame,
    settings: Privacy,
    fixed: Fixed = NONE_FIXED,
) -> pd.DataFrame:
    """Round the mean of every unit that may be shown, month after month.

    A unit's mean is rounded to its step. Where all members but one could then, with
    what earlier months told, bound the last one's figure more narrowly than
    ``protection_points``, or two months together do so for somebody who moved, a
    coarser step is tried; where the coarsest tells too much, the last figure is
    carried on for ``carried_months``.

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
    fixed : mapping of month to mapping of unit_id to Rate
        What was published: these rates stand, and no other of these months is shown.

    Returns
    -------
    DataFrame
        A row a unit and month, sorted: ``RATES``. ``people`` is that of the
        figure's month; ``narrowest`` the width, a share, of the narrowest range
        that all members but one could reach when the figure was new; ``corrected``
        whether a rate that was published would be another today.

    Raises
    ------
    DisclosureError
        If a member has no figure.
    """
    placed = _with_figures(members, expected)
    codes = _codes(members)
    walk = Walk(len(codes), settings, fixed)
    rows: list[dict[str, object]] = []
    for month, here in placed.groupby("month", sort=True):
        large = units[units["month"] == month]
        found = _units(large, here, codes, settings)
        rows += walk.visit(pd.Timestamp(str(month)), found, _people(here))
    frame = pd.DataFrame(rows, columns=RATES)
    return with_months(frame).sort_values(UNIT, ignore_index=True)


def _units(
    units: pd.DataFrame,
    members: pd.DataFrame,
    codes: Mapping[str, int],
    settings: Privacy,
) -> list[Unit]:
    """Lay out a month's units; of those that hold others, steps are coarser."""
    people = units["people"].to_numpy("float64")
    holds = units["unit_id"].isin(units["parent_id"]).to_numpy()
    steps = rate_step(people, settings, holds)
    at = members.groupby("unit_id").indices
    person = np.array([codes[name] for name in members["person_id"]], dtype=np.int64)
    value, weight = (members[c].to_numpy("float64") for c in ("value", "weight"))
    found = []
    order = units["unit_id"].astype(str)
    for row in np.argsort(order.to_numpy()):
        here = at[order.iat[row]]
        who = Members(person[here], value[here], weight[here])
        level = str(units["unit_level"].iat[row])
        found.append(Unit(str(order.iat[row]), level, people[row], steps[row], who))
    return found


def _people(members: pd.DataFrame) -> Month:
    """Say who is where in a month, and what each counts."""
    rows = members.sort_values(["person_id", "unit_id"])
    units: dict[str, tuple[str, ...]] = {}
    for person, unit in zip(rows["person_id"], rows["unit_id"], strict=True):
        units[person] = (*units.get(person, ()), unit)
    weights = dict(zip(rows["person_id"], rows["weight"], strict=True))
    return Month(units, weights, {})


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
    corrected: bool = False,
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
        "narrowest": rate.narrowest if rate else np.nan,
        "corrected": corrected,
    }
