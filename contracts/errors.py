"""The two errors that a user may meet, and the exit code of each.

A message says what is wrong, where, what was expected and what to do. It holds
counts and names of tables and columns, never a value from a person's row.
"""

CONTRACT_EXIT_CODE = 2
DISCLOSURE_EXIT_CODE = 3


class ContractError(Exception):
    """Data or parameters break a promise that the pipeline relies on."""


class DisclosureError(Exception):
    """Going on would let somebody outside learn about one person."""
