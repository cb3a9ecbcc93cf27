"""How many people the leaves of trees hold: none may be of a few."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from models.clock import Codes, Floats
from models.laid_out import THREADS

if TYPE_CHECKING:
    from lightgbm import Booster
    from lightgbm.callback import CallbackEnv

TREES_AT_ONCE = 20
ROWS_LOOKED_AT_FIRST = 4  # every so many


class TooFewPeopleError(Exception):
    """A leaf holds fewer people than it must."""


def fewest_people(
    booster: "Booster", values: Floats, people: Codes, trees: Iterable[int]
) -> int:
    """Count the distinct people of the leaf, of some trees, that holds fewest.

    Parameters
    ----------
    booster : Booster
    values : array of shape (n_rows, n_columns)
    people : array of shape (n_rows,)
        A code a person.
    trees : iterable of int

    Returns
    -------
    int
    """
    total, fewest = int(people.max()) + 1, len(people)
    for tree in trees:
        leaf = booster.predict(
            values,
            pred_leaf=True,
            num_threads=THREADS,
            start_iteration=tree,
            num_iteration=1,
        )
        leaf = np.asarray(leaf, "int64").ravel()
        seen = np.zeros((leaf.max() + 1) * total, dtype=bool)
        seen[leaf * total + people] = True
        counts = seen.reshape(-1, total).sum(axis=1)
        fewest = min(fewest, int(counts.min()))
    return fewest


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
    of_fewer = int(np.sort(np.bincount(people))[::-1][: least - 1].sum())
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
            if smallest <= of_fewer
        ]
        for tree in doubtful:
            if not any(
                fewest_people(env.model, *one, [tree]) >= least for one in looks
            ):
                raise TooFewPeopleError

    return look


def smallest_leaves(text: str) -> list[int]:
    """Read the rows of the smallest leaf of each tree; none where nothing is parted."""
    counts = re.findall(r"^leaf_count=(.*)$", text, flags=re.MULTILINE)
    return [min((int(one) for one in line.split()), default=0) for line in counts]
