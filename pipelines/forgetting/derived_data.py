"""What was made from the exports and names people: found, and removed whole.

Nothing here is taken apart. A table, a feature or a model without a person is what
the next run makes of exports without that person, and no sooner.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines import _files
from pipelines.forgetting import cache_objects, dvc_at_rest, tracked_runs
from pipelines.forgetting.cache_objects import Found
from pipelines.forgetting.checkouts import Place
from pipelines.forgetting.id_search import Search, holds

RESTRICTED = Path("data/restricted")
# What was really published, chained link by link: taking one out breaks all others.
LEDGER = "ledger"
LEFT_BEHIND = Path(".dvc/tmp")


@dataclass(frozen=True, slots=True)
class Derived:
    """What names people in one place.

    Parameters
    ----------
    place : Place
    outputs : tuple of Path
        Files and folders in data/restricted.
    ledger : bool
        Whether the ledger of what was published names them.
    left_behind : tuple of Path
        Files of experiments that were cut short.
    runs : frozenset of str
        Runs of MLflow.
    """

    place: Place
    outputs: tuple[Path, ...]
    ledger: bool
    left_behind: tuple[Path, ...]
    runs: frozenset[str]

    @property
    def names_people(self) -> bool:
        """Whether anything was found."""
        return bool(self.outputs or self.ledger or self.left_behind or self.runs)


def find(place: Place, search: Search) -> Derived:
    """Search all that the line made in one place, its cache apart."""
    kept = sorted((place.folder / RESTRICTED).glob("*"))
    naming = [path for path in kept if any(holds(p, search) for p in _files_in(path))]
    left = place.folder / LEFT_BEHIND
    return Derived(
        place,
        tuple(path for path in naming if path.name != LEDGER),
        LEDGER in {path.name for path in naming},
        tuple(path for path in _files_in(left) if holds(path, search)),
        frozenset(tracked_runs.find(place.folder, search)),
    )


def caches(places: Iterable[Place]) -> list[Path]:
    """List the caches of all places, each once: builds share the checkout's."""
    found = (dvc_at_rest.cache_of(place.repo) for place in places)
    return sorted({cache.resolve() for cache in found if cache and cache.is_dir()})


def remove(derived: Derived) -> tuple[list[str], int]:
    """Remove it, and all models; give the outputs removed, and runs without models."""
    place = derived.place
    models = tracked_runs.remove(
        place.folder, place.settings.track.experiment, set(derived.runs)
    )
    outputs = dict.fromkeys((*derived.outputs, place.folder / _files.MODELS))
    gone = [path for path in outputs if path.exists()]
    for path in (*gone, *derived.left_behind):
        remove_whole(path)
    return sorted(path.name for path in gone), models


def remove_whole(path: Path) -> None:
    """Remove a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def empty_caches(found: Sequence[tuple[Path, Found]]) -> int:
    """Remove the objects found; count what the run cache remembered of them."""
    return sum(cache_objects.remove(cache, one) for cache, one in found)


def _files_in(path: Path) -> list[Path]:
    inside = [path, *path.rglob("*")] if path.is_dir() else [path]
    return sorted(one for one in inside if one.is_file())
