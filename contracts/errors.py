"""The two errors that a user may meet, and the exit code of each.

A message says what is wrong, where, what was expected and what to do. It holds
counts and names of tables and columns, never a value from a person's row.
"""

CONTRACT_EXIT_CODE = 2
DISCLOSURE_EXIT_CODE = 3
UNFORESEEN_EXIT_CODE = 1

# What the machine says when the data are not to blame, and what to do about it.
MACHINE_TROUBLE = {
    "No space left on device": "The disk is full. Make room, then run it again.",
    "database or disk is full": "The disk is full. Make room, then run it again.",
    "Disk quota exceeded": "Your share of the disk is full. Make room, then run it "
    "again.",
    "Read-only file system": "The folder can't be written to. Make it writable, or "
    "work in another, then run it again.",
    "attempt to write a readonly database": "The folder of mlflow.db can't be written "
    "to. Make it writable, then run it again.",
    "Permission denied": "A file or folder may not be read or written. Give this "
    "account the right to, then run it again.",
}


class ContractError(Exception):
    """Data or parameters break a promise that the pipeline relies on."""


class DisclosureError(Exception):
    """Going on would let somebody outside learn about one person."""
