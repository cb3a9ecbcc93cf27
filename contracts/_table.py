"""What a table's contract is made of: columns, a key, and rules as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import narwhals as nw

Kind = Literal["id", "day", "time", "number", "count", "text", "flag", "choice"]

SQL_TYPES: Mapping[Kind, str] = {
    "id": "VARCHAR",
    "day": "DATE",
    "time": "TIMESTAMP",
    "number": "DOUBLE",
    "count": "BIGINT",
    "text": "VARCHAR",
    "flag": "BOOLEAN",
    "choice": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract.

    Parameters
    ----------
    name : str
    kind : Kind
        Decides the stored type, see ``SQL_TYPES``.
    about : str
        One sentence for the page of contracts, with the unit if there is one.
    needed : bool
        An export without a needed column is refused.
    filled : bool
        Whether a row may leave it empty.
    one_of : tuple of str
        The only values that a ``choice`` may take.
    """

    name: str
    kind: Kind
    about: str
    needed: bool = True
    filled: bool = True
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a contract.

    Parameters
    ----------
    name : str
    about : str
    key : tuple of str
        Columns that together name a row once.
    columns : tuple of Column
    rules : mapping of sentence to expression
        Each expression is true where a row keeps the rule; an empty result
        (a missing optional value) does not break it.
    needed : bool
        A source without a needed table is refused.
    """

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: Mapping[str, nw.Expr] = field(default_factory=dict)
    needed: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of all columns, in the order of the contract."""
        return tuple(column.name for column in self.columns)


def optional(name: str, kind: Kind, about: str, one_of: tuple[str, ...] = ()) -> Column:
    """Describe a column that an export may lack and a row may leave empty."""
    return Column(name, kind, about, needed=False, filled=False, one_of=one_of)
