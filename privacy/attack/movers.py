"""What two months' rates together tell of those who came, went or changed units.

The attacker knows who was where, and every released rate of teams, sites and the
company; nobody tells him their own figure. He takes it that nobody's figure moves
more from one month to the next than the released rates force it to, which leaves a
linear programme: the least and the greatest figure that each mover can have.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack

from contracts.errors import DisclosureError
from privacy.attack.coalition import Floats, Told

Units = tuple[str, ...]
Matrix = csr_array
# So much more than the least move, a share: the solver's own precision is finer.
SLACK = 1e-7
# Programmes that ask for many movers at once, before any is asked for alone.
DRAWS = 6
SEED = 1


@dataclass(frozen=True, slots=True)
class Month:
    """Who was where in one month, and what was released of it.

    Parameters
    ----------
    units : mapping of person_id to tuple of str
        The units that hold a person, in a fixed order.
    weights : mapping of person_id to float
        What each counts in a mean.
    told : mapping of unit_id to Told
        Units whose rate of this month was released.
    """

    units: Mapping[str, Units]
    weights: Mapping[str, float]
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class Mover:
    """People who went the same way, and what is known of each of them.

    Parameters
    ----------
    before, now : tuple of str
        Their units; none for who came or went.
    low, high : float
        Bounds of each one's figure, a share.
    """

    before: Units
    now: Units
    low: float
    high: float

    @property
    def changed(self) -> frozenset[str]:
        """The units that they came to or left."""
        return frozenset({*self.before} ^ {*self.now})


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything that two months' rates say, as inequalities.

    Parameters
    ----------
    ways : list of pair of tuple of str
        The units before and now of each way that people went.
    people : array of float, shape (K,)
        How many went each way.
    weights : array of float, shape (2 K,)
        What they count together, before and then now; 0 where they were not.
    matrix, limits : sparse array of shape (R, 2 K), array of shape (R,)
        Rows that a weighted sum of figures, a way each, must not exceed.
    """

    ways: list[tuple[Units, Units]]
    people: Floats
    weights: Floats
    matrix: Matrix
    limits: Floats

    @property
    def movers(self) -> list[int]:
        """The ways on which somebody changed a unit."""
        return [at for at, (before, now) in enumerate(self.ways) if before != now]

    def solved(self, aim: Floats) -> Floats:
        """Find figures that agree with all that was said, and make the aim least."""
        return _solved(aim, self.matrix, self.limits, self.weights)

    def place(self, way: int) -> int:
        """Say which of a way's two sums stands for its people's figures."""
        return way if self.weights[way] > 0 else len(self.people) + way

    def each(self, way: int, total: float, most: bool) -> float:
        """Bound one person's figure by what all on a way have together."""
        share = total / self.weights[self.place(way)] * self.people[way]
        if most:
            return float(min(share, 1.0))
        return float(max(share - (self.people[way] - 1), 0.0))


def narrow_movers(before: Month, now: Month, safe: float) -> list[Mover]:
    """List the movers whose figure two months' rates bound too narrowly.

    Parameters
    ----------
    before, now : Month
    safe : float
        The width, a share, that the range of everybody's figure must have.

    Returns
    -------
    list of Mover
    """
    return _narrow(before, now, safe) if before.told and now.told else []


def narrow_before(before: Month, now: Month, safe: float) -> list[Mover]:
    """List those whom the month before alone bounds too narrowly."""
    return _narrow(before, replace(now, told={}), safe) if before.told else []


def _narrow(before: Month, now: Month, safe: float) -> list[Mover]:
    programme = programme_of(before, now)
    movers = programme.movers
    if not movers:
        return []
    wide = set(_seen_wide(programme, movers, safe))
    found = []
    for way in movers:
        if way not in wide:
            low, high = _bounds(programme, way)
            if high - low < safe:
                found.append(Mover(*programme.ways[way], low, high))
    return found


def _seen_wide(programme: Programme, movers: list[int], safe: float) -> Iterator[int]:
    """Give the movers for whom two solutions lie far enough apart: no need to ask."""
    rng = np.random.default_rng(SEED)
    at = np.array([programme.place(way) for way in movers])
    signs = rng.choice([-1.0, 1.0], size=(DRAWS, len(movers)))
    signs[0] = 1.0
    aims = np.zeros((2 * DRAWS, len(programme.weights)))
    aims[:, at] = np.vstack([signs, -signs])
    totals = np.array([programme.solved(aim)[at] for aim in aims])
    for way, least, most in zip(movers, totals.min(0), totals.max(0), strict=True):
        low = programme.each(way, float(least), most=False)
        if programme.each(way, float(most), most=True) - low >= safe:
            yield way


