"""Exports as files: a folder with one Parquet or CSV file a table."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from contracts.errors import ContractError
from contracts.inputs import INPUTS, NEEDED_TABLES

READERS = {
    ".parquet": "read_parquet('{path}')",
    ".csv": "read_csv('{path}', all_varchar = true, header = true)",
}


def find(folder: Path) -> Mapping[str, Path]:
    """Find the file of each input table in a source folder.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    mapping of table name to file

    Raises
    ------
    ContractError
        If the folder is missing or empty, lacks a needed table, or holds two
        files for one table.
    """
    if not folder.is_dir():
        raise ContractError(
            f"source.path: {folder} is not a folder.\n"
            "  Expected a folder with one Parquet or CSV file a table. "
            "Correct source.path in params.yaml."
        )
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in READERS or path.stem not in INPUTS:
            continue
        if path.stem in found:
            raise ContractError(
                f"{path.stem}: {folder} holds it twice, as .csv and as .parquet.\n"
                "  Expected one file a table. Remove one of them."
            )
        found[path.stem] = path
    missing = [name for name in NEEDED_TABLES if name not in found]
    if missing:
        raise ContractError(
            f"{folder}: no file for {', '.join(missing)}.\n"
            f"  Expected {', '.join(f'{name}.parquet' for name in missing)} (or .csv). "
            "Export them; docs/contracts.md says what they hold."
        )
    return found


def read(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    """Open one file; nothing is read before rows are asked for.

    Raises
    ------
    ContractError
        If the file can't be read as what its ending says.
    """
    quoted = str(path).replace("'", "''")
    try:
        return connection.sql(f"FROM {READERS[path.suffix].format(path=quoted)}")
    except duckdb.Error:
        # DuckDB's own words may quote a row of the file.
        raise ContractError(
            f"{path}: not readable as {path.suffix.removeprefix('.').upper()}.\n"
            "  Expected a whole file with a header. Export it again."
        ) from None
