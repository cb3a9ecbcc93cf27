"""A page as plain data, sections of words and tables; and the same as text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Share:
    """A share, 0 to 1, that is written in percent."""

    of_one: float


@dataclass(frozen=True, slots=True)
class State:
    """What is the matter with a row, in words; the kind chooses their colour.

    Parameters
    ----------
    words : str
    kind : {"good", "watch", "bad"}
    """

    words: str
    kind: Literal["good", "watch", "bad"]


# A whole number is a count; nothing stands for no figure.
Cell: TypeAlias = str | int | float | Share | State | None


@dataclass(frozen=True, slots=True)
class Bar:
    """Parts of a whole, drawn side by side.

    Parameters
    ----------
    parts : tuple of (str, int)
        What each part is called, and how much it is.
    """

    parts: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """Say what the picture shows."""
        return ", ".join(f"{count:,} {name}" for name, count in self.parts)


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure from month to month, drawn as a line, its usual range as a band.

    Parameters
    ----------
    points : tuple of (low, middle, high)
        Oldest first; empty where there is no figure.
    words : str
        What the picture shows.
    under : str
        What stands under it: the first and the last month, and what is missing.
    """

    points: tuple[tuple[float | None, float | None, float | None], ...]
    words: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: what it is about, its cells, a picture of them."""

    cells: tuple[Cell, ...]
    picture: Bar | Trend | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: words, a table, remarks.

    Parameters
    ----------
    title : str
    words : tuple of str
        Sentences before the table.
    columns : tuple of str
        Heads of the table; none if there is no table.
    rows : tuple of Row
        As many cells each as there are columns; the first cell heads its row.
    remarks : tuple of str
        A list after the table; a remark may have several lines.
    pictured : str
        Head of the column of pictures, which text leaves out.
    alarm : bool
        Whether a page opens with it, and marks it.
    """

    title: str
    words: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    remarks: tuple[str, ...] = ()
    pictured: str = ""
    alarm: bool = False

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Tell the columns of numbers, which stand to the right."""
        return tuple(
            any(isinstance(row.cells[at], int | float | Share) for row in self.rows)
            for at in range(len(self.columns))
        )


def said(cell: Cell) -> str:
    """Write one cell."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, State):
        return cell.words
    if isinstance(cell, Share):
        return f"{cell.of_one:.1%}"
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:g}"


def as_text(sections: Iterable[Section]) -> str:
    """Write sections for the screen.

    Returns
    -------
    str
        Ends with a line break. What a terminal would obey is written out.
    """
    lines = [line for section in sections for line in ("", *_lines(section))]
    return "\n".join([*map(_harmless, lines[1:]), ""])


def _lines(section: Section) -> Iterator[str]:
    yield section.title
    yield "-" * len(section.title)
    yield from section.words
    if section.rows:
        yield from _table(section)
    for remark in section.remarks:
        first, *more = remark.splitlines()
        yield f"{'! ' if section.alarm else '- '}{first}"
        yield from (f"  {line}" for line in more)


def _table(section: Section) -> Iterator[str]:
    written = [section.columns, *(tuple(map(said, row.cells)) for row in section.rows)]
    widths = [max(map(len, column)) for column in zip(*written, strict=True)]
    for row in written:
        cells = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, section.numeric, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _harmless(line: str) -> str:
    return "".join(
        mark if mark.isprintable() else mark.encode("unicode_escape").decode()
        for mark in line
    )
