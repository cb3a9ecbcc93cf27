"""Other runs in the same checkout: DVC refuses to run beside them, so one waits."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress

import psutil

from pipelines import _alone

WAITING = (
    "Another run is at work in this checkout (process {}): waiting until it ends.\n"
)
MENDED = f"{_alone.NOTED} was cut short, as a full disk leaves it. It begins anew.\n"


def wait_for_them() -> None:
    """Wait until every run that DVC notes has ended; mend a note that it can't read."""
    noted = _alone.runs_at_work()
    if noted is None:
        _alone.NOTED.unlink()
        sys.stderr.write(MENDED)
    for other in living(noted or {}):
        sys.stderr.write(WAITING.format(other.pid))
        other.wait()


def living(noted: Mapping[int, str]) -> Iterator[psutil.Process]:
    """Give the noted runs that are still there, and no later process of that number."""
    for number, command in noted.items():
        with suppress(psutil.Error):
            process = psutil.Process(number)
            if " ".join(process.cmdline()).endswith(command.partition(" ")[2]):
                yield process
