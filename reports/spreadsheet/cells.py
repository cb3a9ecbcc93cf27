"""What a workbook is made of, as plain data: sheets, columns, and typed cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


class Share(float):
    """A number that is written as a percentage."""


class Month(date):
    """A day that is written as its month."""


class Level(str):
    """The word of a level, on the colour that it has on the pages."""

    code: str

    def __new__(cls, word: str, code: str) -> "Level":
        """Keep the code beside the word."""
        made = super().__new__(cls, word)
        made.code = code
        return made


# Text, a count, a number, a share, a day or a month; None is an empty cell.
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    title : str
    meaning : str
        What its cells say; stands in the notes.
    width : int
        In characters.
    """

    title: str
    meaning: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a row of titles, then a row a record.

    Parameters
    ----------
    name : str
        At most 31 characters, the same in no other sheet.
    columns : sequence of Column
    rows : sequence of sequence of Cell
        A cell a column.
    held : int
        How many columns stay in sight when one scrolls to the right.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    held: int = 1


def share(value: float | None) -> Share | None:
    """Write a number as a share, if there is one."""
    return None if value is None else Share(value)


def month(day: date | None) -> Month | None:
    """Write a day as its month, if there is one."""
    return None if day is None else Month(day.year, day.month, day.day)


def measured(value: float | None, unit: str) -> Cell:
    """Write a figure in its unit."""
    return share(value) if unit == "share" else value
