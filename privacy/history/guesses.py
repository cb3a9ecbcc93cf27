"""Plain figures and factors: colleagues learn no more of one another than by guessing.

Whoever knows no more than a unit's figure guesses it of everybody, and errs by what
people of one unit usually lie apart. All but one who put together what they know
bound the last one by the figure's rounding, month after month. So figures are rounded
until what these bounds leave is no better than the guess; where coarser steps do not
help, a figure is withheld.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from contracts.params import Privacy
from contracts.released import UNIT_LEVELS
from privacy.attack.coalition import Codes, Floats, Memory, Ranges
from privacy.rounding import TINY, fewest_people, nearest, nice_step, two_digits_up

# A figure lies anywhere within its rounding, so that the middle of a range four
# times as wide as a guess errs is as far off, on average: no month, level or
# reference may leave less. One alone leaves a little more, so that two together
# seldom leave too little.
LEFT_APART = 4.0
TIMES_APART = 5.0
# How often twice as coarse a step is tried, and of units above teams: their steps are
# fine, and the figures of all their teams are held against theirs.
COARSER, COARSER_ABOVE = 2, 5

CELL = ["month", "unit_id", "figure"]
TEAM = UNIT_LEVELS[0]


def usual_apart(people: pd.DataFrame) -> "pd.Series[float]":
    """Say how far people of one team lie apart: the mean error of guessing its mean.

    Parameters
    ----------
    people : DataFrame
        ``month, unit_id, unit_level, figure, person_id, value, weight``.

    Returns
    -------
    Series of float, by figure
        Rounded up to two digits. Of a figure that no team holds, by the units that do.
    """
    teams = people[people["unit_level"] == TEAM]
    others = people[~people["figure"].isin(teams["figure"].unique())]
    rows = pd.concat([teams, others])
    sums = rows.assign(product=rows["value"] * rows["weight"])
    totals = sums.groupby(CELL)[["product", "weight"]].transform("sum")
    error = (rows["value"] - totals["product"] / totals["weight"]).abs()
    weighed = rows.assign(error=error * rows["weight"]).groupby("figure")
    apart = weighed["error"].sum() / weighed["weight"].sum()
    return pd.Series(two_digits_up(apart), apart.index)


def beyond_a_guess(
    apart: npt.ArrayLike, people: npt.ArrayLike, settings: Privacy
) -> Floats:
    """Give the step by which colleagues learn no more than by a guess.

    Parameters
    ----------
    apart, people : array of float, shape (N,)
        How far people lie apart, and rounded head counts.
    """
    return nice_step(TIMES_APART * np.asarray(apart) / fewest_people(people, settings))


def beyond_guessing(cells: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Round figures, month after month, until colleagues gain nothing over a guess.

    Everybody of a unit but one knows their own figure and all that was shown of every
    level, in this month and before, and takes it that the last one's moves no more than
    it must, as ``privacy.attack.coalition.Memory`` has it.

    Parameters
    ----------
    cells : DataFrame
        A row a figure of a unit: ``month, unit_id, unit_level, figure, exact, step,
        apart, shown``. ``step`` is the finest to round to, and ``apart`` how far people
        lie apart, both in the unit of ``exact``. Cells of one unit, month and figure
        may differ in ``reference``: each is asked beside the ones before it. Where
        ``published`` is filled in, that value stands.
    people : DataFrame
        ``month, unit_id, figure, person_id, value, weight``: what each counts in the
        cell's mean; the mean itself need not be the cell's figure, which may be a
        difference to others'. Where it is known otherwise, ``times`` says how many
        times the mean hides in one. Cells of a figure that nobody has are only rounded.

    Returns
    -------
    DataFrame
        The cells with ``value``, rounded, and ``step`` and ``shown`` as they were found
        to be. 0 is no figure where a ``reference`` stands beside it: no difference.
    """
    index, cells = cells.index, cells.reset_index(drop=True)
    asked = cells[cells["shown"] & cells["exact"].notna()]
    rows = _rows(asked, people)
    persons = pd.MultiIndex.from_frame(rows[["figure", "person_id"]])
    codes, known = pd.factorize(persons)
    found = _Rounded.of(cells)
    nobody = ~asked["figure"].isin(people["figure"].unique())
    found.kept[asked.index[nobody]] = True
    memory = Memory(len(known))
    behind = _Behind(codes, *(rows[c].to_numpy() for c in ("cell", "value", "times")))
    for at, month_ends in _turns(rows):
        _ask(behind.only(at), found, memory)
        if month_ends:
            memory.end_month()
    told = cells.assign(value=found.value, step=found.step, shown=found.kept)
    return told.set_axis(index)


@dataclass(frozen=True, slots=True)
class _Behind:
    """The people behind cells, a row a person and cell.

    Parameters
    ----------
    codes, cell : array of int, shape (N,)
    own : array of float, shape (N,)
        Their figures.
    times : array of float, shape (N,)
        How many times the cell's mean hides in one of them.
    """

    codes: Codes
    cell: Codes
    own: Floats
    times: Floats

    def only(self, at: Codes) -> "_Behind":
        return _Behind(self.codes[at], self.cell[at], self.own[at], self.times[at])