def _bounds(programme: Programme, way: int) -> tuple[float, float]:
    """Ask for the least and the greatest figure of one of those on a way."""
    at, aim = programme.place(way), np.zeros(len(programme.weights))
    aim[at] = 1.0
    least, most = programme.solved(aim)[at], programme.solved(-aim)[at]
    return (
        programme.each(way, float(least), most=False),
        programme.each(way, float(most), most=True),
    )


def programme_of(before: Month, now: Month) -> Programme:
    """Lay out what two months' rates say of the people on each way."""
    ways, people, weights = _ways(before, now)
    rows, limits = _rates(ways, weights, before, now)
    moves, people_moved = _moves(ways, people, weights)
    if moves.shape[0]:
        least = _least_moves(weights, rows, limits, moves, people_moved)
        rows = csr_array(vstack([rows, moves, -moves]))
        limits = np.concatenate([limits, least, least])
    return Programme(ways, people, weights, rows, limits)


def _ways(
    before: Month, now: Month
) -> tuple[list[tuple[Units, Units]], Floats, Floats]:
    """Put people together who went the same way."""
    persons = sorted({*before.units, *now.units})
    frame = pd.DataFrame(
        {
            "way": [(before.units.get(p, ()), now.units.get(p, ())) for p in persons],
            "before": [before.weights.get(p, 0.0) for p in persons],
            "now": [now.weights.get(p, 0.0) for p in persons],
        }
    )
    together = frame.groupby("way", sort=True).agg(
        people=("before", "size"), before=("before", "sum"), now=("now", "sum")
    )
    weights = np.concatenate([together["before"], together["now"]]).astype("float64")
    return list(together.index), together["people"].to_numpy("float64"), weights


def _rates(
    ways: list[tuple[Units, Units]], weights: Floats, before: Month, now: Month
) -> tuple[Matrix, Floats]:
    """Say of each released rate that its unit's sum lies between its bounds."""
    columns: list[int] = []
    rows: list[int] = []
    least: list[float] = []
    most: list[float] = []
    for month, (told, first) in enumerate(((before.told, 0), (now.told, len(ways)))):
        for unit, bounds in told.items():
            held = [first + at for at, way in enumerate(ways) if unit in way[month]]
            rows += [len(least)] * len(held)
            columns += held
            least.append(weights[held].sum() * bounds.low)
            most.append(weights[held].sum() * bounds.high)
    shape = (len(least), len(weights))
    held_by = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    return (
        csr_array(vstack([held_by, -held_by])),
        np.concatenate([most, np.negative(least)]).astype("float64"),
    )


def _moves(
    ways: list[tuple[Units, Units]], people: Floats, weights: Floats
) -> tuple[Matrix, Floats]:
    """Give, a way of those who stayed a row, by how much their figure moves."""
    stayed = [at for at, way in enumerate(ways) if all(way)]
    rows, shape = np.arange(len(stayed)), (len(stayed), len(weights))
    after = [len(ways) + at for at in stayed]
    means = [
        csr_array((1 / weights[columns], (rows, columns)), shape=shape)
        for columns in (stayed, after)
    ]
    return csr_array(means[1] - means[0]), people[stayed]


def _least_moves(
    weights: Floats, rows: Matrix, limits: Floats, moves: Matrix, people: Floats
) -> Floats:
    """Find by how much people must have moved for all rates to agree, all together.

    Returns
    -------
    array of float, shape (M,)
        The move that is allowed on each way of those who stayed.
    """
    count = moves.shape[0]
    own = csr_array(-eye_array(count))
    none = csr_array((rows.shape[0], count))
    matrix = vstack([hstack([rows, none]), hstack([moves, own]), hstack([-moves, own])])
    aim = np.concatenate([np.zeros(len(weights)), people])
    most = np.concatenate([weights, np.ones(count)])
    limits = np.concatenate([limits, np.zeros(2 * count)])
    return _solved(aim, csr_array(matrix), limits, most)[-count:] + SLACK


def _solved(aim: Floats, matrix: Matrix, limits: Floats, most: Floats) -> Floats:
    """Make the aim least within the limits; no variable below 0 or above its most."""
    found = linprog(  # type: ignore[call-overload]  # its types know no sparse rows
        aim,
        A_ub=matrix,
        b_ub=limits,
        bounds=np.column_stack([np.zeros(len(most)), most]),
        method="highs",
    )
    if not found.success:
        raise DisclosureError(
            "audit: two months' rates could not be held against each other.\n"
            f"  {found.message}\n  Expected a solution of the linear programme. "
            "Nothing was released. Please report it with the versions installed."
        )
    return np.asarray(found.x, dtype=np.float64)
