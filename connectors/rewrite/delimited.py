"""Text exports: read row by row, and written again with every other byte in place."""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import count, islice
from pathlib import Path

import pyarrow as pa

from connectors.rewrite.change import ROW, Change
from contracts.source_params import Format

ROWS_A_BATCH = 100_000
BOM = "\ufeff"
WIDE_BIG_END = b"\xfe\xff"


def columns(path: Path, written: Format) -> list[str]:
    """Give the names of a file's columns."""
    with _opened(path, written) as stream:
        return _start(stream, written)[1]


def batches(path: Path, written: Format, wanted: Sequence[str]) -> Iterator[pa.Table]:
    """Give some columns as text, and each row's place.

    Parameters
    ----------
    path : Path
    written : Format
    wanted : sequence of str
        Columns; all must be there.

    Yields
    ------
    Table
        The columns, empty cells as none, and ``ROW``.
    """
    marks = {"", *written.null_marks}
    with _opened(path, written) as stream:
        _, names = _start(stream, written)
        places = [names.index(name) for name in wanted]
        schema = pa.schema([(name, pa.string()) for name in wanted])
        cells = (found for _, found in _records(stream, written) if found)
        for first in count(step=ROWS_A_BATCH):
            rows = list(islice(cells, ROWS_A_BATCH))
            if not rows:
                return
            arrays = [
                pa.array([_cell(row, place, marks) for row in rows], pa.string())
                for place in places
            ]
            numbers = pa.array(range(first, first + len(rows)), pa.int64())
            yield pa.table(arrays, schema).append_column(ROW, numbers)


def rewrite(path: Path, draft: Path, written: Format, change: Change) -> None:
    """Write a file again without the rows that go; all others byte for byte."""
    gone = set(change.gone.tolist())
    with (
        _opened(path, written) as stream,
        draft.open(
            "w", encoding=stream.encoding, errors="surrogateescape", newline=""
        ) as kept,
    ):
        above, names = _start(stream, written)
        emptied: dict[int, set[int]] = {}
        for column, rows in change.emptied.items():
            for row in rows.tolist():
                emptied.setdefault(row, set()).add(names.index(column))
        kept.write(above)
        row = 0
        for text, cells in _records(stream, written):
            if not cells or row not in gone:
                places = emptied.get(row, set()) if cells else set()
                kept.write(_without(text, places, written.delimiter))
            row += bool(cells)


def _codec(path: Path, encoding: str) -> str:
    if encoding != "utf-16":
        return encoding
    with path.open("rb") as raw:
        # Named by its end, so that its mark stays where it is when written again.
        return "utf-16-be" if raw.read(2) == WIDE_BIG_END else "utf-16-le"


@contextmanager
def _opened(path: Path, written: Format) -> Iterator[TextIOWrapper]:
    """Open a file so that every byte, text or not, comes back as it was."""
    codec = _codec(path, written.encoding)
    with path.open(encoding=codec, errors="surrogateescape", newline="") as stream:
        yield stream


def _start(stream: TextIOWrapper, written: Format) -> tuple[str, list[str]]:
    """Read what stands above the rows; give it, and the columns' names."""
    mark = stream.read(1)
    if mark != BOM:
        stream.seek(0)
        mark = ""
    above = mark + "".join(islice(stream, written.skip_rows))
    if not written.header:
        place = stream.tell()
        _, first = next(_records(stream, written), ("", []))
        stream.seek(place)
        return above, _numbered(len(first), written)
    text, names = next(_records(stream, written), ("", []))
    return above + text, [name.strip() for name in names]


def _numbered(width: int, written: Format) -> list[str]:
    """Name columns without a header as the readers of the mapping do."""
    if written.encoding != "utf-8":
        return [f"f{place}" for place in range(width)]
    digits = len(str(width - 1))
    return [f"column{place:0{digits}}" for place in range(width)]


def _records(lines: TextIOWrapper, written: Format) -> Iterator[tuple[str, list[str]]]:
    """Give each record's own text, and its cells; an empty line has none."""
    taken: list[str] = []

    def fed() -> Iterator[str]:
        # Not `for line in lines`: that reads ahead, and nobody could tell where.
        while line := lines.readline():
            taken.append(line)
            yield line

    for cells in csv.reader(fed(), delimiter=written.delimiter):
        yield "".join(taken), cells
        taken.clear()


def _cell(row: Sequence[str], place: int, marks: set[str]) -> str | None:
    cell = row[place] if place < len(row) else ""
    return None if cell in marks else cell


def _without(text: str, places: set[int], delimiter: str) -> str:
    """Empty some cells of one record, and leave the others' text as it is."""
    if not places:
        return text
    between = re.escape(delimiter)
    cell = re.compile(rf'"(?:[^"]|"")*"[^{between}\r\n]*|[^{between}\r\n]*')
    parts: list[str] = []
    at = 0
    while True:
        found = cell.match(text, at)
        assert found is not None  # it matches nothing at all as well
        parts.append("" if len(parts) in places else found.group())
        at = found.end()
        if text[at : at + 1] != delimiter:
            return delimiter.join(parts) + text[at:]
        at += 1
