"""Other runs in the same checkout: DVC refuses to run beside them, so one waits."""

import sys
import time

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
    for number, command in (noted or {}).items():
        if is_at_work(number, command):
            sys.stderr.write(WAITING.format(number))
        while is_at_work(number, command):
            time.sleep(_alone.SECONDS_BETWEEN_LOOKS)


def is_at_work(number: int, command: str) -> bool:
    """Tell whether a noted run goes on, and not a later process of that number."""
    try:
        words = psutil.Process(number).cmdline()
    except psutil.Error:
        return False
    # It may have been started as dvc, or as python -m dvc.
    return " ".join(words).endswith(command.partition(" ")[2])
