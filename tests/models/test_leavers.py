"""The number of leavers, against every way that people can leave."""

from itertools import product

import numpy as np
from scipy.special import expit

from models import leavers

CHANCES = np.array([0.05, 0.3, 0.5, 0.9])


def by_brute_force(
    chances: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> list[float]:
    found = [0.0] * (len(chances) + 1)
    for leaves in product((0, 1), repeat=len(chances)):
        chance = np.prod(
            [p if x else 1 - p for p, x in zip(chances, leaves, strict=True)]
        )
        found[sum(leaves)] += float(chance)
    return found


def test_counts_are_those_of_every_combination() -> None:
    np.testing.assert_allclose(
        leavers.count_chances(CHANCES), by_brute_force(CHANCES), rtol=1e-12
    )


def test_counts_beyond_the_largest_asked_for_are_cut_off() -> None:
    np.testing.assert_allclose(
        leavers.count_chances(CHANCES, most=1), by_brute_force(CHANCES)[:2], rtol=1e-12
    )


def test_people_who_can_not_leave_change_nothing() -> None:
    padded = np.concatenate([CHANCES, np.zeros(3)])
    np.testing.assert_allclose(
        leavers.count_chances(padded)[:5], leavers.count_chances(CHANCES)
    )


def test_the_mean_over_the_shift_is_the_chance_given() -> None:
    nodes, weights = leavers.normal_nodes(15)
    chances = np.array([1e-4, 0.02, 0.1, 0.5, 0.97])
    for sigma in (0.0, 0.4, 1.2):
        centre = leavers.recentred(chances, sigma, nodes, weights)
        mean = expit(centre[:, None] + sigma * nodes) @ weights
        np.testing.assert_allclose(mean, chances, rtol=1e-7)


def test_rows_are_counted_within_their_group() -> None:
    group = np.array([0, 0, 0, 1, 2, 2])
    assert leavers.rank_in_group(group).tolist() == [0, 1, 2, 0, 0, 1]
