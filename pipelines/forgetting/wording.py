"""What a person, or the DPO, is told: a sentence a place, counts and no id."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.forgetting import derived_data, dvc_at_rest, id_search, traces
from pipelines.forgetting.cache_objects import Found as InCache
from pipelines.forgetting.checkouts import Found, Place
from pipelines.forgetting.derived_data import Derived
from pipelines.forgetting.erasure_page import counted, listed
from pipelines.forgetting.export_rows import Held
from pipelines.forgetting.id_search import Search
from pipelines.forgetting.traces import Everything

ALWAYS = (
    "Run dvc repro: it makes the results anew without them. Earlier results can't be "
    "checked out any more.",
    "The people system and other sources, backups, and copies that were taken away: "
    "this command reaches none of them.",
)


@dataclass(frozen=True, slots=True)
class Names:
    """How paths are shown: from the checkout, and without an id in them.

    Parameters
    ----------
    root : Path
    search : Search
    """

    root: Path
    search: Search

    def of(self, path: Path) -> str:
        """Show a path."""
        path = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        shown = str(path)
        for one in sorted(id_search.telling(self.search.sought)):
            shown = shown.replace(one, "…")
        return shown


def rows_of(held: Held) -> str:
    """Say what one export holds of them."""
    said = [counted(held.rows, "row")] * bool(held.rows)
    if held.cells:
        said.append(f"their id as manager in {counted(held.cells, 'row')} of others")
    return listed(said)


def of_export(held: Held, names: Names) -> str:
    """Say what was taken out of one export."""
    return f"{names.of(held.path)}: {rows_of(held)}."


def of_stage(found: Found, names: Names) -> str:
    """Say what becomes of exports that a stage makes."""
    place = found.place
    again = (
        "makes them again from where it reads"
        if place.comes_back
        else "makes everybody again from its seed: made-up people can't be forgotten "
        "for good"
    )
    folder = names.of(Path(place.source.path))
    files = counted(len(found.held), "file")
    return (
        f"{folder}: the whole folder, in which {files} named them. The stage "
        f"{place.made_by}, whose output it is, {again}."
    )


def of_experiments(derived: Derived, names: Names) -> str:
    """Say what was removed of experiments that were cut short."""
    folder = names.of(derived.place.folder / derived_data.LEFT_BEHIND)
    return f"{folder}: {counted(len(derived.left_behind), 'file')} left behind."


def of_outputs(place: Place, outputs: Sequence[str], names: Names) -> str:
    """Say what was removed of data/restricted."""
    folder = names.of(place.folder / derived_data.RESTRICTED)
    return f"{folder}: {listed(outputs)}, whole; the next run makes them anew."


def of_caches(found: Sequence[tuple[Path, InCache]], runs: int) -> str:
    """Say what was removed of DVC's cache."""
    people = sum(len(one.people) for _, one in found)
    models = sum(len(one.models) for _, one in found)
    lists = sum(len(one.lists) for _, one in found)
    counts = {
        f"{counted(people, 'object')} that named them, of all runs so far": people,
        f"{counted(models, 'object')} of models, whoever they learned from": models,
        f"{counted(lists, 'list')} of files that led to them": lists,
        f"{counted(runs, 'entry', 'entries')} of the run cache": runs,
    }
    return f"DVC's cache: {listed([what for what, n in counts.items() if n])}."


def of_tracking(runs: int, emptied: int) -> str:
    """Say what was removed of MLflow."""
    whole = f"{counted(runs, 'run')} that named them, for good" if runs else ""
    models = f"the models of {counted(emptied, 'run')}" if emptied else ""
    said = listed([one for one in (whole, models) if one])
    return f"MLflow: {said}. Parameters and metrics of all other runs stay."


def left_to_do(found: Everything, places: Sequence[Place], names: Names) -> list[str]:
    """Say what this command can't do."""
    root = names.root
    said = [
        f"{names.of(held.path)}: {rows_of(held)}. It lies outside this checkout and "
        "was not changed: have them removed at the source, else the next run brings "
        "them back."
        for held in found.outside(root)
    ]
    said += [
        f"{names.of(path)}: it should be read and can't be. Look whether it names "
        "them, and export it again."
        for path in found.unread
    ]
    said += [
        f"{names.of(path)}: a cell still looks like an id of theirs, in a column that "
        "nothing reads, or because somebody else has the id now. See for yourself."
        for path in traces.still_named(places, names.search)
        if path not in {held.path for held in found.outside(root)}
    ]
    said += [
        "data/restricted/ledger names them: what was published is chained there, and "
        "taking one out breaks all that follows. Ask for a new ledger."
        for derived in found.derived
        if derived.ledger
    ]
    said += _in_history(root, [held.path for held in found.ours(root)])
    for place in places:
        said += _of_place(place, names)
    return [*said, *ALWAYS]


def _of_place(place: Place, names: Names) -> Iterator[str]:
    path = place.folder / "params.yaml"
    if place.comes_back:
        yield (
            f"The stage {place.made_by} reads real people: have them removed there, "
            "else the next run brings them back."
        )
    if id_search.in_text(names.search.sought).search(path.read_bytes()):
        yield (
            f"{names.of(path)}: a mapping names them. Take it out; git may hold "
            "earlier versions."
        )
    engine = place.settings.engine
    if engine.name == "spark" and engine.results_are_outside:
        yield (
            f"{engine.spark_results}: what engine: spark left there names people and "
            "is out of reach. dvc repro writes over it; without a next run, remove it."
        )
    remotes = dvc_at_rest.remotes_of(place.repo)
    if remotes:
        yield (
            f"DVC's remote storage ({listed(remotes)}): results about people are never "
            "pushed, but exports added with dvc add may have been. Run dvc gc "
            "--workspace --cloud after the next run."
        )


def _in_history(root: Path, rewritten: Sequence[Path]) -> list[str]:
    tracked = _in_git(root, rewritten)
    if not tracked:
        return []
    these = counted(tracked, "of these exports is", "of these exports are")
    return [
        f"git: {these} in git, whose history holds the earlier content. Rewrite the "
        "history, and keep exports out of git."
    ]


def _in_git(root: Path, paths: Sequence[Path]) -> int:
    """Count the files that git holds."""
    if not paths or not (root / ".git").exists():
        return 0
    listed_by_git = subprocess.run(
        ("git", "ls-files", "-z", "--", *map(str, paths)),
        cwd=root,
        check=True,
        capture_output=True,
    )
    return listed_by_git.stdout.count(b"\0")
