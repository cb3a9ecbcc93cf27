"""One kind of bad input: how it comes about, and what the project answers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.bad_input.folder import Spoil

Answer = Literal["stops", "goes aside", "works"]
Check = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bad input.

    Parameters
    ----------
    name : str
        A sentence without its full stop.
    table : str
        The table that it is about, or ``params``.
    spoil : callable
        Makes it out of a good folder.
    answer : {"stops", "goes aside", "works"}
    says : tuple of str
        Parts of the sentence where it stops; the rule where rows go aside; what
        comes of it where it works.
    rows : int
        How many rows go aside.
    holds : callable, optional
        What must be true of the result where it works.
    code : int
        The exit code where it stops.
    """

    name: str
    table: str
    spoil: Spoil
    answer: Answer
    says: tuple[str, ...]
    rows: int = 0
    holds: Check | None = None
    code: int = 2


def stops(name: str, table: str, spoil: Spoil, *says: str, code: int = 2) -> Kind:
    return Kind(name, table, spoil, "stops", says, code=code)


def aside(name: str, table: str, spoil: Spoil, rule: str, rows: int = 1) -> Kind:
    return Kind(name, table, spoil, "goes aside", (rule,), rows)


def works(name: str, table: str, spoil: Spoil, says: str, holds: Check) -> Kind:
    return Kind(name, table, spoil, "works", (says,), holds=holds)
