"""A plain look at features over the whole company: never of few people.

Where nothing is forecast nothing passes the door. What a source feeds may still be
seen, as means and quartiles that rest on many, rounded as released figures are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from contracts.drivers import Family
from contracts.params import Privacy
from privacy.rounding import rounded_figure, rounded_people

# Fewer units have no quartiles worth the name: each would be one unit's figure.
FEWEST_UNITS = 5
QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Point:
    """One feature at one snapshot.

    Parameters
    ----------
    as_of : date
    middle : float or None
        Mean over people, or median over units where no people are known; empty
        where too few have a figure, or all have the same.
    low, high : float or None
        First and third quartile over units that are large enough; empty where
        there are too few of them.
    size : int or None
        How many people, rounded, or units the middle is of; empty with it.
    """

    as_of: date
    middle: float | None
    low: float | None
    high: float | None
    size: int | None


def overview(
    features: pd.DataFrame, families: Sequence[Family], settings: Privacy
) -> dict[str, tuple[Point, ...]]:
    """Look at every feature, snapshot by snapshot.

    Parameters
    ----------
    features : DataFrame
        The feature table: a row a snapshot and person, or unit.
    families : sequence of Family
        Those that the table holds. Of one that names supervisors no unit is looked
        at: a unit's figure would be theirs.
    settings : Privacy

    Returns
    -------
    dict of feature column to Point
        Oldest first.
    """
    look = _of_people if "person_id" in features else _of_units
    snapshots = [pd.Timestamp(at) for at in sorted(features["as_of"].unique())]
    found = {}
    for family in families:
        for column in family.columns:
            seen = features[["as_of", "team_id", column]].dropna()
            seen = seen.rename(columns={column: "value"})
            found[column] = tuple(
                look(at, seen[seen["as_of"] == at], family, settings)
                for at in snapshots
            )
    return found


def _of_people(
    at: pd.Timestamp, seen: pd.DataFrame, family: Family, settings: Privacy
) -> Point:
    """Look at one snapshot's people, and at the units that have enough of them."""
    company = _shown(seen.assign(team_id="company"), settings)
    units = _shown(seen, settings)
    if family.names_supervisors:
        units = units.iloc[:0]
    smallest = units["people"].min() if len(units) else 0.0
    low, _, high = _quartiles(units["mean"], smallest)
    if company.empty:
        return Point(at.date(), None, low, high, None)
    (middle,) = rounded_figure(company["mean"], company["people"]).tolist()
    return Point(at.date(), middle, low, high, int(company["people"].iloc[0]))


def _of_units(
    at: pd.Timestamp, seen: pd.DataFrame, family: Family, settings: Privacy
) -> Point:
    """Look at one snapshot's units, whose figures rest on enough answers already."""
    low, middle, high = _quartiles(seen["value"], len(seen))
    size = len(seen) if middle is not None else None
    return Point(at.date(), middle, low, high, size)


def _shown(seen: pd.DataFrame, settings: Privacy) -> pd.DataFrame:
    """Take each unit's mean, where it has enough people and they are not all alike."""
    units = seen.groupby("team_id")["value"].agg(["mean", "count", "min", "max"])
    units["people"] = rounded_people(units["count"], settings)
    enough = units["count"] >= settings.min_people
    return units[enough & (units["min"] < units["max"])]


def _quartiles(figures: pd.Series, size: float) -> list[float | None]:
    """Give the quartiles of enough units, who are not all alike, rounded by size."""
    if len(figures) < FEWEST_UNITS or figures.min() == figures.max():
        return [None] * len(QUARTILES)
    exact = np.quantile(figures.to_numpy("float64"), QUARTILES)
    return [*rounded_figure(exact, np.full(len(QUARTILES), size)).tolist()]
