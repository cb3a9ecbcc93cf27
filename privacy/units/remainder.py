"""Sums over the people of a unit, shown only where they leave nobody over above."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from contracts.errors import DisclosureError
from contracts.params import Privacy
from privacy.months import with_months
from privacy.rounding import rounded_people

Ints = npt.NDArray[np.int64]
AMOUNTS = ["numerator", "denominator"]
COUNTS = ["contributors", "pairs"]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is where, and which units may be shown.

    Parameters
    ----------
    roster : DataFrame
        ``month, person_id, team_id``.
    places, units : DataFrame
        As ``grouped_months`` gives them.
    settings : Privacy
    """

    roster: pd.DataFrame = field(repr=False)
    places: pd.DataFrame = field(repr=False)
    units: pd.DataFrame = field(repr=False)
    settings: Privacy


def placed(rows: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Put person-level rows into the units that may be shown.

    Parameters
    ----------
    rows : DataFrame
        ``month, person_id`` and figures. Where ``team_id`` is there and filled
        in it says where the row counts (somebody who left counts in the team
        that they were in); else the roster does.
    crowd : Crowd

    Returns
    -------
    DataFrame
        The rows of people who have a team, once for every unit that holds it,
        with ``team_id, unit_id, unit_level``.

    Raises
    ------
    DisclosureError
        If a row names a team that the tree doesn't hold in its month.
    """
    stated = rows.get("team_id")
    found = rows.drop(columns="team_id", errors="ignore").merge(
        crowd.roster, on=["month", "person_id"], how="left", validate="many_to_one"
    )
    if stated is not None:
        found["team_id"] = stated.set_axis(found.index).fillna(found["team_id"])
    places = crowd.places
    walked = found[found["month"].isin(places["month"].unique())]
    walked = walked[walked["team_id"].notna()]
    lost = int((~walked["team_id"].isin(places["team_id"].unique())).sum())
    if lost:
        raise DisclosureError(
            f"figures: {lost} of {len(walked)} rows name a team that isn't in teams.\n"
            "  Expected every team in the tree. Correct the teams table."
        )
    return walked.merge(places, on=["month", "team_id"])


def unit_sums(rows: pd.DataFrame, crowd: Crowd, by: Sequence[str]) -> pd.DataFrame:
    """Add person-level ratios up over every unit that may be shown.

    Parameters
    ----------
    rows : DataFrame
        ``month, person_id, [team_id,] *by, numerator, denominator``.
    crowd : Crowd
    by : sequence of str
        What a figure is of (``kpi``, ``outcome`` …).

    Returns
    -------
    DataFrame
        A row a published unit and figure of the months in ``rows``, sorted:
        ``month, unit_id, unit_level, parent_id, people`` (rounded), ``*by,
        numerator, denominator, contributors, pairs, enough``. ``contributors``
        are persons with a denominator, ``pairs`` persons and teams.
    """
    keys = ["month", "unit_id", *by]
    filled = with_months(rows).dropna(subset=AMOUNTS)
    persons = _persons(placed(filled, crowd), [*keys, "person_id"])
    seen = persons[persons["pairs"] > 0].groupby(keys)
    sums = persons.groupby(keys)[[*AMOUNTS, "pairs"]].sum()
    sums = sums.assign(contributors=seen.size()).reset_index()
    cells = _grid(crowd, filled[["month", *by]].drop_duplicates())
    cells = cells.merge(sums, on=keys, how="left")
    cells[[*AMOUNTS, *COUNTS]] = cells[[*AMOUNTS, *COUNTS]].fillna(0.0).astype(float)
    cells[COUNTS] = cells[COUNTS].astype("int64")
    many = cells["contributors"] >= crowd.settings.min_people
    enough = many & (cells["denominator"] > 0)
    return cells.assign(enough=enough).sort_values(keys, ignore_index=True)


def nobody_left_over(
    cells: pd.DataFrame, shown: "pd.Series[bool]", by: Sequence[str], crowd: Crowd
) -> "pd.Series[bool]":
    """Withhold what would give a few people away as the difference to the unit above.

    Where the people of a unit who lie in no shown child are some, but fewer than
    ``min_people``, the smallest shown child is withheld too. Nothing is shown
    below a unit that is not.

    Parameters
    ----------
    cells : DataFrame
        ``month, unit_id, parent_id, *by, pairs``; its index is 0 … N−1.
    shown : Series of bool, shape (N,)
        Cells that may be shown on their own account.
    by : sequence of str
    crowd : Crowd

    Returns
    -------
    Series of bool, shape (N,)
    """
    keys = cells[["month", *by, "unit_id"]]
    above = keys.assign(unit_id=cells["parent_id"])
    index = pd.MultiIndex.from_frame(keys)
    parent = np.asarray(index.get_indexer(pd.MultiIndex.from_frame(above)))
    size = cells["pairs"].to_numpy(dtype=np.int64)
    kept = shown.to_numpy(dtype=bool).copy()
    depth = _depth(parent)
    for level in range(1, int(depth.max(initial=0)) + 1):
        at = np.flatnonzero(depth == level)
        kept[at] &= kept[parent[at]]
        kept[_smallest_of_the_short(at[kept[at]], parent, size, crowd.settings)] = False
    return pd.Series(kept, index=shown.index)


def _persons(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add up each person's rows in a unit, and count the teams they count in."""
    # The order of a sum of floats would show in its last bits.
    rows = rows.sort_values([*keys, "team_id", *AMOUNTS])
    teams = rows.groupby([*keys, "team_id"], as_index=False)[AMOUNTS].sum()
    teams["pairs"] = (teams["denominator"] > 0).astype("int64")
    return teams.groupby(keys, as_index=False)[[*AMOUNTS, "pairs"]].sum()


def _grid(crowd: Crowd, figures: pd.DataFrame) -> pd.DataFrame:
    """Cross the published units with the figures of their month."""
    published = crowd.units[crowd.units["status"] == "published"]
    columns = ["month", "unit_id", "unit_level", "parent_id", "people"]
    cells = published[columns].merge(figures, on="month")
    return cells.assign(people=rounded_people(cells["people"], crowd.settings))


def _depth(parent: Ints) -> Ints:
    """Count the cells above each."""
    depth = np.zeros(len(parent), dtype=np.int64)
    at = parent.copy()
    while (at >= 0).any():
        depth += at >= 0
        at = np.where(at >= 0, parent[at], -1)
    return depth


def _smallest_of_the_short(
    children: Ints, parent: Ints, size: Ints, settings: Privacy
) -> Ints:
    """Choose one child of every parent that keeps a few people to itself."""
    rest = size.copy()
    np.subtract.at(rest, parent[children], size[children])
    short = children[
        (rest[parent[children]] > 0) & (rest[parent[children]] < settings.min_people)
    ]
    by_size = short[np.lexsort((short, size[short], parent[short]))]
    first = np.unique(parent[by_size], return_index=True)[1]
    return by_size[first]
