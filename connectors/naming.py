"""Where exports name people: file by file, which cells do, and whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from connectors import files, intake, partitions
from connectors.mapping import _sql, apply, values
from connectors.mapping.trace import Trace, trace
from connectors.rewrite.change import ROW
from contracts._table import Column, Table
from contracts.check import BROKEN_RULE
from contracts.inputs import INPUTS
from contracts.source_params import Format, Source, Step

PLACE = Column(ROW, "count", "The row's place in its file.")


@dataclass(frozen=True, slots=True)
class Naming:
    """What one file has to do with one table.

    Parameters
    ----------
    table : Table
    written : Format
        How the file is written.
    steps : tuple of Step
        What the mapping does to it; nothing to a file of the table's own name.
    mapped : bool
        Whether a mapping reads it, which takes every cell for text.
    """

    table: Table
    written: Format
    steps: tuple[Step, ...] = ()
    mapped: bool = False

    def behind(self, column: str, names: Sequence[str]) -> Trace | None:
        """Say what makes a column of ours; None if this file doesn't."""
        if column not in self.table.column_names:
            return None
        found = trace(self.steps, column)
        there = set(found.cells) <= set(names)
        return found if there and (found.cells or found.steps) else None

    def cells(self, columns: Sequence[str], names: Sequence[str]) -> list[str]:
        """Name the cells behind some columns of ours, each once."""
        traces = [self.behind(column, names) for column in columns]
        return list(dict.fromkeys(c for found in traces if found for c in found.cells))


def namings(source: Source) -> dict[Path, tuple[Naming, ...]]:
    """Find what every file of a source has to do with our tables.

    Parameters
    ----------
    source : Source

    Returns
    -------
    dict of file to tuple of Naming
        Every file in ``source.path`` and the folders below it, oldest delivery
        first; none for a file that nothing reads.
    """
    around = Path(source.path)
    if not around.is_dir():
        return {}
    found: dict[Path, tuple[Naming, ...]] = {
        path: () for path in sorted(around.rglob("*")) if path.is_file()
    }
    folders = [around, *(path for path in around.rglob("*") if path.is_dir())]
    for path, naming in _mapped(source, folders):
        found[path] = (*found[path], naming)
    return {path: said or _plain(path, around) for path, said in found.items()}


def _mapped(source: Source, folders: Sequence[Path]) -> Iterator[tuple[Path, Naming]]:
    for entry in source.files:
        paths = {path for folder in folders for path in folder.glob(entry.file)}
        for path in sorted(path for path in paths if path.is_file()):
            for one in entry.tables:
                if one.table in INPUTS:
                    table = INPUTS[one.table]
                    yield path, Naming(table, entry.format, one.steps, mapped=True)


def _plain(path: Path, around: Path) -> tuple[Naming, ...]:
    table = partitions.table_of(path, around)
    if path.suffix.lower() in files.SUFFIXES and path.stem in INPUTS:
        table = path.stem
    return (Naming(INPUTS[table], written_plainly(path)),) if table else ()


def written_plainly(path: Path) -> Format:
    """Say how a file that no mapping describes is written: as its first line shows."""
    return Format(delimiter=files.between_cells(path))


def brought(
    rows: duckdb.DuckDBPyRelation,
    naming: Naming,
    columns: Sequence[str],
    time_zone: str,
) -> duckdb.DuckDBPyRelation:
    """Bring some columns of a file to what ingest would make of them.

    Parameters
    ----------
    rows : DuckDBPyRelation
        Cells of the export, and ``ROW``.
    naming : Naming
    columns : sequence of str
        Of the table; empty where ``rows`` lacks a cell behind one.
    time_zone : str

    Returns
    -------
    DuckDBPyRelation
        ``columns``, ``ROW`` and ``broken_rule``: every row of the file, those
        too that the mapping would leave out or fold together.
    """
    here = [column for column in columns if naming.behind(column, rows.columns)]
    if naming.mapped:
        rows = rows.project("COLUMNS(*)::VARCHAR")
    if naming.steps and here:
        rows = _together([_made(rows, naming, column) for column in here])
    else:
        rows = rows.project(", ".join(map(_sql.name, (*here, ROW))))
    wanted = reduced(naming.table, (*columns, ROW))
    return intake.bring(rows, wanted, time_zone).rows


def reduced(table: Table, columns: Sequence[str]) -> Table:
    """Give a table's contract for some of its columns, any of which may be empty."""
    held = {column.name: column for column in (*table.columns, PLACE)}
    chosen = [
        replace(held[name], needed=False, filled=False, one_of=()) for name in columns
    ]
    return Table(table.name, table.about, key=(), columns=tuple(chosen))


def _together(taken: list[duckdb.DuckDBPyRelation]) -> duckdb.DuckDBPyRelation:
    """Put columns that were made one by one side by side again, by their row."""
    first, *others = taken
    for number, other in enumerate(others):
        first = first.set_alias(f"left_{number}").join(
            other.set_alias(f"right_{number}"), ROW
        )
    return first


def _made(
    rows: duckdb.DuckDBPyRelation, naming: Naming, column: str
) -> duckdb.DuckDBPyRelation:
    found = trace(naming.steps, column)
    kept = ", ".join(map(_sql.name, (*found.cells, ROW)))
    made = rows.project(f"{kept}, NULL::VARCHAR AS {BROKEN_RULE}")
    for step in found.steps:
        made = apply.VERBS[step.verb](made, getattr(step, step.verb), naming.written)
    kind = {c.name: c.kind for c in naming.table.columns}[column]
    if kind in apply.READ_AT_THE_END and _sql.types(made)[column] == "VARCHAR":
        read_as = {column: apply.READ_AT_THE_END[kind]}
        made = values.cast(made, read_as, naming.written)
    return made.project(f"{_sql.name(column)}, {ROW}")
