"""Keyed pseudonyms: one value one name, traced back by the key's holder alone."""

import hashlib
import hmac
from collections.abc import Iterable

from contracts.errors import ContractError

HEX_DIGITS = 16

# Public on purpose: a made-up company has nobody to protect, and a fixed key lets
# anybody make the same bytes again. Real data are refused without a key of their own.
MADE_UP_KEY: bytes = b"equipage: made-up people need no secret"


def pseudonymise(values: Iterable[str], key: bytes, kind: str) -> dict[str, str]:
    """Give each value its pseudonym.

    Parameters
    ----------
    values : iterable of str
        Repeated values are named once.
    key : bytes
        The secret; without it a name can't be traced back or made again.
    kind : str
        What is named (``person``, ``customer`` …), so that the same code used for
        two kinds gets two names.

    Returns
    -------
    dict of str to str
        Value to the first 16 hex digits of HMAC-SHA256, in sorted order of values.

    Raises
    ------
    ContractError
        If the key is empty, or two values get the same name.
    """
    if not key:
        raise ContractError(
            f"{kind}: the key of the pseudonyms is empty.\n"
            "  Expected at least one byte. Write a long random key into the key file."
        )
    names = {value: _name(value, key, kind) for value in sorted(set(values))}
    clashes = len(names) - len(set(names.values()))
    if clashes:
        raise ContractError(
            f"{kind}: {clashes} of {len(names)} values share a pseudonym.\n"
            "  Expected one each. Choose another key; nothing was written."
        )
    return names


def key_fingerprint(key: bytes) -> str:
    """Give the first 16 hex digits of the key's SHA-256, which tell keys apart."""
    return hashlib.sha256(key).hexdigest()[:HEX_DIGITS]


def _name(value: str, key: bytes, kind: str) -> str:
    """Name one value."""
    message = f"{kind}:{value}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:HEX_DIGITS]
