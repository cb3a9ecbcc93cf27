"""What cells look like that can't be read: their shape, never what they say.

A digit becomes 9 and a word a, whatever its length, so that no name, code or day is
left of a cell. Only days, times and numbers are looked at, and only shapes that many
rows share.
"""

import re
from itertools import count
from typing import Literal, TypeAlias

import duckdb

from connectors import sources
from connectors.intake import bring
from connectors.mapping import reading, values
from connectors.mapping.trace import trace
from contracts._table import Column, Table
from contracts.check import BROKEN_RULE
from contracts.source_params import FileEntry, MappedTable, Source

RULE = re.compile(r"(.+) is readable as a (day|time|number|count|whole number)")
Kind: TypeAlias = Literal["day", "time", "number", "count"]
KINDS: dict[str, Kind] = {
    "day": "day",
    "time": "time",
    "number": "number",
    "count": "count",
    "whole number": "count",
}
FEWEST_ROWS = 10
MOST_SHAPES = 2
LONGEST = 24
# Kept beside 9 and a; another mark is written as a question mark.
MARKS = " :/.,+%()-"
VIEWS = count()


def shapes(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    rule: str,
    source: Source,
) -> tuple[str, ...]:
    """Give the shapes of the cells of the latest export that break a rule.

    Returns
    -------
    tuple of str
        Most frequent first; none where the rule is not about days, times or
        numbers, or no shape is shared by enough rows.
    """
    said = RULE.fullmatch(rule)
    if not said:
        return ()
    part, column, kind = export[-1], said[1], KINDS[said[2]]
    for entry in source.files:
        for made in entry.tables:
            if made.table == table.name:
                return _mapped(connection, part, entry, made, column, kind)
    rows = part.read()
    if column not in rows.columns:
        return ()
    shaped = rows.project(f"{_shape(column)} AS shape, {_name(column)} AS cell")
    plain = Table(
        table.name,
        "",
        (),
        (Column("shape", "text", ""), Column("cell", kind, "", filled=False)),
    )
    broken = bring(shaped, plain, source.time_zone).rows
    return _shared(broken.filter(f"{BROKEN_RULE} LIKE 'cell is readable%'"))


def _mapped(
    connection: duckdb.DuckDBPyConnection,
    part: sources.Part,
    entry: FileEntry,
    made: MappedTable,
    column: str,
    kind: Kind,
) -> tuple[str, ...]:
    """Look at the cells of the file, which the mapping leaves empty."""
    read_by = [
        number
        for number, step in enumerate(made.steps)
        if column in (getattr(step, step.verb) if step.verb == "cast" else ())
    ]
    steps = made.steps[: read_by[0]] if read_by else made.steps
    cells = trace(steps, column).cells
    rows = reading.read(connection, part.path, entry, f"shaped_{next(VIEWS)}")
    if len(cells) != 1 or cells[0] not in rows.columns:
        return ()
    shaped = rows.project(
        f"{_shape(cells[0])} AS shape, {_name(cells[0])} AS cell, {BROKEN_RULE}"
    )
    cast = values.cast(shaped, {"cell": kind}, entry.format)
    return _shared(cast.filter(f"{BROKEN_RULE} IS NOT NULL"))


def _shared(rows: duckdb.DuckDBPyRelation) -> tuple[str, ...]:
    found = (
        rows.aggregate("shape, count(*) AS n", "shape")
        .filter(f"n >= {FEWEST_ROWS}")
        .order("n DESC, shape")
        .limit(MOST_SHAPES)
        .fetchall()
    )
    return tuple(shape for shape, _ in found)


def _shape(column: str) -> str:
    """Write the SQL of a cell's shape."""
    words = rf"regexp_replace(trim({_name(column)}::VARCHAR), '\p{{L}}+', 'a', 'g')"
    digits = f"regexp_replace({words}, '[0-9]', '9', 'g')"
    kept = f"regexp_replace({digits}, '[^a9{MARKS}]', '?', 'g')"
    return f"left({kept}, {LONGEST})"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
