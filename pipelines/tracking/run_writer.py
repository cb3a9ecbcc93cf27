"""One run of the line as MLflow runs: a parent, and a child a candidate."""

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipelines import _files
from pipelines.tracking import pictures, registry
from pipelines.tracking.mlflow_store import KEY_TAG, PARENT_TAG
from pipelines.tracking.outcome_results import Candidate, Outcome

if TYPE_CHECKING:
    from mlflow import MlflowClient

DVC_TAGS = ("DVC_EXP_NAME", "DVC_EXP_BASELINE_REV")
BY_ORIGIN = "_by_origin"
SOURCE_TAGS = {"mlflow.source.name": "dvc repro", "mlflow.source.type": "JOB"}
NOTE_TAG = "mlflow.note.content"
METRICS_A_BATCH = 900  # MLflow takes at most 1,000
SHOWN_BY_ORIGIN = "log_loss", "deviance"


def write(
    client: "MlflowClient",
    experiment_id: str,
    key: str,
    params: Mapping[str, Any],
    outcomes: Iterable[Outcome],
) -> None:
    """Write the runs of one result; the parent is finished last of all.

    Parameters
    ----------
    client : MlflowClient
    experiment_id : str
    key : str
        Content key of the result.
    params : mapping
        ``params.yaml``, parsed.
    outcomes : iterable of Outcome
    """
    dvc_tags = {name: os.environ[name] for name in DVC_TAGS if name in os.environ}
    name = dvc_tags.get("DVC_EXP_NAME", f"repro {key[:8]}")
    outcomes = tuple(outcomes)
    tags = {KEY_TAG: key, NOTE_TAG: _note(outcomes), **SOURCE_TAGS, **dvc_tags}
    parent = _start(client, experiment_id, name, tags)
    settings = _flat_text(params)
    _log(client, parent, settings, _champion_metrics(outcomes))
    for outcome in outcomes:
        for candidate in outcome.candidates:
            tags = {PARENT_TAG: parent, "outcome": outcome.name}
            title = f"{outcome.name} · {candidate.name}"
            child = _start(client, experiment_id, title, tags)
            _log_candidate(client, child, outcome.name, candidate, settings)
            client.set_terminated(child)
    _log_files(client, parent, outcomes)
    for outcome in outcomes:
        if outcome.gate:
            registry.mirror(client, client.get_run(parent), outcome.name, outcome.gate)
    client.set_terminated(parent)


def _start(
    client: "MlflowClient", experiment_id: str, name: str, tags: Mapping[str, str]
) -> str:
    run = client.create_run(experiment_id, run_name=name, tags=dict(tags))
    return str(run.info.run_id)


def _note(outcomes: Iterable[Outcome]) -> str:
    lines = [
        f"- **{outcome.name}**: champion *{outcome.champion.name}* of "
        f"{len(outcome.candidates)} candidates"
        for outcome in outcomes
        if outcome.champion is not None
    ]
    where = "Its children are the candidates: tick those of one outcome to compare."
    return "\n".join((*lines, "", where))


def _champion_metrics(outcomes: Iterable[Outcome]) -> dict[str, float]:
    metrics: dict[str, float] = {}
    for outcome in outcomes:
        if outcome.champion is not None:
            for name, value in outcome.champion.metrics.items():
                metrics[f"{outcome.name}.{name}"] = value
    return metrics


def _log_candidate(
    client: "MlflowClient",
    run_id: str,
    outcome: str,
    candidate: Candidate,
    settings: Mapping[str, str],
) -> None:
    # Only what shapes this outcome's models, so that the compare page stays short.
    shaping = {
        name.replace(f"models.{outcome}.", "models."): value
        for name, value in settings.items()
        if name.count(".") == 1 or name.startswith(f"models.{outcome}.")
        if name.startswith(("models.", "features.", "time."))
    }
    named = {
        "outcome": outcome,
        "candidate": candidate.name,
        "champion": str(candidate.champion).lower(),
    }
    _log(client, run_id, {**shaping, **named}, candidate.metrics)
    _log_points(client, run_id, candidate)


def _log(
    client: "MlflowClient",
    run_id: str,
    params: Mapping[str, str],
    metrics: Mapping[str, float],
) -> None:
    from mlflow.entities import Metric, Param

    now = int(time.time() * 1000)
    client.log_batch(
        run_id,
        metrics=[Metric(name, value, now, 0) for name, value in metrics.items()],
        params=[Param(name, value) for name, value in params.items()],
    )


def _log_points(client: "MlflowClient", run_id: str, candidate: Candidate) -> None:
    from mlflow.entities import Metric

    points = [
        Metric(point.metric + BY_ORIGIN, point.value, point.milliseconds, point.step)
        for point in candidate.by_origin
    ]
    for start in range(0, len(points), METRICS_A_BATCH):
        client.log_batch(run_id, metrics=points[start : start + METRICS_A_BATCH])


def _flat_text(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flat_text(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = str(value)
    return flat


def _log_files(
    client: "MlflowClient", run_id: str, outcomes: Iterable[Outcome]
) -> None:
    for path in sorted(_files.METRICS.rglob("*.*")):
        if path.name != "tracked.json":
            folder = path.parent.relative_to(_files.METRICS)
            client.log_artifact(run_id, str(path), f"metrics/{folder}".rstrip("/."))
    for outcome in outcomes:
        _log_plots(client, run_id, outcome)
        _log_latest_models(client, run_id, outcome.name)


def _log_plots(client: "MlflowClient", run_id: str, outcome: Outcome) -> None:
    with TemporaryDirectory() as folder:
        for name, picture in _plots(outcome).items():
            path = Path(folder) / f"{outcome.name}_{name}.png"
            path.write_bytes(picture)
            client.log_artifact(run_id, str(path), "plots")


def _plots(outcome: Outcome) -> dict[str, bytes]:
    plots = {}
    if not outcome.calibration.empty:
        plots["calibration"] = pictures.calibration(outcome.calibration, outcome.name)
    for metric in SHOWN_BY_ORIGIN:
        if metric in outcome.origins and not outcome.origins.empty:
            plots[f"{metric}_by_origin"] = pictures.by_origin(
                outcome.origins, outcome.name, metric
            )
    return plots


def _log_latest_models(client: "MlflowClient", run_id: str, outcome: str) -> None:
    origins = sorted(p for p in (_files.MODELS / outcome).glob("*") if p.is_dir())
    for latest in origins[-1:]:
        # Text models only: their feature ranges are hidden before they are saved.
        for path in sorted(latest.rglob("*.txt")):
            client.log_artifact(run_id, str(path), f"models/{outcome}/{latest.name}")
