"""What make publish was asked for: a month, a reviewer, and what they accept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.errors import ContractError

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
YES = "yes"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for.

    Parameters
    ----------
    month : str
        Such as ``2026-10``.
    reviewer : str
        Who confirms.
    reason : str
        Why a month is published although the gate failed; empty where none is given.
    new_ledger : bool
        Whether a ledger is to be begun.
    """

    month: str
    reviewer: str
    reason: str
    new_ledger: bool


def read(words: Mapping[str, str]) -> Order:
    """Read the order off the environment, which make hands on.

    Raises
    ------
    ContractError
        If the month is none, nobody confirms, or a new ledger is half asked for.
    """
    said = {
        name: " ".join(words.get(name, "").split())
        for name in ("MONTH", "REVIEWER", "ACCEPT", "NEW_LEDGER")
    }
    _require(
        bool(MONTH.fullmatch(said["MONTH"])),
        "MONTH: it is no month",
        "the month reported on, as in MONTH=2026-10",
    )
    _require(
        bool(said["REVIEWER"]),
        "REVIEWER: it is empty",
        'who read the report and confirms it, as in REVIEWER="name"',
    )
    _require(
        said["NEW_LEDGER"] in ("", YES),
        "NEW_LEDGER: it is not yes",
        "NEW_LEDGER=yes for the first month ever published, else nothing",
    )
    return Order(
        said["MONTH"], said["REVIEWER"], said["ACCEPT"], said["NEW_LEDGER"] == YES
    )


def _require(holds: bool, wrong: str, expected: str) -> None:
    if not holds:
        raise ContractError(f"{wrong}.\n  Expected {expected}. Nothing was published.")
