"""What came through the door: the only thing that a report may be written from."""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field

import pandas as pd

from contracts.errors import DisclosureError
from privacy.settled import digest_of, settle

_THE_DOOR = object()


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """Released tables: ``release`` builds them, ``reopen`` reads them, nobody else.

    Parameters
    ----------
    digest : str
        SHA-256 of the tables, 64 hex digits.
    """

    digest: str
    _tables: Mapping[str, pd.DataFrame] = field(repr=False)
    _key: InitVar[object]

    def __post_init__(self, _key: object) -> None:
        """Refuse whoever does not come through the door."""
        if _key is not _THE_DOOR:
            raise DisclosureError(
                "Only privacy.release() builds Released, and reopen() reads it back.\n"
                "  Expected tables that went through the door. Call one of them "
                "instead of the class."
            )

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Give copies of the tables, by their names in ``contracts.released``."""
        return {name: frame.copy() for name, frame in self._tables.items()}


def reopen(tables: Mapping[str, pd.DataFrame], digest: str) -> Released:
    """Take released tables back from disk, if nobody touched them.

    Parameters
    ----------
    tables : mapping of name to DataFrame
    digest : str
        What ``Released.digest`` was when they were written.

    Returns
    -------
    Released

    Raises
    ------
    DisclosureError
        If a table breaks its contract, or the tables are not those released.
    """
    settled = {name: settle(name, frame) for name, frame in tables.items()}
    if digest_of(settled) != digest:
        raise DisclosureError(
            f"data/released: the {len(settled)} tables are not those that were "
            "released.\n  Expected the digest written beside them. Nothing may be "
            "edited after the door; run dvc repro to make them again."
        )
    return Released(digest, settled, _THE_DOOR)


def _seal(tables: Mapping[str, pd.DataFrame]) -> Released:
    """Build what leaves by the door; for ``privacy.release`` alone."""
    settled = {name: settle(name, frame) for name, frame in tables.items()}
    return Released(digest_of(settled), settled, _THE_DOOR)
