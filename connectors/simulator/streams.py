"""Random numbers by purpose: what one purpose draws never shifts another's."""

import hashlib

import numpy as np


def stream(seed: int, purpose: str, month: int | None = None) -> np.random.Generator:
    """Open the counter-based stream of one purpose, in one month if given.

    Parameters
    ----------
    seed : int
    purpose : str
        What the numbers are for: ``"exits"``, ``"contacts"`` …
    month : int, optional
        Months since January 1970.

    Returns
    -------
    numpy.random.Generator
        Philox, keyed by all three: the same key is the same stream, whatever
        else was drawn before.
    """
    name = f"{seed}/{purpose}/{'' if month is None else month}"
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    key = int.from_bytes(digest, "little")
    return np.random.Generator(np.random.Philox(key=key))
