"""One export read as its format says: every cell as text, marks of none emptied."""

from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import csv

from connectors import spreadsheets
from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
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
    parts = []
    for number, path in enumerate(paths):
        part = f"{view}_{number}"
        _read_file(connection, path, entry.format, part)
        parts.append(f"SELECT * FROM {part}")
    rows = " UNION ALL BY NAME ".join(parts)
    return connection.sql(f"SELECT *, NULL::VARCHAR AS {BROKEN_RULE} FROM ({rows})")


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
