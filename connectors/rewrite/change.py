"""What is to change in one export: rows that go, cells that are emptied."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
# The place of a row among the rows of its sheet or file, the header not counted.
ROW = "row_of_the_file"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change.

    Parameters
    ----------
    gone : array of int64, shape (rows,)
        Places of rows to leave out, from 0, in order.
    emptied : mapping of column to array of int64
        Places of rows whose cell in that column of the export is emptied.
    """

    gone: Rows
    emptied: Mapping[str, Rows]

    @property
    def is_none(self) -> bool:
        """Whether the file stays as it is."""
        return not len(self.gone) and not any(map(len, self.emptied.values()))

    @property
    def cells(self) -> int:
        """How many rows that stay have a cell emptied."""
        touched = [rows for rows in self.emptied.values() if len(rows)]
        return len(np.unique(np.concatenate(touched))) if touched else 0
