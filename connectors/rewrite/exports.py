"""Any export, whatever its format: its columns, its rows with their places, anew."""

import csv
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

import duckdb
import pyarrow as pa

from connectors import spreadsheets
from connectors.rewrite import delimited, parquet, workbooks
from connectors.rewrite.change import ROW, Change
from contracts.errors import MACHINE_TROUBLE, ContractError
from contracts.source_params import Format

Kind: TypeAlias = Literal["parquet", "workbook", "text"]
KINDS: Mapping[bytes, Kind] = {b"PAR1": "parquet", b"PK\x03\x04": "workbook"}
ENDINGS: Mapping[str, Kind] = {".parquet": "parquet", spreadsheets.SUFFIX: "workbook"}
DAMAGED = (csv.Error, duckdb.Error, pa.ArrowException, zipfile.BadZipFile, ValueError)


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn what readers say of a damaged file, which may quote a row, into our words.

    Raises
    ------
    ContractError
        If the file can't be read as what its ending, or the mapping, says.
    """
    from python_calamine import CalamineError

    try:
        yield
    except (*DAMAGED, CalamineError) as error:
        if any(words in str(error) for words in MACHINE_TROUBLE):
            raise
        raise ContractError(
            f"{path}: not readable as the rows of a table.\n"
            "  Expected a whole file, written as source.files says. Export it again."
        ) from None


def kind_of(path: Path) -> Kind:
    """Tell by its first bytes what a file is: a copy in a cache has no ending."""
    with path.open("rb") as raw:
        return KINDS.get(raw.read(4), "text")


def parts(path: Path, written: Format) -> dict[str, list[str]]:
    """Give the columns of each sheet of a file; all but workbooks have one, unnamed.

    Raises
    ------
    ValueError
        If the file's ending says what its first bytes don't.
    """
    kind = kind_of(path)
    if ENDINGS.get(path.suffix.lower(), kind) != kind:
        raise ValueError("the ending of a file says what it is not")
    if kind == "parquet":
        return {"": parquet.columns(path)}
    if kind == "workbook":
        sheets = workbooks.sheets(path)
        return {sheet: workbooks.columns(path, written, sheet) for sheet in sheets}
    return {"": delimited.columns(path, written)}


def rows(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    written: Format,
    sheet: str,
    wanted: Sequence[str],
) -> Iterator[duckdb.DuckDBPyRelation]:
    """Give some columns of all rows, with each row's place as ``ROW``, in parts."""
    kind = kind_of(path)
    if kind == "parquet":
        yield parquet.relation(connection, path, wanted)
    elif kind == "workbook":
        found = workbooks.table(path, written, sheet)
        yield connection.from_arrow(found.select([*wanted, ROW]))
    else:
        for batch in delimited.batches(path, written, wanted):
            yield connection.from_arrow(batch)


def rewrite(
    path: Path, draft: Path, written: Format, changes: Mapping[str, Change]
) -> None:
    """Write a file again, each sheet with what is to change in it."""
    kind = kind_of(path)
    if kind == "workbook":
        workbooks.rewrite(path, draft, written, changes)
    elif kind == "parquet":
        parquet.rewrite(path, draft, changes[""])
    else:
        delimited.rewrite(path, draft, written, changes[""])
