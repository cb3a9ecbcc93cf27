"""Let a made-up contact centre live, and export what its systems would show.

writes  data/raw/simulated/
"""

from pathlib import Path

from connectors.simulator import exports
from connectors.simulator.truth import history
from contracts import params
from pipelines import _files, _stage

FOLDER = Path("data/raw/simulated")


def main() -> None:
    """Simulate the company of ``params.yaml`` and write a file a table."""
    asked = params.load().simulator
    lived = history.simulate(asked)
    months = _stage.progress(lived.recorded, "months of the simulated company")
    ahead = iter(_stage.progress(range(asked.oracle.months), "months lived on from"))
    with _files.written_whole(FOLDER) as draft:
        exports.write(lived, draft, months, lambda _: next(ahead, None))


if __name__ == "__main__":
    _stage.run(main)
