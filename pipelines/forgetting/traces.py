"""All that was found of the people: in exports, in what was made of them, cached."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors import naming
from pipelines.forgetting import (
    cache_objects,
    checkouts,
    derived_data,
    id_search,
    long_gone,
)
from pipelines.forgetting.cache_objects import Found as InCache
from pipelines.forgetting.checkouts import Found, Place
from pipelines.forgetting.derived_data import Derived
from pipelines.forgetting.export_rows import Held
from pipelines.forgetting.id_search import Search
from pipelines.forgetting.long_gone import Leavers
from pipelines.forgetting.sought_people import Sought


@dataclass(frozen=True, slots=True)
class Everything:
    """All that was found of the people, everywhere."""

    exports: tuple[Found, ...]
    derived: tuple[Derived, ...]
    cached: tuple[tuple[Path, InCache], ...]

    @property
    def unread(self) -> list[Path]:
        """Exports that could not be looked into."""
        return [path for found in self.exports for path in found.unread]

    def ours(self, root: Path) -> list[Held]:
        """List the exports in the checkout, in the order of rewriting."""
        return [held for held in self._brought() if _inside(held, root)]

    def outside(self, root: Path) -> list[Held]:
        """List the exports elsewhere, which are not ours to change."""
        return [held for held in self._brought() if not _inside(held, root)]

    def _brought(self) -> list[Held]:
        brought = (found for found in self.exports if not found.place.made_by)
        return [held for found in brought for held in found.held]

    def where_they_were(self) -> list[Derived]:
        """List the places whose models may have learned from them.

        The checkout itself always, since an earlier run may have known them; a build
        only where something of it names them, since it is another company's.
        """
        pairs = zip(self.exports, self.derived, strict=True)
        (_, checkout), *builds = pairs
        named = [
            derived for held, derived in builds if held.held or derived.names_people
        ]
        return [checkout, *named]

    @property
    def is_nothing(self) -> bool:
        """Whether no file names them."""
        return not (
            any(found.held for found in self.exports)
            or any(derived.names_people for derived in self.derived)
            or any(found.people for _, found in self.cached)
        )


def _inside(held: Held, root: Path) -> bool:
    return held.path.resolve().is_relative_to(root.resolve())


def find(
    connection: duckdb.DuckDBPyConnection,
    places: Sequence[Place],
    typed: str | None,
) -> tuple[Everything, Search]:
    """Look everywhere, and change nothing yet.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the words looked for, for as long as the search is used.
    places : sequence of Place
    typed : str or None
        The person's id; None for everybody past the retention limit.
    """
    caches = derived_data.caches(places)
    exports, sought = [], []
    for place in places:
        asked: str | list[str]
        if typed is None:
            leavers = long_gone.in_exports(place.settings, place.source)
            asked = leavers.past
            sought.append(_in_copies(place, caches, leavers))
        else:
            asked = typed
        with duckdb.connect() as apart:
            exports.append(checkouts.looked_through(apart, place, asked))
        sought.append(exports[-1].sought)
    search = id_search.prepared(connection, sought, [place.source for place in places])
    return (
        Everything(
            tuple(exports),
            tuple(derived_data.find(place, search) for place in places),
            tuple((cache, cache_objects.find(cache, search)) for cache in caches),
        ),
        search,
    )


def _in_copies(place: Place, caches: Sequence[Path], known: Leavers) -> Sought:
    """Look for whom old copies know, though no export does any more."""
    own = _files_below(place.folder / derived_data.RESTRICTED)
    cached = [path for cache in caches for path in _files_below(cache)]
    found = long_gone.in_copies(own, cached, place.settings, known)
    return Sought(frozenset(), frozenset(), frozenset(found))


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def still_named(places: Sequence[Place], search: Search) -> list[Path]:
    """List the exports of which a cell that nothing reads still looks like an id."""
    files = {path for place in places for path in naming.namings(place.source)}
    return sorted(path for path in files if id_search.looks_like(path, search))
