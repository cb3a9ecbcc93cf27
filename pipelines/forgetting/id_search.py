"""Whether a file, of whatever kind and whoever made it, names one of some people."""

import functools
import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from connectors import naming
from connectors.mapping import _sql
from connectors.naming import Naming
from connectors.rewrite import exports, parquet, workbooks
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.source_params import Source
from pipelines.forgetting.sought_people import Sought

NAMING = ("person_id", "manager_id")
EVERYBODY = "everybody_sought"
# A shorter code stands in many a text without meaning anybody.
TELLING_CHARACTERS = 5
ENCODINGS = ("utf-8", "cp1252", "utf-16-le")


@dataclass(frozen=True, slots=True)
class Search:
    """A search for the same people in many files.

    Parameters
    ----------
    connection : DuckDBPyConnection
    sought : Sought
    readings : tuple of Naming
        How tables name people: ours, and exports as the mapping reads them.
    time_zone : str
    """

    connection: duckdb.DuckDBPyConnection
    sought: Sought
    readings: tuple[Naming, ...]
    time_zone: str


def prepared(
    connection: duckdb.DuckDBPyConnection,
    sought: Iterable[Sought],
    sources: Sequence[Source],
) -> Search:
    """Make ready to search for all that people are called, in any place.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the words looked for afterwards.
    sought : iterable of Sought
    sources : sequence of Source
        At least one.
    """
    everybody = functools.reduce(Sought.joined, sought)
    words = pa.table({"id": sorted(everybody.everything)})
    connection.register(EVERYBODY, words)
    mapped = [
        Naming(INPUTS[one.table], entry.format, one.steps, mapped=True)
        for source in sources
        for entry in source.files
        for one in entry.tables
        # Without a header any file would look like this one.
        if one.table in INPUTS and entry.format.header
    ]
    return Search(connection, everybody, tuple(mapped), sources[0].time_zone)


def holds(path: Path, search: Search) -> bool:
    """Tell whether a file names one of the people.

    Tables are looked at where they name people: by our columns, or by those that
    the mapping reads. Any other file is searched for pseudonyms, and for ids long
    enough to mean a person and nothing else.
    """
    found = list(_in_known_columns(path, search))
    return any(found) if found else looks_like(path, search)


def _in_known_columns(path: Path, search: Search) -> Iterator[bool]:
    """Look where people are named; give nothing if no such column is there."""
    ours = Naming(INPUTS["assignments"], naming.written_plainly(path))
    for said in (ours, *search.readings):
        # What can't be read one way may be readable another.
        with suppress(ContractError), exports.damage_told(path):
            for sheet, names in exports.parts(path, said.written).items():
                columns = [column for column in NAMING if said.behind(column, names)]
                if columns:
                    yield _in_rows(path, search, said, sheet, columns, names)


def _in_rows(
    path: Path,
    search: Search,
    said: Naming,
    sheet: str,
    columns: Sequence[str],
    names: Sequence[str],
) -> bool:
    cells = said.cells(columns, names)
    named = " OR ".join(f"{column} IN (FROM {EVERYBODY})" for column in columns)
    parts = exports.rows(search.connection, path, said.written, sheet, cells)
    return any(
        naming.brought(rows, said, columns, search.time_zone)
        .filter(named)
        .limit(1)
        .fetchall()
        for rows in parts
    )


def looks_like(path: Path, search: Search) -> bool:
    """Tell whether any cell at all of a file reads like one of their longer ids."""
    words = search.sought.pseudonyms | telling(search.sought)
    # A damaged file is none of these, and its bytes tell.
    with suppress(ContractError), exports.damage_told(path):
        kind = exports.kind_of(path)
        if kind == "workbook":
            return any(text.strip() in words for text in workbooks.texts(path))
        if kind == "parquet":
            return _in_any_column(path, search.connection, sorted(words))
    return _in_bytes(path, search.sought)


def _in_any_column(
    path: Path, connection: duckdb.DuckDBPyConnection, words: Sequence[str]
) -> bool:
    names = parquet.columns(path)
    # 7301.0 is the code 7301.
    named = " OR ".join(
        f"regexp_replace(trim({_sql.name(name)}::VARCHAR), '\\.0+$', '') "
        f"IN {_sql.texts(words)}"
        for name in names
    )
    rows = parquet.relation(connection, path, names)
    return bool(names) and bool(rows.filter(named).limit(1).fetchall())


def _in_bytes(path: Path, sought: Sought) -> bool:
    pattern = in_text(sought)
    with path.open("rb") as raw:
        if not path.stat().st_size:
            return False
        with mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return pattern.search(content) is not None


def telling(sought: Sought) -> frozenset[str]:
    """Give the ids that, met anywhere, mean these people and nothing else."""
    return frozenset(o for o in sought.originals if len(o) >= TELLING_CHARACTERS)


def in_text(sought: Sought) -> re.Pattern[bytes]:
    """Write the pattern of what names them in a text, in any encoding of an export.

    A pseudonym, or an id with letters, is met as a word; a number names somebody
    only as a cell or between quotes, since texts are full of numbers.
    """
    named = (*sought.pseudonyms, *telling(sought))
    words = {word for one in named if not one.isdigit() for word in _encoded(one)}
    numbers = {word for one in named if one.isdigit() for word in _encoded(one)}
    return re.compile(
        rb"(?<![\w.-])(?:" + _any_of(words) + rb")(?![\w-])"
        rb"|(?:^|(?<=[,;|\t\r\n\"'\0]))0*(?:" + _any_of(numbers) + rb")"
        rb"(?:\.0+)?(?:$|(?=[,;|\t\r\n\"'\0]))"
    )


def _encoded(word: str) -> Iterator[bytes]:
    for encoding in ENCODINGS:
        with suppress(UnicodeEncodeError):
            yield word.encode(encoding)


def _any_of(words: Iterable[bytes]) -> bytes:
    """Write the pattern of one of some words; of none, what nothing matches."""
    return b"|".join(map(re.escape, sorted(words))) or rb"(?!)"
