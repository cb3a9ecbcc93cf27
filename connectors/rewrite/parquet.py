"""Parquet exports: read by column, and written again row group by row group."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from connectors.mapping import _sql
from connectors.rewrite.change import ROW, Change


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
        groups = about.num_row_groups
        packed = about.row_group(0).column(0).compression if groups else ""
        with pq.ParquetWriter(
            draft,
            schema,
            version=about.format_version,
            compression="NONE" if packed in ("", "UNCOMPRESSED") else packed,
        ) as kept:
            first = 0
            for number in range(groups):
                group = held.read_row_group(number)
                left = _changed(group, first, change)
                first += group.num_rows
                if left.num_rows:
                    kept.write_table(left, row_group_size=left.num_rows)


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
