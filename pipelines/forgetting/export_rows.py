"""People taken out of the exports: whole rows, and the cells that name a manager."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from connectors import keys, naming
from connectors.mapping.trace import trace
from connectors.naming import Naming
from connectors.rewrite import exports
from connectors.rewrite.change import ROW, Change, Rows
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.source_params import Format, Source
from pipelines import _files
from pipelines.forgetting import sought_people

PERSON, MANAGER = "person_id", "manager_id"
SOUGHT = f"IN (FROM {sought_people.SOUGHT})"
# Rewritten last: they say who somebody is, and a run that was cut short asks again.
WHO_IS_WHO = ("departures", "people", "keys")


@dataclass(frozen=True, slots=True)
class Held:
    """What one file holds of the people sought.

    Parameters
    ----------
    path : Path
    written : Format
    changes : mapping of sheet to Change
    """

    path: Path
    written: Format
    changes: Mapping[str, Change]

    @property
    def rows(self) -> int:
        """Rows about them."""
        return sum(len(change.gone) for change in self.changes.values())

    @property
    def cells(self) -> int:
        """Rows of others in which they are the manager."""
        return sum(change.cells for change in self.changes.values())


def find(
    connection: duckdb.DuckDBPyConnection,
    files: Mapping[Path, tuple[Naming, ...]],
    source: Source,
) -> tuple[list[Held], list[Path]]:
    """Look for people in every export, as ingest would read it.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds ``sought`` and the keys; see ``_forget_who``.
    files : mapping of file to its namings
    source : Source

    Returns
    -------
    tuple of list of Held and list of Path
        Files that hold them, in the order in which they are to be rewritten; and
        files that should be read and can't be.
    """
    held: list[Held] = []
    unread: list[Path] = []
    ordered = sorted(files, key=lambda path: _last(files[path]))
    for path in ordered:
        try:
            with exports.damage_told(path):
                held += _of_file(connection, path, files[path], source)
        except ContractError:
            unread.append(path)
    return held, unread


def rewrite(held: Held) -> None:
    """Write a file again without them: whole, or not at all."""
    # The file itself, not a link to it: what the link names would stay.
    path = held.path.resolve()
    with _files.written_whole(path) as draft:
        # Nobody may read the draft who may not read the file.
        draft.touch(mode=0o600)
        exports.rewrite(path, draft, held.written, held.changes)
        shutil.copymode(path, draft)


def _last(said: Sequence[Naming]) -> int:
    names = [one.table.name for one in said]
    return max((WHO_IS_WHO.index(n) + 1 for n in names if n in WHO_IS_WHO), default=0)


def _of_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    said: Sequence[Naming],
    source: Source,
) -> Iterator[Held]:
    naming_people = [one for one in said if _names_people(one)]
    if not naming_people:
        return
    written = said[0].written
    parts = exports.parts(path, written)
    if not any(one.cells([PERSON, "id"], n) for one in said for n in parts.values()):
        raise ContractError(f"{path}: no column names a person")
    changes = {
        sheet: _of_sheet(connection, path, sheet, names, naming_people, source)
        for sheet, names in parts.items()
    }
    if not all(change.is_none for change in changes.values()):
        yield Held(path, written, changes)


def _names_people(said: Naming) -> bool:
    """Tell whether a file is about people: units made of columns are about none."""
    if PERSON not in said.table.column_names and said.table.name != "keys":
        return False
    return bool(trace(said.steps, PERSON).cells) or said.table.name == "keys"


def _of_sheet(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    sheet: str,
    names: Sequence[str],
    said: Sequence[Naming],
    source: Source,
) -> Change:
    gone: list[Rows] = []
    emptied: dict[str, list[Rows]] = {}
    for one in said:
        columns = _columns(one, names, source)
        cells = one.cells(columns, names)
        if not cells:
            continue
        for rows in exports.rows(connection, path, one.written, sheet, cells):
            found = _matched(connection, rows, one, columns, source)
            gone.append(_places(found, _about_them(one, columns)))
            if MANAGER in columns:
                places = _places(found, f"{MANAGER} {SOUGHT}")
                for cell in _cells_of_manager(one, names):
                    emptied.setdefault(cell, []).append(places)
    left_out = _together(gone)
    return Change(
        left_out,
        {
            cell: np.setdiff1d(_together(places), left_out)
            for cell, places in emptied.items()
        },
    )


def _columns(said: Naming, names: Sequence[str], source: Source) -> list[str]:
    """Name our columns of this file that say whom a row is about, and when."""
    if said.table.name == "keys":
        wanted = ["kind", "id"]
    else:
        wanted = [PERSON, MANAGER]
        if said.table.name in source.systems:
            wanted.append(keys.DATED_BY[said.table.name])
    return [column for column in wanted if said.behind(column, names)]


def _matched(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    said: Naming,
    columns: Sequence[str],
    source: Source,
) -> duckdb.DuckDBPyRelation:
    """Bring rows in, their ids those of the people system."""
    system = source.systems.get(said.table.name, "")
    dated = keys.DATED_BY.get(said.table.name)
    asked = list(dict.fromkeys((*columns, *([dated] if system and dated else []))))
    found = naming.brought(rows, said, asked, source.time_zone)
    if system not in sought_people.known_systems(connection) or PERSON not in columns:
        return found
    table = naming.reduced(said.table, (*asked, ROW))
    found = keys.matched(connection, found, table, system)
    # Without a key nobody knows whose row it is, whatever its id looks like.
    unknown = keys.rule_of("person", system).replace("'", "''")
    known = f"CASE WHEN {BROKEN_RULE} IS DISTINCT FROM '{unknown}' THEN {PERSON} END"
    return found.project(f"* REPLACE ({known} AS {PERSON})")


def _about_them(said: Naming, columns: Sequence[str]) -> str:
    """Write the condition that a row is about them; nobody's where it can't be."""
    if said.table.name == "keys":
        return f"kind = 'person' AND id {SOUGHT}" if len(columns) == 2 else "false"
    return f"{PERSON} {SOUGHT}" if PERSON in columns else "false"


def _places(found: duckdb.DuckDBPyRelation, condition: str) -> Rows:
    rows = found.filter(condition).project(ROW).fetchnumpy()[ROW]
    return np.unique(np.asarray(rows, np.int64))


def _cells_of_manager(said: Naming, names: Sequence[str]) -> list[str]:
    """Name the cells that tell the manager, and not the person as well."""
    shared = said.cells([PERSON], names)
    return [cell for cell in said.cells([MANAGER], names) if cell not in shared]


def _together(places: Sequence[Rows]) -> Rows:
    return np.unique(np.concatenate(places)) if places else np.array([], np.int64)
