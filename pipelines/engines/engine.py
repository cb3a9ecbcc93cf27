"""What a stage asks of an engine: rows in, results out, never which one it is."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa

from contracts.frames import Lazy


class Engine(Protocol):
    """Reads, keeps and writes frames that ``activity`` and ``features`` build."""

    def scan(self, files: Iterable[str]) -> Lazy:
        """Read Parquet files of one table, columns and rows as they are asked for."""
        ...

    def rows(self, table: pa.Table) -> Lazy:
        """Take in a few rows that were made here."""
        ...

    def kept(self, name: str, frame: Lazy) -> Lazy:
        """Compute a frame once, for all that asks for it; gone when the engine closes.

        What had its name before must not be asked for any more.

        Parameters
        ----------
        name : str
            Its own among all that is kept.
        frame : LazyFrame
        """
        ...

    def store(self, frame: Lazy, folder: Path, order: tuple[str, ...]) -> None:
        """Leave a result where the engine's next stage finds it.

        Parameters
        ----------
        frame : LazyFrame
        folder : Path
            The stage's output: holds the rows, or says where on the cluster they are.
        order : tuple of str
            By which rows are written.
        """
        ...

    def stored(self, folder: Path) -> Lazy:
        """Read what ``store`` left.

        Raises
        ------
        ContractError
            If it is not there, or no longer what was left.
        """
        ...

    def fetch(self, parts: Iterable[Lazy], file: Path, order: tuple[str, ...]) -> None:
        """Write a table of people and months into one Parquet file of this machine.

        Parameters
        ----------
        parts : iterable of LazyFrame
            At least one; each is worked out before the next is asked for, and holds
            later months.
        file : Path
        order : tuple of str
            By which rows are written.

        Raises
        ------
        ContractError
            If it has more rows than may come to this machine.
        """
        ...

    def collect(self, frame: Lazy) -> pd.DataFrame:
        """Bring a frame of people and months into memory, in the order of its columns.

        Raises
        ------
        ContractError
            If it has more rows than may come to this machine.
        """
        ...
