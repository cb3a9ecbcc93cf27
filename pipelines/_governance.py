"""Leave to use the data: made-up data need none, real people's need all of it."""

import os
from pathlib import Path

from contracts.errors import ContractError
from contracts.params import Governance
from contracts.source_params import Source
from privacy import pseudonyms

ASKED_OF_REAL_DATA = ("dpia_reference", "consulted_on", "opinion", "reviewer")


def require_leave(governance: Governance) -> None:
    """Stop unless the use of real people's data was prepared and consulted on.

    Raises
    ------
    ContractError
        If ``governance.data`` is ``real`` and a field is empty.
    """
    empty = [name for name in ASKED_OF_REAL_DATA if not getattr(governance, name)]
    if governance.data == "real" and empty:
        raise ContractError(
            f"governance: the data are real, and {', '.join(empty)} is empty.\n"
            "  Expected all of them before a single record is read. "
            "Fill in governance in params.yaml once the works council was consulted."
        )


def pseudonym_key(governance: Governance, source: Source) -> bytes:
    """Give the key of the pseudonyms: public for made-up data, a file's for real.

    Raises
    ------
    ContractError
        If real data have no key file, or another key than the one stated.
    """
    if governance.data == "made_up":
        return pseudonyms.MADE_UP_KEY
    path = Path(os.environ.get(source.key_variable, "") or "-")
    if not path.is_file():
        raise ContractError(
            f"source.key_variable: {source.key_variable or '(empty)'} "
            "names no key file.\n"
            "  Expected an environment variable that holds the path of a file with "
            "32 random bytes. Make one, keep it apart from the data, set the variable."
        )
    key = path.read_bytes()
    if pseudonyms.key_fingerprint(key) != source.key_fingerprint:
        raise ContractError(
            "source.key_fingerprint: the key file is not the one stated.\n"
            f"  Expected {pseudonyms.key_fingerprint(key)} for this file. Results hold "
            "for one key: restore the old file, or state the new fingerprint."
        )
    return key