@dataclass(frozen=True, slots=True)
class _Rounded:
    """Cells as they are to be shown: arrays of shape (n_cells,), changed in place."""

    exact: Floats
    apart: Floats
    value: Floats
    step: Floats
    tries: Codes
    stands: npt.NDArray[np.bool_]
    compared: bool
    kept: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, cells: pd.DataFrame) -> "_Rounded":
        exact, apart, step = (
            np.array(cells[c], dtype="float64") for c in ("exact", "apart", "step")
        )
        published = cells.get("published", pd.Series(np.nan, cells.index))
        stands = published.notna().to_numpy()
        value = np.where(stands, published, nearest(exact, step))
        team = (cells["unit_level"] == TEAM).to_numpy()
        tries = np.where(team, COARSER, COARSER_ABOVE)
        none = np.zeros(len(cells), dtype=bool)
        return cls(exact, apart, value, step, tries, stands, "reference" in cells, none)

    def make_coarser(self, cells: Codes) -> None:
        self.step[cells] = nice_step(self.step[cells] * 2)
        self.value[cells] = nearest(self.exact[cells], self.step[cells])

    def told_of(self, behind: _Behind) -> Ranges:
        """Bound each person by the cell's figure and everybody else's own.

        What stands was rounded from what was known then: it must hold today's too.
        """
        of = behind.cell
        off, half = self.value[of] - self.exact[of], self.step[of] / 2
        low, high = off - half, off + half
        stands = self.stands[of]
        low = np.where(stands, np.minimum(low, 0.0), low)
        high = np.where(stands, np.maximum(high, 0.0), high)
        return Ranges(behind.own + behind.times * low, behind.own + behind.times * high)


def _ask(behind: _Behind, found: _Rounded, memory: Memory) -> None:
    """Show what is wide enough, the rest more coarsely; nothing after a few tries."""
    for tried in range(COARSER_ABOVE + 1):
        ranges, of = found.told_of(behind), behind.cell
        left = memory.with_ranges(behind.codes, ranges)
        wide = left.high - left.low >= LEFT_APART * found.apart[of] - TINY
        narrow = np.isin(of, of[~wide & ~found.stands[of]])
        told = ~narrow & ((found.value[of] != 0) | (not found.compared))
        found.kept[of[told]] = True
        told_now = Ranges(ranges.low[told], ranges.high[told])
        memory.keep_ranges(behind.codes[told], told_now)
        behind = behind.only(np.flatnonzero(narrow & (found.tries[of] > tried)))
        if not len(behind.cell):
            return
        found.make_coarser(np.unique(behind.cell))


def _rows(asked: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Give the people behind each cell, in turns: smaller units before larger ones."""
    level = asked["unit_level"].map({name: at for at, name in enumerate(UNIT_LEVELS)})
    named = asked.assign(level=level, cell=asked.index)
    by = ["reference"] if "reference" in asked else []
    rows = named[[*CELL, "level", *by, "cell"]].merge(
        people.drop(columns="unit_level"), on=CELL
    )
    grouped = rows.groupby("cell")["weight"]
    rows = rows.assign(size=grouped.transform("size"))
    if "times" not in rows:
        rows = rows.assign(times=grouped.transform("sum") / rows["weight"])
    turn = rows.groupby(["month", "size", "level", *by]).ngroup()
    return rows.assign(turn=turn).sort_values(
        ["turn", "cell", "person_id"], ignore_index=True
    )


def _turns(rows: pd.DataFrame) -> Iterator[tuple[Codes, bool]]:
    """Give the rows of each turn, and whether its month ends with it."""
    turn, month = rows["turn"].to_numpy(), rows["month"].to_numpy()
    edges = np.flatnonzero(np.diff(turn)) + 1
    for at in np.split(np.arange(len(rows)), edges):
        if len(at):
            after = at[-1] + 1
            yield at, after == len(rows) or month[after] != month[at[-1]]


def with_published(
    cells: pd.DataFrame,
    stand: pd.DataFrame | None,
    by: Sequence[str],
    closed_by: Sequence[str] = (),
) -> pd.DataFrame:
    """Put what was published beside cells: it stands, and nothing comes beside it.

    Parameters
    ----------
    cells : DataFrame
        As ``beyond_guessing`` takes them.
    stand : DataFrame or None
        ``*by, value``, which is empty where a figure was withheld.
    by : sequence of str
        What names a cell.
    closed_by : sequence of str
        What is published as a whole: other cells of it are not shown.
    """
    if stand is None or stand.empty:
        return cells
    told = stand.dropna(subset="value").drop_duplicates(list(by))
    told = told[[*by, "value"]].rename(columns={"value": "published"})
    found = cells.merge(told, on=list(by), how="left")
    if not closed_by:
        return found
    closed = pd.MultiIndex.from_frame(stand[list(closed_by)])
    closed_now = pd.MultiIndex.from_frame(found[list(closed_by)]).isin(closed)
    return found.assign(
        shown=found["shown"] & (~closed_now | found["published"].notna())
    )
