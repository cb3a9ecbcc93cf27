"""Parquet exports: read by column, and written again row group by row group."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from connectors.mapping import _sql
from connectors.rewrite.change import ROW, Change

# Other than plain, or by a dictionary.
ENCODINGS = (
    "BYTE_STREAM_SPLIT",
    "DELTA_BINARY_PACKED",
    "DELTA_BYTE_ARRAY",
    "DELTA_LENGTH_BYTE_ARRAY",
)


def columns(path: Path) -> list[str]:
    """Give the names of a file's columns."""
    return list(pq.read_schema(path).names)


def relation(
    connection: duckdb.DuckDBPyConnection, path: Path, wanted: Sequence[str]
) -> duckdb.DuckDBPyRelation:
    """Give some columns as they are stored, and each row's place as ``ROW``."""
    chosen = "".join(f"{_sql.name(name)}, " for name in wanted)
    return connection.sql(
        f"SELECT {chosen}file_row_number AS {ROW} "
        f"FROM read_parquet({_sql.text(str(path))}, file_row_number = true)"
    )


def rewrite(path: Path, draft: Path, change: Change) -> None:
    """Write a file again without the rows that go, in the same row groups."""
    with pq.ParquetFile(path) as held:
        schema, about = held.schema_arrow, held.metadata
        with pq.ParquetWriter(draft, schema, **_as_written(about)) as kept:
            first = 0
            for number in range(about.num_row_groups):
                group = held.read_row_group(number)
                left = _changed(group, first, change)
                first += group.num_rows
                if left.num_rows:
                    kept.write_table(left, row_group_size=left.num_rows)


def _as_written(about: pq.FileMetaData) -> dict[str, Any]:
    """Say how a file is packed, column by column, as its first rows are."""
    said: dict[str, Any] = {"version": about.format_version}
    if not about.num_row_groups:
        return said
    columns = [about.row_group(0).column(n) for n in range(about.num_columns)]
    packed = {c.path_in_schema: c.compression for c in columns}
    said["compression"] = {
        name: "NONE" if kind == "UNCOMPRESSED" else kind
        for name, kind in packed.items()
    }
    said["use_dictionary"] = [
        c.path_in_schema
        for c in columns
        if any("DICTIONARY" in how for how in c.encodings)
    ]
    said["column_encoding"] = {
        c.path_in_schema: how
        for c in columns
        for how in c.encodings
        if how in ENCODINGS and c.path_in_schema not in said["use_dictionary"]
    }
    return said


def _changed(group: pa.Table, first: int, change: Change) -> pa.Table:
    places = np.arange(first, first + group.num_rows)
    for column, rows in change.emptied.items():
        at = group.schema.get_field_index(column)
        field = group.schema.field(at)
        here = pa.array(np.isin(places, rows))
        cells = _plain(group.column(at))
        none = pa.scalar(None, cells.type)
        group = group.set_column(at, field, _as(cells, here, none, field.type))
    stays = pa.array(~np.isin(places, change.gone))
    return _dictionaries_anew(group.filter(stays))


def _as(
    cells: pa.ChunkedArray, here: pa.Array, none: pa.Scalar, kind: pa.DataType
) -> pa.ChunkedArray:
    return pa.compute.if_else(here, none, cells).cast(kind)


def _plain(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = cells.type
    return cells.cast(kind.value_type) if pa.types.is_dictionary(kind) else cells


def _dictionaries_anew(table: pa.Table) -> pa.Table:
    """Make every dictionary of the values that are left: the old one lists all."""
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            cells = _plain(table.column(at)).cast(field.type)
            table = table.set_column(at, field, cells)
    return table
