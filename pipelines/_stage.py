"""How a stage starts and ends: one sentence on failure, a bar on long work."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from traceback import walk_tb
from typing import TypeVar

from tqdm import tqdm

from contracts.errors import (
    CONTRACT_EXIT_CODE,
    DISCLOSURE_EXIT_CODE,
    MACHINE_TROUBLE,
    UNFORESEEN_EXIT_CODE,
    ContractError,
    DisclosureError,
)
from pipelines import _alone

Item = TypeVar("Item")
ROOT = Path(__file__).parents[1]
TRACE = "EQUIPAGE_TRACE"
STOPPED_EXIT_CODE = 130  # what a shell gives for Ctrl-C


def run(main: Callable[..., None], *, writes: bool = True) -> None:
    """Run a stage; turn errors into a sentence and a stable exit code.

    Exit code 2 for a broken contract, 3 for a disclosure, 1 for the rest: what the
    machine refuses, and bugs. An error that nobody foresaw may quote a row, so its
    own words are shown only where ``EQUIPAGE_TRACE=1`` asks for them.

    Parameters
    ----------
    main : callable
        Takes the command line's arguments, at most one.
    writes : bool
        False for what only reads, or works elsewhere: it need not be alone.
    """
    try:
        with _alone.alone() if writes else nullcontext():
            main(*sys.argv[1:])
    except ContractError as error:
        sys.stderr.write(f"ContractError: {error}\n")
        sys.exit(CONTRACT_EXIT_CODE)
    except DisclosureError as error:
        sys.stderr.write(f"DisclosureError: {error}\n")
        sys.exit(DISCLOSURE_EXIT_CODE)
    except KeyboardInterrupt:
        sys.stderr.write(
            "Stopped; nothing half-written stays. Run it again to go on.\n"
        )
        sys.exit(STOPPED_EXIT_CODE)
    except Exception as error:
        if os.environ.get(TRACE) == "1":
            raise
        sys.stderr.write(f"{_machine_trouble(error) or _unforeseen(error)}\n")
        sys.exit(UNFORESEEN_EXIT_CODE)


def _machine_trouble(error: Exception) -> str | None:
    """Say what the machine refused, where; None if it refused nothing."""
    words = str(error)
    for what, advice in MACHINE_TROUBLE.items():
        if what in words:
            path = error.filename if isinstance(error, OSError) else None
            return f"{what}{f': {path}' if path else ''}.\n  {advice}"
    return None


def _unforeseen(error: Exception) -> str:
    """Say where an error came from in our code, without a word of its own."""
    ours = [
        (path.relative_to(ROOT), line)
        for frame, line in walk_tb(error.__traceback__)
        if (path := Path(frame.f_code.co_filename)).is_relative_to(ROOT)
        and ".venv" not in path.parts
    ]
    path, line = ours[-1]
    module = ".".join(path.with_suffix("").parts)
    return (
        f"Stopped by an error that we did not foresee "
        f"({type(error).__name__} in {module}:{line}).\n"
        "  Its own words may quote a person's row, so they are not shown here. "
        f"Set {TRACE}=1 to see them, and tell us the place."
    )


def progress(items: Iterable[Item], what: str) -> Iterable[Item]:
    """Show a bar while going through ``items``; quiet when piped."""
    bar: Iterable[Item] = tqdm(items, desc=what, disable=not sys.stderr.isatty())
    return bar
