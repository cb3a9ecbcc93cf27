"""Where the ledger of what was published lies: beside the main checkout's data.

reads   data/restricted/ledger/ledger.jsonl of the main checkout
"""

import os
from pathlib import Path

from contracts.errors import DisclosureError
from privacy.history.ledger import EMPTY, Link, chain

LEDGER = Path("data/restricted/ledger/ledger.jsonl")


def main_checkout() -> Path:
    """Give the checkout that experiments run beside, by ``--temp`` or ``--queue``."""
    return Path(os.environ.get("DVC_ROOT", Path.cwd())).resolve()


def text(head: str) -> str:
    """Read the ledger; nothing where nothing was published.

    Raises
    ------
    DisclosureError
        If something was published, and the ledger of it is not there.
    """
    path = main_checkout() / LEDGER
    if path.exists():
        return path.read_text(encoding="utf-8")
    if head == EMPTY:
        return ""
    raise DisclosureError(
        f"ledger: release.ledger_head is {head}, and there is no {LEDGER}.\n"
        "  Expected what was published, so that no new figure gives away what was "
        "hidden then. Nothing was written. Bring the file back from where it was kept."
    )


def links(head: str) -> tuple[Link, ...]:
    """Read the ledger, and check that it is the one that the head stands for.

    Raises
    ------
    DisclosureError
        If it is missing or broken, or another one.
    """
    return chain(text(head), head)
