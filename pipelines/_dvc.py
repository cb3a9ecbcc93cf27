"""DVC, without two of its lines that would mislead whoever runs the line.

DVC warns of an empty quarantine, which is good news, and asks to push results to a
remote storage, where rows of people must not go. All else it says stays.
"""

import logging
import sys
from contextlib import redirect_stdout
from typing import Any, TextIO, cast

from dvc.cli import main

EMPTY = " is empty."
PUSH = "Use `dvc push` to send your updates to remote storage."


class WithoutPush:
    """Standard output as it is, but for one line of DVC's."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.left_out = False

    def write(self, text: str) -> int:
        """Write a text, unless it is that line or the end of it."""
        after, self.left_out = self.left_out, text == PUSH
        if self.left_out or (after and text == "\n"):
            return len(text)
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        """Be the stream below in all else."""
        return getattr(self.stream, name)


def is_no_news(record: logging.LogRecord) -> bool:
    """Tell what DVC has to say from its warning of an empty folder."""
    return not record.getMessage().endswith(EMPTY)


if __name__ == "__main__":
    logging.getLogger("dvc.output").addFilter(is_no_news)
    with redirect_stdout(cast(TextIO, WithoutPush(sys.stdout))):
        code = main(sys.argv[1:])
    sys.exit(code)
