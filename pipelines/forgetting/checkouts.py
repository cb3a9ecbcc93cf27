"""Where people may lie: this checkout, and each example that was built in it."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from connectors import naming
from connectors.naming import Naming
from contracts import params
from contracts.errors import ContractError
from contracts.params import Params
from contracts.source_params import Source
from pipelines import _alone
from pipelines.forgetting import dvc_at_rest, export_rows, sought_people
from pipelines.forgetting.export_rows import Held
from pipelines.forgetting.sought_people import Sought

BUILDS = "build/*/params.yaml"


@dataclass(frozen=True, slots=True)
class Place:
    """One folder that the line has run in, or may run in.

    Parameters
    ----------
    folder : Path
    settings : Params
    source : Source
        Its path seen from everywhere.
    repo : Repo or None
        DVC's, with its locks held.
    """

    folder: Path
    settings: Params
    source: Source
    repo: Any | None

    @property
    def made_by(self) -> str:
        """The stage that makes the exports; none if they are brought."""
        path = Path(self.source.path)
        made = dvc_at_rest.made_by_stages(self.repo)
        return next((made[one] for one in (path, *path.parents) if one in made), "")

    @property
    def comes_back(self) -> bool:
        """Whether a stage will bring real people back from where it reads."""
        return bool(self.made_by) and self.settings.governance.data == "real"


@dataclass(frozen=True, slots=True)
class Found:
    """Who was looked for in one place, and what its exports hold.

    Parameters
    ----------
    place : Place
    sought : Sought
    held : tuple of Held
        In the order in which they are to be rewritten.
    unread : tuple of Path
        Exports that name people and could not be looked into.
    """

    place: Place
    sought: Sought
    held: tuple[Held, ...]
    unread: tuple[Path, ...]


def opened(stack: ExitStack, root: Path, *, retention: bool) -> list[Place]:
    """Open the checkout and its builds; DVC rests in each until the stack closes.

    Parameters
    ----------
    stack : ExitStack
    root : Path
    retention : bool
        Whether the retention limit is asked for. It binds real people alone; that
        of the checkout can be tried on a made-up company as well.

    Returns
    -------
    list of Place
        The checkout first. Builds of another kind of data (made up beside real) are
        another company's, in which the same id is somebody else: left alone.

    Raises
    ------
    ContractError
        If a run is going on, or parameters can't be read.
    """
    first = _place(stack, root)
    kind = first.settings.governance.data
    places = [first]
    for path in sorted(root.glob(BUILDS)):
        same = _built_with(path).governance.data == kind
        if same and not (retention and kind == "made_up"):
            places.append(_place(stack, path.parent))
    return places


def _built_with(path: Path) -> Params:
    try:
        return params.load(path)
    except ContractError:
        raise ContractError(
            f"{path.parent}: it was built with parameters that this code doesn't know, "
            "so that nobody can be looked for in it.\n"
            "  Expected a build of today. Build it again, or remove the folder, then "
            "run make forget again."
        ) from None


def _place(stack: ExitStack, folder: Path) -> Place:
    settings = params.load(folder / "params.yaml")
    path = str((folder / settings.source.path).absolute())
    source = settings.source.model_copy(update={"path": path})
    repo = stack.enter_context(dvc_at_rest.at_rest(folder))
    # A killed run leaves its stage's process, which may write for a moment more.
    stack.enter_context(_alone.alone(folder / _alone.LOCK))
    return Place(folder, settings, source, repo)


def looked_through(
    connection: duckdb.DuckDBPyConnection, place: Place, asked: str | list[str]
) -> Found:
    """Find people in the exports of one place.

    Parameters
    ----------
    connection : DuckDBPyConnection
    place : Place
    asked : str or list of str
        One person's id as it was typed, or ids as ingest brings them.

    Raises
    ------
    ContractError
        If what was typed means several people, or the pseudonyms have no key.
    """
    connection.execute(f"SET threads = {place.settings.activity.threads}")
    files: Mapping[Path, tuple[Naming, ...]] = naming.namings(place.source)
    if isinstance(asked, str):
        ids = sought_people.as_ingest_brings(connection, asked, place.source)
        sought = sought_people.of(connection, ids, place.settings, files)
        sought_people.refuse_several(connection, place.source, files)
    else:
        sought = sought_people.of(connection, asked, place.settings, files)
    held, unread = export_rows.find(connection, files, place.source)
    return Found(place, sought, tuple(held), tuple(unread))
