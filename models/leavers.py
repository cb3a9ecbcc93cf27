"""How many leave, when a whole team may be shifted at once.

The number of leavers among people who leave independently is Poisson-binomial;
a shift of the logit, shared by the team and normal, widens it.
"""

import numpy as np
from scipy.special import expit, logit

from models.clock import Codes, Floats

EDGE = 1e-9
NEWTON_STEPS = 8


def normal_nodes(count: int) -> tuple[Floats, Floats]:
    """Give Gauss-Hermite nodes and weights for a standard normal variable."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / weights.sum()


def recentred(
    chances: Floats, sigma: Floats | float, nodes: Floats, weights: Floats
) -> Floats:
    """Find logits whose mean chance, over the shift, is the chance given.

    Parameters
    ----------
    chances : array of shape (n,)
    sigma : float or array of shape (n,)
        Standard deviation of the shift, on the logit scale.
    nodes, weights : array of shape (m,)

    Returns
    -------
    array of shape (n,)
    """
    wanted = np.clip(chances, EDGE, 1 - EDGE)
    spread = np.broadcast_to(np.asarray(sigma, "float64"), wanted.shape)
    shifts = spread[:, None] * nodes
    # Averaging pulls chances to a half by about this factor of the logit.
    centre: Floats = logit(wanted) * np.sqrt(1 + 0.346 * spread**2)
    for _ in range(NEWTON_STEPS):
        shifted = expit(centre[:, None] + shifts)
        slope = (shifted * (1 - shifted)) @ weights
        centre = centre - np.clip((shifted @ weights - wanted) / slope, -2, 2)
    return centre


def count_chances(chances: Floats, most: int | None = None) -> Floats:
    """Give the exact chances of each number of leavers.

    Parameters
    ----------
    chances : array of shape (..., n)
        One person each along the last axis; zeros change nothing.
    most : int, optional
        The largest number asked for, ``n`` if not said.

    Returns
    -------
    array of shape (..., most + 1)
        By one convolution a person.
    """
    people = chances.shape[-1]
    size = (people if most is None else most) + 1
    found = np.zeros((*chances.shape[:-1], size))
    found[..., 0] = 1.0
    for person in range(people):
        leaves = chances[..., person, None]
        one_more = found[..., :-1] * leaves
        found *= 1 - leaves
        found[..., 1:] += one_more
    return found


def padded(values: Floats, group: Codes, rank: Codes, shape: tuple[int, int]) -> Floats:
    """Lay values of groups of unequal size in a matrix, zeros at the end."""
    laid = np.zeros(shape)
    laid[group, rank] = values
    return laid


def rank_in_group(group: Codes) -> Codes:
    """Count the rows of each group from zero; ``group`` is sorted."""
    first = np.searchsorted(group, group)
    rank: Codes = np.arange(len(group)) - first
    return rank


def at_most(
    centre: Floats, group: Codes, sigma: Floats, quadrature: tuple[Floats, Floats]
) -> Floats:
    """Give the chance of at most each number of leavers, mixed over a group's shift.

    Parameters
    ----------
    centre : array of shape (n,)
        Logits, as ``recentred`` gives; sorted by group.
    group : array of shape (n,)
    sigma : array of shape (n_groups,)
    quadrature : tuple of array
        As ``normal_nodes`` gives.

    Returns
    -------
    array of shape (n_groups, most + 1)
    """
    rank = rank_in_group(group)
    shape = (len(sigma), int(rank.max()) + 1)
    mixed = np.zeros((shape[0], shape[1] + 1))
    for node, weight in zip(*quadrature, strict=True):
        shifted = expit(centre + (sigma * node)[group])
        mixed += weight * count_chances(padded(shifted, group, rank, shape))
    return np.asarray(np.cumsum(mixed, axis=1))
