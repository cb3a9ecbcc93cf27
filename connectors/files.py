"""Exports as files: a folder with one Parquet, CSV or XLSX file a table, or many."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from connectors import forms, partitions, spreadsheets
from contracts.errors import MACHINE_TROUBLE, ContractError
from contracts.initiative_form import FILE
from contracts.inputs import INPUTS, NEEDED_TABLES
from contracts.source_params import Format

READERS = {
    ".parquet": "read_parquet('{path}')",
    # Nothing is guessed from the rows: a guess may leave some of them out.
    ".csv": "read_csv('{path}', all_varchar = true, header = true, skip = 0, "
    "delim = '{between}', quote = '\"', escape = '\"', comment = '', "
    "strict_mode = true, null_padding = false)",
}
SUFFIXES = (*READERS, spreadsheets.SUFFIX)
HEADER_BYTES = 1_000_000
# What DuckDB raises where a file is damaged, and not where our SQL is wrong.
DAMAGED = (
    duckdb.ConversionException,
    duckdb.InvalidInputException,
    duckdb.IOException,
    duckdb.SerializationException,
)


def find(
    folder: Path, mapped: Collection[str] = (), used: Collection[Path] = ()
) -> dict[str, Path]:
    """Find the file of each input table in a source folder, or the folder of its files.

    Parameters
    ----------
    folder : Path
    mapped : collection of str
        Tables that a mapping makes: no file of their name is looked for.
    used : collection of Path
        Files that a mapping reads.

    Returns
    -------
    dict of table name to file or folder

    Raises
    ------
    ContractError
        If the folder is missing, or holds two files for one table.
    """
    if not folder.is_dir():
        raise ContractError(
            f"source.path: {folder} is not a folder.\n"
            "  Expected a folder with one Parquet, CSV or XLSX file a table. "
            "Correct source.path in params.yaml."
        )
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = partitions.named_by(path)
        if path in used or name in mapped:
            continue
        if _names_a_table(path) or partitions.is_table(path, used):
            _refuse_what_is_no_single_export(path, found)
            found[name] = path
    return found


def need_all(folder: Path, found: Collection[str]) -> None:
    """Stop where a needed table did not come.

    Raises
    ------
    ContractError
        If the folder is empty, or lacks a needed table.
    """
    missing = [name for name in NEEDED_TABLES if name not in found]
    if missing:
        raise ContractError(
            f"{folder}: no file for {', '.join(missing)}.\n"
            f"  Expected {', '.join(f'{name}.parquet' for name in missing)} "
            "(or .csv, .xlsx). Export them; docs/contracts.md says what they hold."
        )


def _names_a_table(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.stem in INPUTS


def _refuse_what_is_no_single_export(path: Path, found: Mapping[str, Path]) -> None:
    """Stop at a second export of one table, and at what holds no rows."""
    name = partitions.named_by(path)
    if name in found:
        raise ContractError(
            f"{name}: {path.parent} holds it twice, as {found[name].name} "
            f"and as {path.name}.\n"
            "  Expected one file a table, or one folder. Remove one of them."
        )
    if not path.is_file() and not partitions.within(path):
        raise ContractError(
            f"{name}: {path} is not a file.\n"
            "  Expected one file with all rows, or a folder of Parquet files; not a "
            "link to nowhere. Put the export itself there."
        )


def read(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    """Open one file, or a folder of them; nothing is read before rows are asked for.

    Raises
    ------
    ContractError
        If the file can't be read as what its ending says.
    """
    if path.suffix.lower() == spreadsheets.SUFFIX:
        relation = connection.from_arrow(_sheet(path))
    else:
        with damage_told(path):
            relation = connection.sql(f"FROM {_reading(path)}")
    _refuse_twins(path, relation.columns)
    return relation


def _sheet(path: Path) -> pa.Table:
    """Read a workbook; the one that the report hands out speaks words, not codes."""
    if path.name == FILE:
        return forms.read(path)
    return spreadsheets.read(path, Format(), path.stem)


def _reading(path: Path) -> str:
    if path.is_dir():
        return partitions.reading(path)
    quoted, between = str(path).replace("'", "''"), between_cells(path)
    return READERS[path.suffix.lower()].format(path=quoted, between=between)


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn DuckDB's words on a damaged file, which may quote a row, into ours.

    Raises
    ------
    ContractError
        If the file turns out not to be readable, however late.
    """
    try:
        yield
    except DAMAGED as error:
        if any(words in str(error) for words in MACHINE_TROUBLE):
            raise
        damaged = _damaged(path, str(error))
        kind = damaged.suffix.removeprefix(".").upper() or "said"
        raise ContractError(
            f"{damaged}: not readable as {kind}{_reason(damaged, str(error))}.\n"
            "  Expected a whole file: UTF-8 text whose first line names the columns "
            "and whose rows have as many cells, or Parquet. Export it again."
        ) from None


def _damaged(path: Path, words: str) -> Path:
    """Find which file of a folder the words are about."""
    inside = partitions.within(path) if path.is_dir() else ()
    return next((part for part in inside if str(part) in words), path)


def between_cells(path: Path) -> str:
    """Tell what stands between the names of the first line; a comma if nothing."""
    with path.open("rb") as file:
        header = file.readline(HEADER_BYTES)
    return max(",;\t|", key=lambda mark: header.count(mark.encode()))


def _reason(path: Path, words: str) -> str:
    """Name the usual reasons, from which no row can be told."""
    if path.stat().st_size == 0:
        return ": the file is empty"
    if "utf-8" in words:
        return ": it is not UTF-8 text"
    if "Expected Number of Columns" in words:
        return ": rows have more or fewer cells than the first line"
    return ""


def _refuse_twins(path: Path, names: list[str]) -> None:
    """Stop where two columns bear one name: nobody knows which one is meant."""
    name = partitions.named_by(path)
    columns = INPUTS[name].column_names if name in INPUTS else ()
    # DuckDB tells twins apart by a number, whatever their capitals.
    seen = {name.lower() for name in names}
    twins = [name for name in columns if f"{name}_1" in seen]
    if twins:
        raise ContractError(
            f"{path}: the column {', '.join(twins)} stands there twice.\n"
            "  Expected each name once in the first line. Rename or remove one."
        )
