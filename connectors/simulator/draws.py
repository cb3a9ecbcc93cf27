"""Random numbers that are looked up, not drawn: by purpose, month and number.

Whoever is asked about, in whatever order and beside whomever else, the number is
the same. So one team's history can be lived again with something left out, and
nothing changes but what that something changes.
"""

import hashlib
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtri

from connectors.simulator.arrays import Floats, Ints

# Philox 4x32 with ten rounds (Salmon et al., 2011): multipliers and Weyl steps.
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
STEPS = (0x9E3779B9, 0xBB67AE85)
ROUNDS, LOW, HALF = 10, np.uint64(0xFFFFFFFF), np.uint64(32)
# So many numbers at a time stay in the processor's cache.
CHUNK = 16_384
WORDS = 4


class Draws(Protocol):
    """Numbers between 0 and 1, by what they are for."""

    def uniforms(
        self,
        purpose: str,
        month: int,
        number: Ints,
        count: int,
        place: Ints | None = None,
    ) -> Floats:
        """Give numbers of shape (count, n), each row independent of the others."""
        ...


@dataclass(frozen=True, slots=True)
class Keyed:
    """Philox keyed by seed and purpose, counted by number, place and month."""

    seed: int

    def uniforms(
        self,
        purpose: str,
        month: int,
        number: Ints,
        count: int,
        place: Ints | None = None,
    ) -> Floats:
        """Look up numbers.

        Parameters
        ----------
        purpose : str
            What they are for: ``"exits"``, ``"contacts"`` …
        month : int
            Months since January 1970.
        number : Ints, shape (n,)
            Whose: a person's number, a seat, a team.
        count : int
            How many each.
        place : Ints, shape (n,), optional
            Which of a person's: the day of a shift, the place of a contact.

        Returns
        -------
        Floats, shape (count, n)
            Strictly between 0 and 1.
        """
        key = _key(self.seed, purpose)
        found = np.empty((count, len(number)))
        for start in range(0, len(number), CHUNK):
            part = slice(start, start + CHUNK)
            where = None if place is None else place[part]
            for block in range(-(-count // WORDS)):
                words = _philox(key, number[part], where, month, block)
                rows = found[block * WORDS : (block + 1) * WORDS, part]
                for row, word in zip(rows, words, strict=False):
                    row[:] = word
        found += 0.5
        found /= 2.0**32
        return found


@dataclass(frozen=True, slots=True)
class Streamed:
    """Numbers of one continuation of a history: a stream a purpose and month.

    They are never looked up again, so they need not be keyed by person: a
    stream is many times as fast.
    """

    seed: int
    name: str

    def uniforms(
        self,
        purpose: str,
        month: int,
        number: Ints,
        count: int,
        place: Ints | None = None,
    ) -> Floats:
        """Draw numbers; see ``Keyed``."""
        rng = stream(self.seed, f"{self.name}/{purpose}", month)
        return np.maximum(rng.random((count, len(number))), 2.0**-53)


def _key(seed: int, purpose: str) -> tuple[int, int]:
    digest = hashlib.blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def _philox(
    key: tuple[int, int], number: Ints, place: Ints | None, month: int, block: int
) -> tuple[np.ndarray, ...]:
    """Mix a counter of four words, ten times; each word stays below 2 ** 32."""
    a = number.astype(np.uint64)
    b = np.zeros_like(a) if place is None else place.astype(np.uint64)
    c = np.full_like(a, month)
    d = np.full_like(a, block)
    first, second = np.uint64(MULTIPLIERS[0]), np.uint64(MULTIPLIERS[1])
    for turn in range(ROUNDS):
        left = np.uint64((key[0] + turn * STEPS[0]) & 0xFFFFFFFF)
        right = np.uint64((key[1] + turn * STEPS[1]) & 0xFFFFFFFF)
        one, two = a * first, c * second
        a, c = (two >> HALF) ^ b ^ left, (one >> HALF) ^ d ^ right
        b, d = two & LOW, one & LOW
    return a, b, c, d


def stream(seed: int, purpose: str, month: int | None = None) -> np.random.Generator:
    """Open the counter-based stream of one purpose, in one month if given.

    For what is drawn once and for all, such as the company's tree.
    """
    name = f"{seed}/{purpose}/{'' if month is None else month}"
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    key = int.from_bytes(digest, "little")
    return np.random.Generator(np.random.Philox(key=key))


def normal(u: Floats, sd: float = 1.0, mean: float = 0.0) -> Floats:
    """Turn numbers between 0 and 1 into normal ones."""
    return np.asarray(mean + sd * ndtri(u))


def exponential(u: Floats, mean: float | Floats = 1.0) -> Floats:
    """Turn numbers between 0 and 1 into exponential ones."""
    return np.asarray(-np.log(u) * mean)


def geometric(u: Floats, end: float) -> Ints:
    """Turn numbers into trials until the first success, 1 or more."""
    trials = np.ceil(np.log(u) / np.log1p(-end))
    return np.asarray(np.maximum(trials, 1), dtype=np.int64)


def whole(u: Floats, low: int, high: int) -> Ints:
    """Turn numbers into whole ones from ``low`` up to, not including, ``high``."""
    steps: Ints = (u * (high - low)).astype(np.int64)
    return low + steps


def chosen(u: Floats, shares: tuple[float, ...]) -> Ints:
    """Turn numbers into places of a list with the given shares."""
    edges = np.cumsum(shares)[:-1] / sum(shares)
    return np.searchsorted(edges, u).astype(np.int64)


def poisson(u: Floats, mean: Floats) -> Ints:
    """Turn numbers into Poisson counts, by walking up the distribution."""
    count = np.zeros(len(u), dtype=np.int64)
    chance = np.exp(-mean)
    below = chance.copy()
    most = int(mean.max(initial=0) + 12 * np.sqrt(mean.max(initial=0)) + 12)
    for number in range(1, most + 1):
        more = u > below
        if not more.any():
            break
        count += more
        chance = chance * mean / number
        below = below + chance
    return count
