"""Put the results of one run of the line into MLflow.

reads   metrics/  data/restricted/models/
writes  metrics/tracked.json  and, outside DVC, mlflow.db and mlartifacts/
"""

import os
from pathlib import Path
from typing import Any

import yaml

from contracts import params
from pipelines import _files, _stage
from pipelines.tracking import outcome_results, run_writer
from pipelines.tracking.content_key import result_key
from pipelines.tracking.mlflow_store import is_tracked, open_store, remove_unfinished

STAGE = "track_run"


def main() -> None:
    """Track the results, unless a finished run already holds them."""
    settings = params.load()
    plain: dict[str, Any] = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    here = Path.cwd()
    # Under `dvc exp run --temp` and `--queue` DVC_ROOT is the main checkout.
    root = Path(os.environ.get("DVC_ROOT", here)).resolve()
    key = result_key(here, STAGE, plain)
    outcomes = tuple(
        outcome_results.read_outcome(_files.METRICS, name)
        for name in settings.outcomes.modelled
    )
    with open_store(root, settings.track.experiment) as (client, experiment_id):
        if not is_tracked(client, experiment_id, key):
            remove_unfinished(client, experiment_id, key)
            run_writer.write(client, experiment_id, key, plain, outcomes)
    tracked = {"experiment": settings.track.experiment, "key": key}
    _files.write_json(_files.METRICS / "tracked.json", tracked)


if __name__ == "__main__":
    _stage.run(main)
