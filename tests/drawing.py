"""Tables drawn as text, so that a reader sees the whole case."""

import duckdb
import narwhals as nw
import pandas as pd

from contracts._table import SQL_TYPES, Table
from contracts.frames import Lazy
from contracts.versions import DELIVERED, SUPERSEDED, VERSION

VERSIONS = {VERSION: "INTEGER", DELIVERED: "DATE", SUPERSEDED: "DATE"}


def rows_of(drawing: str) -> list[dict[str, str | None]]:
    """Read a table drawn with bars; a dash or nothing stands for empty."""
    lines = [line.strip() for line in drawing.strip().splitlines()]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    names, body = cells[0], cells[1:]
    return [
        {
            name: None if cell in ("", "-") else cell
            for name, cell in zip(names, row, strict=True)
        }
        for row in body
    ]


def drawn_table(
    connection: duckdb.DuckDBPyConnection, table: Table, drawing: str
) -> Lazy:
    """Turn a drawing into a table with every column of its contract.

    Those of ``contracts.versions`` are there where they are drawn.
    """
    rows = pd.DataFrame(rows_of(drawing), dtype=object)
    name = f"drawn_{table.name}"
    connection.register(name, rows)
    columns = ", ".join(
        [
            *(
                f'"{c.name}"::{SQL_TYPES[c.kind]} AS "{c.name}"'
                if c.name in rows.columns
                else f'NULL::{SQL_TYPES[c.kind]} AS "{c.name}"'
                for c in table.columns
            ),
            *(f"{c}::{kind} AS {c}" for c, kind in VERSIONS.items() if c in rows),
        ]
    )
    frame: Lazy = nw.from_native(connection.sql(f"SELECT {columns} FROM {name}"))
    return frame


def seen(frame: Lazy, *columns: str) -> list[tuple[object, ...]]:
    """Give rows as sorted tuples, dates as text."""
    rows = frame.select(*columns).to_native().fetchall()
    return sorted(
        (tuple(str(v) if hasattr(v, "isoformat") else v for v in row) for row in rows),
        key=str,
    )
