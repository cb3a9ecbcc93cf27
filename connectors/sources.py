"""Every table that a source brings: by a file of its name, or by the mapping."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import duckdb

from connectors import deliveries, files
from connectors.mapping import apply
from contracts.errors import ContractError
from contracts.source_params import Source


@dataclass(frozen=True, slots=True)
class Part:
    """One table as one folder brings it.

    Parameters
    ----------
    path : Path
        Its file, or the folder where the mapping makes it.
    read : callable
        Gives its rows, columns named as in the contract.
    delivered_on : date, optional
        The day that its folder bears; none where exports are not kept by day.
    """

    path: Path
    read: Callable[[], duckdb.DuckDBPyRelation]
    delivered_on: date | None = None


# One table to come: one part, or one a delivery, oldest first.
Export: TypeAlias = tuple[Part, ...]


def exports(
    connection: duckdb.DuckDBPyConnection, source: Source, *, all_needed: bool = True
) -> Mapping[str, Export]:
    """Find every table of a source; what the mapping makes is read at once.

    Parameters
    ----------
    connection : DuckDBPyConnection
    source : Source
    all_needed : bool
        Whether a needed table that is missing stops the search.

    Returns
    -------
    mapping of table name to Export

    Raises
    ------
    ContractError
        If the folder lacks a needed table, or the mapping does not fit.
    """
    found: dict[str, Export] = {}
    for number, (day, folder) in enumerate(_folders(source)):
        for name, part in _parts(connection, source, folder, day, number):
            found[name] = (*found.get(name, ()), part)
    _refuse_dated_and_undated(found, source)
    if all_needed:
        files.need_all(Path(source.path), found)
    return found


def _folders(source: Source) -> list[tuple[date | None, Path]]:
    """List the folders to look into: one, or one a delivery and the one around them."""
    around = Path(source.path)
    if not source.deliveries.dated_folders:
        return [(None, around)]
    dated = deliveries.folders(around)
    _refuse_unread(source, [folder for _, folder in dated])
    return [(None, around), *dated]


def _refuse_unread(source: Source, folders: list[Path]) -> None:
    """Stop where no delivery holds a file that the mapping reads."""
    everywhere = [Path(source.path), *folders]
    for entry in source.files:
        if not any(_files_of(folder, entry.file) for folder in everywhere):
            raise ContractError(
                f"source.files: no file {entry.file} in {source.path} or in a dated "
                "folder of it.\n"
                "  Expected at least one. Put it there, or correct file in params.yaml."
            )


def _files_of(folder: Path, pattern: str) -> set[Path]:
    return {path for path in folder.glob(pattern) if path.is_file()}


def _parts(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    folder: Path,
    day: date | None,
    number: int,
) -> Iterator[tuple[str, Part]]:
    """Give the tables of one folder."""
    entries = [
        entry
        for entry in source.files
        # A delivery may lack an export; a source without deliveries may not.
        if not source.deliveries.dated_folders or _files_of(folder, entry.file)
    ]
    mapped = [table.table for entry in entries for table in entry.tables]
    used = {path for entry in entries for path in _files_of(folder, entry.file)}
    for name, path in files.find(folder, mapped, used).items():
        yield name, Part(path, partial(files.read, connection, path), day)
    made = apply.mapped_tables(connection, entries, folder, f"mapped_{number}")
    for name, rows in made.items():
        yield name, Part(folder, partial(_as_is, rows), day)


def _refuse_dated_and_undated(found: Mapping[str, Export], source: Source) -> None:
    both = [
        name
        for name, parts in found.items()
        if len({part.delivered_on is None for part in parts}) > 1
    ]
    if both:
        raise ContractError(
            f"{', '.join(both)}: {source.path} holds it both beside the dated folders "
            "and in them.\n"
            "  Expected one place. Move the file into the folder of its day."
        )


def _as_is(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    return rows
