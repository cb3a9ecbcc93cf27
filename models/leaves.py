"""How many people the leaves of trees hold: none may be of a few."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from models.clock import Codes, Floats
from models.laid_out import THREADS, LaidOut

if TYPE_CHECKING:
    from lightgbm import Booster

TREES_AT_ONCE = 20
ROWS_LOOKED_AT_FIRST = 4  # every so many
ALL = -1  # as many trees as there are


def fewest_people(
    booster: "Booster", values: Floats, people: Codes, trees: Sequence[int]
) -> int:
    """Count the distinct people of the leaf, of some trees, that holds fewest.

    Parameters
    ----------
    booster : Booster
    values : array of shape (n_rows, n_columns)
    people : array of shape (n_rows,)
        A code a person.
    trees : sequence of int
        In order; those between the first and the last are grown too.

    Returns
    -------
    int
    """
    total, fewest = int(people.max()) + 1, len(people)
    for some in (
        trees[i : i + TREES_AT_ONCE] for i in range(0, len(trees), TREES_AT_ONCE)
    ):
        leaves = booster.predict(
            values,
            pred_leaf=True,
            num_threads=THREADS,
            start_iteration=some[0],
            num_iteration=some[-1] - some[0] + 1,
        )
        leaves = np.asarray(leaves, "int64").reshape(len(values), -1)
        for leaf in (leaves[:, tree - some[0]] for tree in some):
            seen = np.zeros((leaf.max() + 1) * total, dtype=bool)
            seen[leaf * total + people] = True
            counts = seen.reshape(-1, total).sum(axis=1)
            fewest = min(fewest, int(counts.min()))
    return fewest


def lacking(texts: Iterable[str], laid: LaidOut, least: int) -> int | None:
    """Say how many people the smallest leaf of whole models, as texts, lacks.

    Parameters
    ----------
    texts : iterable of str
    laid : LaidOut
        What they were learned from.
    least : int
        Distinct people that every leaf is to hold.

    Returns
    -------
    int or None
        None where there is no tree.
    """
    import lightgbm

    few = most_rows_of_fewer(laid.people, least)
    fewest = [
        fewest_people(
            lightgbm.Booster(model_str=text),
            laid.values,
            laid.people,
            [tree for tree, rows in enumerate(smallest_leaves(text)) if rows <= few],
        )
        for text in texts
    ]
    return max(0, least - min(fewest)) if fewest else None


def most_rows_of_fewer(people: Codes, least: int) -> int:
    """Give the rows that fewer people than ``least`` have at most: more are enough."""
    return int(np.sort(np.bincount(people))[::-1][: least - 1].sum())


def enough(booster: "Booster", laid: LaidOut, least: int, first: int) -> bool:
    """Say whether every leaf of the trees from one on holds enough people.

    Parameters
    ----------
    booster : Booster
    laid : LaidOut
        What it is learning from.
    least : int
        Distinct people that every leaf is to hold.
    first : int
        The first tree to look at.

    Returns
    -------
    bool

    Notes
    -----
    More rows than ``least - 1`` people have at most are rows of ``least`` people:
    only smaller leaves are counted, some of the rows first.
    """
    text = booster.model_to_string(num_iteration=ALL, start_iteration=first)
    few = most_rows_of_fewer(laid.people, least)
    doubtful = [
        first + place
        for place, smallest in enumerate(smallest_leaves(text))
        if smallest <= few
    ]
    looks = (
        (laid.values[::step], laid.people[::step]) for step in (ROWS_LOOKED_AT_FIRST, 1)
    )
    return not doubtful or any(
        fewest_people(booster, *one, doubtful) >= least for one in looks
    )


def smallest_leaves(text: str) -> list[int]:
    """Read the rows of the smallest leaf of each tree; none where nothing is parted."""
    counts = re.findall(r"^leaf_count=(.*)$", text, flags=re.MULTILINE)
    return [min((int(one) for one in line.split()), default=0) for line in counts]
