"""Every table that a source brings: by a file of its name, or by the mapping."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from connectors import files
from connectors.mapping import apply
from contracts.source_params import Source


@dataclass(frozen=True, slots=True)
class Export:
    """One table to come.

    Parameters
    ----------
    path : Path
        Its file, or the source's folder where the mapping makes it.
    read : callable
        Gives its rows, columns named as in the contract.
    """

    path: Path
    read: Callable[[], duckdb.DuckDBPyRelation]


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
    folder = Path(source.path)
    mapped = [table.table for entry in source.files for table in entry.tables]
    used = {path for entry in source.files for path in folder.glob(entry.file)}
    found = files.find(folder, mapped, used, all_needed=all_needed)
    plain = {
        name: Export(path, partial(files.read, connection, path))
        for name, path in found.items()
    }
    made = apply.mapped_tables(connection, source)
    return plain | {
        name: Export(folder, partial(_as_is, rows)) for name, rows in made.items()
    }


def _as_is(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    return rows
