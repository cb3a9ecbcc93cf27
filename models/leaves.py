"""How many people the leaves of trees hold: none may be of a few."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from models.clock import Codes, Floats
from models.laid_out import THREADS, LaidOut

if TYPE_CHECKING:
    from lightgbm import Booster
    from lightgbm.callback import CallbackEnv

TREES_AT_ONCE = 20
ROWS_LOOKED_AT_FIRST = 4  # every so many


class TooFewPeopleError(Exception):
    """A leaf holds fewer people than it must."""


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


def watch(values: Floats, people: Codes, least: int) -> "Callable[[CallbackEnv], None]":
    """Give what looks at trees as they grow, and stops at a leaf of too few people.

    Parameters
    ----------
    values : array of shape (n_rows, n_columns)
    people : array of shape (n_rows,)
    least : int
        Distinct people that every leaf is to hold.

    Returns
    -------
    callable
        A callback of LightGBM's that raises ``TooFewPeopleError``.

    Notes
    -----
    More rows than ``least - 1`` people have at most are rows of ``least`` people:
    only smaller leaves are counted, some of the rows first.
    """
    few = most_rows_of_fewer(people, least)
    looks = [(values[::step], people[::step]) for step in (ROWS_LOOKED_AT_FIRST, 1)]

    def look(env: "CallbackEnv") -> None:
        grown = env.iteration + 1
        if grown % TREES_AT_ONCE and grown < env.end_iteration:
            return
        first = env.iteration - env.iteration % TREES_AT_ONCE
        text = env.model.model_to_string(TREES_AT_ONCE, first)
        doubtful = [
            first + place
            for place, smallest in enumerate(smallest_leaves(text))
            if smallest <= few
        ]
        enough = (fewest_people(env.model, *one, doubtful) >= least for one in looks)
        if doubtful and not any(enough):
            raise TooFewPeopleError

    return look


def smallest_leaves(text: str) -> list[int]:
    """Read the rows of the smallest leaf of each tree; none where nothing is parted."""
    counts = re.findall(r"^leaf_count=(.*)$", text, flags=re.MULTILINE)
    return [min((int(one) for one in line.split()), default=0) for line in counts]
