"""How a stage starts and ends: one sentence on failure, a bar on long work."""

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from tqdm import tqdm

from contracts.errors import (
    CONTRACT_EXIT_CODE,
    DISCLOSURE_EXIT_CODE,
    ContractError,
    DisclosureError,
)

Item = TypeVar("Item")


def run(main: Callable[..., None]) -> None:
    """Run a stage; turn our errors into a sentence and a stable exit code.

    Parameters
    ----------
    main : callable
        Takes the command line's arguments, at most one.
    """
    try:
        main(*sys.argv[1:])
    except ContractError as error:
        sys.stderr.write(f"ContractError: {error}\n")
        sys.exit(CONTRACT_EXIT_CODE)
    except DisclosureError as error:
        sys.stderr.write(f"DisclosureError: {error}\n")
        sys.exit(DISCLOSURE_EXIT_CODE)


def progress(items: Iterable[Item], what: str) -> Iterable[Item]:
    """Show a bar while going through ``items``; quiet when piped."""
    bar: Iterable[Item] = tqdm(items, desc=what, disable=not sys.stderr.isatty())
    return bar
