"""One export read as its format says: every cell as text, marks of none emptied."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv

from connectors import spreadsheets
from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.source_params import FileEntry, Format


def read(
    connection: duckdb.DuckDBPyConnection, folder: Path, entry: FileEntry, view: str
) -> Relation:
    """Read all files of one entry into a table of the connection.

    Parameters
    ----------
    connection : DuckDBPyConnection
    folder : Path
        The source's folder.
    entry : FileEntry
    view : str
        The name that the table gets.

    Returns
    -------
    Relation
        Columns of the export as text, and an empty ``broken_rule``.

    Raises
    ------
    ContractError
        If no file is there, or one is not written as the format says.
    """
    paths = sorted(path for path in folder.glob(entry.file) if path.is_file())
    if not paths:
        raise ContractError(
            f"source.files: no file {entry.file} in {folder}.\n"
            "  Expected at least one. Put it there, or correct file in params.yaml."
        )
    # Read at once: a cell that breaks the format is then found here, by file.
    parts = {path: f"{view}_{number}" for number, path in enumerate(paths)}
    for path, part in parts.items():
        _read_file(connection, path, entry.format, part)
    held = {path: connection.table(part).columns for path, part in parts.items()}
    for path, columns in held.items():
        _need_header(path, entry, columns)
    _need_alike(entry, held)
    rows = " UNION ALL BY NAME ".join(f"SELECT * FROM {p}" for p in parts.values())
    return connection.sql(f"SELECT *, NULL::VARCHAR AS {BROKEN_RULE} FROM ({rows})")


def _need_header(path: Path, entry: FileEntry, columns: list[str]) -> None:
    """Stop where the first line can't be the header.

    Later sentences name the columns found; without a header, those would be the
    cells of somebody's row.
    """
    tables = [INPUTS[t.table] for t in entry.tables if t.table in INPUTS]
    ours = {name for table in tables for name in table.column_names}
    asked = {*_words(entry.model_dump()["tables"]), *ours}
    if entry.format.header and not asked.intersection(columns):
        raise ContractError(
            f"{path}: its first line names none of the columns that the mapping asks "
            "for.\n  Expected a header. See whether delimiter, encoding, skip_rows, "
            "sheet and header are right in source.files, and how the names are written."
        )


def _need_alike(entry: FileEntry, columns: Mapping[Path, list[str]]) -> None:
    """Stop where a column that a step names is missing from some of the files alone."""
    named = set(_words(entry.model_dump()["tables"]))
    everywhere = set.intersection(*map(set, columns.values()))
    for path, found in columns.items():
        others = set().union(*columns.values()) - set(found)
        lacking = sorted((others & named) - everywhere)
        if lacking:
            raise ContractError(
                f"{path}: no column {', '.join(lacking)}, which other files of "
                f"{entry.file} have.\n  Expected every file of one pattern to have the "
                "columns that the mapping names. Rename it there, or map that file by "
                "an entry of its own."
            )


def _words(content: Any) -> Iterator[str]:
    """Give every name and word of a mapping."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for name, value in content.items():
            yield from (*_words(name), *_words(value))
    elif isinstance(content, (list, tuple)):
        for value in content:
            yield from _words(value)


def _read_file(
    connection: duckdb.DuckDBPyConnection, path: Path, written: Format, part: str
) -> None:
    try:
        if path.suffix.lower() == ".parquet":
            rows = connection.read_parquet(str(path)).project("COLUMNS(*)::VARCHAR")
        elif path.suffix.lower() == spreadsheets.SUFFIX:
            rows = connection.from_arrow(spreadsheets.read(path, written))
        elif written.encoding == "utf-8":
            rows = connection.sql(_csv_query(path, written))
        else:
            rows = connection.from_arrow(_decoded(path, written))
        rows.create(part)
    except (duckdb.Error, pa.ArrowException, UnicodeError):
        # Their own words may quote a row of the file.
        raise ContractError(
            f"{path}: not readable as {written.encoding} text with "
            f"{written.delimiter!r} between columns.\n"
            "  Expected a whole file written so. Correct format in source.files, or "
            "export it again."
        ) from None


def _csv_query(path: Path, written: Format) -> str:
    marks = ", ".join(_sql.text(mark) for mark in ("", *written.null_marks))
    return (
        f"FROM read_csv({_sql.text(str(path))}, all_varchar = true, "
        f"header = {str(written.header).lower()}, skip = {written.skip_rows}, "
        f"nullstr = [{marks}], quote = '\"', delim = {_sql.text(written.delimiter)})"
    )


def _decoded(path: Path, written: Format) -> pa.Table:
    """Read a file in another encoding; DuckDB itself knows but a few."""
    reading = csv.ReadOptions(
        encoding=written.encoding,
        autogenerate_column_names=not written.header,
        skip_rows=written.skip_rows,
    )
    parsing = csv.ParseOptions(delimiter=written.delimiter, newlines_in_values=True)
    with csv.open_csv(path, read_options=reading, parse_options=parsing) as first:
        names = first.schema.names
    converting = csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        strings_can_be_null=True,
        null_values=["", *written.null_marks],
        quoted_strings_can_be_null=True,
    )
    return csv.read_csv(
        path,
        read_options=reading,
        parse_options=parsing,
        convert_options=converting,
    )
