"""DVC's cache: every object of every generation that names people, or learned of them.

An object that a table, a folder's list or the run cache still asks for is only a
shortcut: where it is gone, ``dvc repro`` makes it again.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import _stage
from pipelines.forgetting.id_search import Search, holds

LIST = ".dir"
RUNS = "runs"
# What a folder of models holds, and no other output does.
CHOICE = "choice.json"
TREES = b"tree\n"


@dataclass(frozen=True, slots=True)
class Found:
    """What of a cache is to go.

    Parameters
    ----------
    people : tuple of Path
        Objects that name one of the people.
    models : tuple of Path
        Objects of models, whichever people they learned from.
    lists : tuple of Path
        Lists of folders that one of those belongs to.
    """

    people: tuple[Path, ...]
    models: tuple[Path, ...]
    lists: tuple[Path, ...]

    @property
    def everything(self) -> tuple[Path, ...]:
        """Every object that is to go."""
        return (*self.people, *self.models, *self.lists)


def find(cache: Path, search: Search) -> Found:
    """Look at every object of a cache.

    Parameters
    ----------
    cache : Path
    search : Search

    Returns
    -------
    Found
    """
    objects = {_name(path): path for path in _objects(cache)}
    folders = {n: _listed(p) for n, p in objects.items() if n.endswith(LIST)}
    models = _models(objects, folders)
    plain = [p for n, p in objects.items() if n not in (*folders, *models)]
    people = [path for path in _progress(plain) if holds(path, search)]
    gone = {*models, *map(_name, people)}
    lists = [n for n, inside in folders.items() if gone & {md5 for md5, _ in inside}]
    return Found(
        tuple(people),
        tuple(objects[name] for name in sorted(models)),
        tuple(objects[name] for name in sorted({*lists} - models)),
    )


def remove(cache: Path, found: Found) -> int:
    """Remove objects, and what the run cache remembers of them; count the latter."""
    names = {_name(path) for path in found.everything}
    remembered = [
        path
        for path in sorted((cache / RUNS).glob("*/*/*"))
        if any(name in path.read_text("utf-8") for name in names)
    ]
    for path in (*found.everything, *remembered):
        path.unlink()
        _remove_empty(path.parent, cache)
    return len(remembered)


def _remove_empty(folder: Path, cache: Path) -> None:
    """Remove folders left empty: DVC can't bear one in its run cache."""
    while folder != cache and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _objects(cache: Path) -> Iterator[Path]:
    for path in sorted(cache.rglob("*")):
        if path.is_file() and path.relative_to(cache).parts[0] != RUNS:
            yield path


def _name(path: Path) -> str:
    """Give an object's hash, of which its folder is called by the first two digits."""
    return f"{path.parent.name}{path.name}"


def _listed(path: Path) -> list[tuple[str, str]]:
    content: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return [(str(one["md5"]), str(one["relpath"])) for one in content]


def _models(
    objects: dict[str, Path], folders: dict[str, list[tuple[str, str]]]
) -> set[str]:
    """Name the objects of models: whole folders of them, and trees without a folder."""
    found = {name for name, path in objects.items() if _is_trees(path)}
    for name, inside in folders.items():
        if CHOICE in {relpath for _, relpath in inside}:
            found |= {name, *(md5 for md5, _ in inside)}
    return found & objects.keys()


def _is_trees(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(len(TREES)) == TREES


def _progress(paths: list[Path]) -> Iterable[Path]:
    return _stage.progress(paths, "objects of the cache")
