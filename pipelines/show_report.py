"""Say where the report is, for whoever ran ``make report``.

reads   data/reports/index.html
"""

import sys
from pathlib import Path

from contracts.errors import ContractError
from pipelines import _files, _stage


def main() -> None:
    """Write the report's address on the screen.

    Raises
    ------
    ContractError
        If no report was written yet.
    """
    index = _files.REPORTS / "index.html"
    if not index.exists():
        raise ContractError(
            f"{index}: there is no report yet.\n"
            "  Expected the folder that write_report makes. Run make report."
        )
    say_where(index)


def say_where(index: Path) -> None:
    """Write an index's address on the screen."""
    sys.stdout.write(
        f"\nThe report is ready: open {index} by double click "
        f"(French and English, no network needed).\n{index.resolve().as_uri()}\n"
    )


if __name__ == "__main__":
    _stage.run(main, writes=False)
