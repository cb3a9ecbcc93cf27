"""The ledger's head in params.yaml, changed where it stands and nowhere else."""

import re
from pathlib import Path

from contracts.errors import ContractError

PARAMS = Path("params.yaml")
LINE = re.compile(
    r"""^(?P<name>[ \t]+ledger_head:[ \t]*)("[0-9a-f]*"|'[0-9a-f]*'|[0-9a-f]+)""",
    re.MULTILINE,
)


def with_head(head: str) -> str:
    """Give the text of params.yaml with another head; comments stay.

    Raises
    ------
    ContractError
        If the line isn't there once, written plainly.
    """
    # As bytes, so that whatever ends its lines still does.
    text = PARAMS.read_bytes().decode("utf-8")
    changed, times = LINE.subn(rf'\g<name>"{head}"', text)
    if times != 1:
        raise ContractError(
            f"{PARAMS}: {times} lines begin with ledger_head and hold a hash or "
            'nothing in quotes.\n  Expected one, as in ledger_head: "". Write it so; '
            "nothing was published."
        )
    return changed
