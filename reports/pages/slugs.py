"""File names of units: safe on every disk, and never the same twice."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

LONGEST = 60


def slugs(unit_ids: Iterable[str]) -> Mapping[str, str]:
    """Give each unit a name that may stand in a file name.

    A code that is too long, or comes to the same name as another one, gets a
    few digits of its own hash: the name does not depend on the other units.

    Parameters
    ----------
    unit_ids : iterable of str

    Returns
    -------
    mapping of unit_id to slug
        Lower-case ASCII letters, digits and hyphens.
    """
    plain = {unit_id: _plain(unit_id) for unit_id in sorted(unit_ids)}
    seen = Counter(plain.values())
    return {
        unit_id: slug
        if seen[slug] == 1 and 0 < len(slug) <= LONGEST
        else f"{slug[:LONGEST]}-{_digits(unit_id)}".strip("-")
        for unit_id, slug in plain.items()
    }


def _plain(unit_id: str) -> str:
    bare = unicodedata.normalize("NFKD", unit_id.lower()).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", bare.decode()).strip("-")


def _digits(unit_id: str) -> str:
    return hashlib.sha256(unit_id.encode()).hexdigest()[:8]
