"""Run every stage that is out of date, as far as the source reaches; say what came.

Where no outcome is to be learned, the line ends with the drivers.
"""

import subprocess
import sys

from contracts import params
from pipelines import _files, _other_runs, _stage, show_reach, show_report

LAST_WITHOUT_OUTCOMES = "check_features"
REPRO = (sys.executable, "-m", "pipelines._dvc", "repro")


def main() -> None:
    """Run DVC once nobody else does; stop with its exit code if it fails."""
    _other_runs.wait_for_them()
    # A run that fails must not leave an earlier one's page behind.
    _files.CHECK.unlink(missing_ok=True)
    modelled = params.load().outcomes.modelled
    goal = () if modelled else (LAST_WITHOUT_OUTCOMES,)
    done = subprocess.run((*REPRO, *goal), check=False)
    if done.returncode:
        sys.exit(done.returncode)
    show = show_report if modelled else show_reach
    show.main()


if __name__ == "__main__":
    _stage.run(main, writes=False)  # the stages that it starts do
