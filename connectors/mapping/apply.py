"""The mapping applied: files in, tables named and typed as in the contracts out."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from connectors.mapping import (
    columns,
    legs,
    reading,
    scores,
    spells,
    units,
    values,
    versions,
)
from connectors.mapping._sql import Relation
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.source_params import FileEntry, Format, Kind, MappedTable, Step

Verb = Callable[[Relation, Any, Format], Relation]


def _plain(verb: Callable[[Relation, Any], Relation]) -> Verb:
    """Take a verb to which the file's format says nothing."""
    return lambda relation, said, written: verb(relation, said)


VERBS: Mapping[str, Verb] = {
    "rename": _plain(columns.rename),
    "constants": _plain(columns.constants),
    "value_map": _plain(values.value_map),
    "cast": values.cast,
    "id_from": _plain(columns.id_from),
    "rescale": values.rescale,
    "null_if": _plain(columns.null_if),
    "first_filled": _plain(columns.first_filled),
    "keep_where": _plain(columns.keep_where),
    "drop_where": _plain(columns.drop_where),
    "distinct": _plain(columns.distinct),
    "period_end": _plain(values.period_end),
    "move_days": _plain(values.move_days),
    "latest": _plain(versions.latest),
    "add_up": versions.add_up,
    "spells_from_snapshots": _plain(spells.spells_from_snapshots),
    "units_from_columns": _plain(units.units_from_columns),
    "legs_from_events": _plain(legs.legs_from_events),
    "scores_by_unit": _plain(scores.scores_by_unit),
}
READ_AT_THE_END: Mapping[str, Kind] = {
    "day": "day",
    "time": "time",
    "number": "number",
    "count": "count",
    "flag": "flag",
}


def mapped_tables(
    connection: duckdb.DuckDBPyConnection,
    entries: Iterable[FileEntry],
    folder: Path,
    view: str = "mapped",
) -> dict[str, Relation]:
    """Make every table that the mapping names.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the files' rows afterwards.
    entries : iterable of FileEntry
    folder : Path
        Holds the files.
    view : str
        What the tables that hold the files' rows are called, with a number each.

    Returns
    -------
    dict of table name to relation
        Columns of the contract are read as what they are; others stand as they
        came. ``broken_rule`` names what could not be read.

    Raises
    ------
    ContractError
        Naming file, table, step and verb.
    """
    made: dict[str, Relation] = {}
    for number, entry in enumerate(entries):
        rows = reading.read(connection, folder, entry, f"{view}_{number}")
        for table in entry.tables:
            _need_new(entry, table, made)
            made[table.table] = _made(rows, entry, table)
    return made


def _need_new(
    entry: FileEntry, table: MappedTable, made: Mapping[str, Relation]
) -> None:
    if table.table not in INPUTS:
        raise ContractError(
            f"source.files: {entry.file} is mapped to a table {table.table}, which "
            f"is not known.\n  Expected one of {', '.join(INPUTS)}."
        )
    if table.table in made:
        raise ContractError(
            f"source.files: {entry.file} makes {table.table}, which another mapping "
            "makes too.\n  Expected one. Join the files by a pattern such as *.csv, "
            "or remove one mapping."
        )


def _made(rows: Relation, entry: FileEntry, table: MappedTable) -> Relation:
    for number, step in enumerate(table.steps, start=1):
        rows = _stepped(rows, entry, table.table, step, number)
    stored = dict(zip(rows.columns, map(str, rows.types), strict=True))
    left = {
        column.name: READ_AT_THE_END[column.kind]
        for column in INPUTS[table.table].columns
        if stored.get(column.name) == "VARCHAR" and column.kind in READ_AT_THE_END
    }
    return values.cast(rows, left, entry.format)


def _stepped(
    rows: Relation, entry: FileEntry, table: str, step: Step, number: int
) -> Relation:
    where = f"{entry.file} → {table}, step {number} ({step.verb})"
    try:
        return VERBS[step.verb](rows, getattr(step, step.verb), entry.format)
    except ContractError as error:
        raise ContractError(f"{where}: {error}") from None
    except duckdb.Error:
        # DuckDB's own words may quote a cell.
        raise ContractError(
            f"{where}: the verb does not fit these columns.\n"
            f"  Found at that step: {', '.join(rows.columns)}. Correct the step."
        ) from None
