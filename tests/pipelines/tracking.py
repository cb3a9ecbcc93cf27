"""A small checkout whose results can be tracked, and what MLflow then holds."""

import json
from pathlib import Path
from typing import Any

from dvc.repo import Repo

from pipelines import track_run
from pipelines.tracking import mlflow_store

METRICS = {"champion": "boosting", "log_loss": 0.12, "auc": 0.74}
TRUTH = {"available": True, "horizon": {"slope": 0.9}, "drivers": {"clear": 7}}
CANDIDATES = """candidate,log_loss,auc,slope,truth.share_attainable
boosting,0.12,0.74,,0.8
rate,0.13,0.5,,
"""
ORIGINS = """origin,candidate,log_loss
2026-06-30,boosting,0.11
2026-06-30,rate,0.13
2026-07-31,boosting,0.13
2026-07-31,rate,0.14
"""
CALIBRATION = """candidate,bin,expected,observed,people
boosting,1,0.01,0.02,400
boosting,2,0.10,0.09,400
"""
STAGES = """
stages:
  evaluate_model:
    cmd: echo done
    deps: [params.yaml]
    outs:
    - metrics/turnover.json: {cache: false, persist: true}
  write_report:
    cmd: echo done
    outs:
    - unrelated.txt: {cache: false, persist: true}
  track_run:
    cmd: echo done > metrics/tracked.json
    deps: [metrics/turnover.json]
    outs:
    - metrics/tracked.json: {cache: false}
"""
FILES = {
    "params.yaml": Path("params.yaml").read_text("utf-8"),
    "dvc.yaml": STAGES,
    "unrelated.txt": "",
    "metrics/turnover.json": json.dumps(METRICS),
    "metrics/truth/turnover.json": json.dumps(TRUTH),
    "metrics/origins/turnover.csv": ORIGINS,
    "metrics/calibration/turnover.csv": CALIBRATION,
    "metrics/candidates/turnover.csv": CANDIDATES,
    "data/restricted/models/turnover/2026-06/voluntary.txt": "old",
    "data/restricted/models/turnover/2026-07/voluntary.txt": "tree",
}


def lay_out(root: Path) -> None:
    """Write a checkout of which no stage has run."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    Repo.init(str(root), no_scm=True).close()


def track() -> None:
    with Repo() as repo:
        repo.reproduce()
    track_run.main()


def tracked(checkout: Path) -> list[Any]:
    with mlflow_store.open_store(checkout, "equipage") as (client, experiment):
        return list(client.search_runs([experiment], order_by=["attributes.run_name"]))


def artifacts(checkout: Path, run: Any) -> set[str]:
    folder = Path(run.info.artifact_uri.removeprefix("file://"))
    assert folder.is_relative_to(checkout)
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
