"""A table exported as many Parquet files: a folder of its name, as lakes write it."""

import re
from collections.abc import Collection
from pathlib import Path

from contracts.inputs import INPUTS

SUFFIX = ".parquet"
# What writers leave beside their rows: _SUCCESS, .part-0.parquet.crc.
ASIDE = ("_", ".")
PARTITION = re.compile(r"[^=]+=[^=]*")


def named_by(path: Path) -> str:
    """Give the table that a file or a folder is named after: ``shifts[.parquet]``."""
    name = path.name
    return name if name in INPUTS else path.stem


def within(folder: Path) -> tuple[Path, ...]:
    """List the files of rows in a folder and below it, in order of their names."""
    found = (path for path in folder.rglob(f"*{SUFFIX}") if path.is_file())
    return tuple(sorted(p for p in found if not _aside(p.relative_to(folder))))


def is_table(path: Path, used: Collection[Path]) -> bool:
    """Tell whether a folder bears a table's name, and no mapping reads from it."""
    named = path.name in INPUTS and path.is_dir()
    return named and not any(path in file.parents for file in used)


def table_of(part: Path, around: Path) -> str | None:
    """Name the table that a file below a folder of its name belongs to, if any."""
    below = part.relative_to(around)
    if part.suffix != SUFFIX or _aside(below):
        return None
    names = (named_by(folder) for folder in below.parents)
    return next((name for name in names if name in INPUTS), None)


def reading(folder: Path) -> str:
    """Write the SQL that reads a folder as one table.

    Columns may differ from file to file; what a folder's name says, as in
    ``month=2026-03``, becomes a column where all files have it.
    """
    found = within(folder)
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in found)
    partitioned = len({_partitions(path.relative_to(folder)) for path in found}) == 1
    return (
        f"read_parquet([{listed}], union_by_name = true, "
        f"hive_partitioning = {partitioned}, hive_types_autocast = false)"
    )


def _aside(below: Path) -> bool:
    return any(piece.startswith(ASIDE) for piece in below.parts)


def _partitions(below: Path) -> tuple[str, ...]:
    names = [piece for piece in below.parent.parts if PARTITION.fullmatch(piece)]
    return tuple(name.split("=")[0] for name in names)
