"""The MLflow store beside the checkout: one database, one folder, one lock."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from contracts.errors import ContractError

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run

KEY_TAG = "equipage.key"
PARENT_TAG = "mlflow.parentRunId"
DATABASE = "mlflow.db"
# Without it MLflow opens its pages for language models.
KIND = {"mlflow.experimentKind": "custom_model_development"}
ARTIFACTS = "mlartifacts"
LOCK = "mlflow.lock"


@contextmanager
def open_store(root: Path, experiment: str) -> Iterator[tuple["MlflowClient", str]]:
    """Give the store's client and the experiment's id, to one process at a time.

    Parameters
    ----------
    root : Path
        The main checkout, which queued and temporary experiments share.
    experiment : str

    Yields
    ------
    tuple of MlflowClient and str

    Raises
    ------
    ContractError
        If the database was made for a checkout in another folder.
    """
    with FileLock(root / LOCK):
        client = client_of(root)
        yield client, _experiment_id(client, root, experiment)


def client_of(root: Path) -> "MlflowClient":
    """Open the database of a checkout, and make its tables the first time."""
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["DO_NOT_TRACK"] = "true"
    logging.getLogger("alembic").setLevel(logging.WARNING)
    from mlflow import MlflowClient

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    return MlflowClient(f"sqlite:///{root / DATABASE}")


def _experiment_id(client: "MlflowClient", root: Path, name: str) -> str:
    folder = (root / ARTIFACTS).as_uri()
    known = client.get_experiment_by_name(name)
    if known is None:
        return str(client.create_experiment(name, folder, tags=KIND))
    if known.artifact_location != folder:
        raise ContractError(
            f"{DATABASE}: experiment {name} keeps its files in another folder than "
            f"{ARTIFACTS}/ of this checkout, which was moved or copied.\n"
            f"  Remove {DATABASE} and {ARTIFACTS}/, then run make track."
        )
    if known.lifecycle_stage == "deleted":
        client.restore_experiment(known.experiment_id)
    return str(known.experiment_id)


def is_tracked(client: "MlflowClient", experiment_id: str, key: str) -> bool:
    """Tell whether a finished run has the key."""
    runs = runs_where(client, experiment_id, KEY_TAG, key)
    return any(run.info.status == "FINISHED" for run in runs)


def remove_unfinished(client: "MlflowClient", experiment_id: str, key: str) -> None:
    """Remove what a killed process began under the key, files included.

    Nobody is still writing them: the store is locked by whoever asks.
    """
    for run in runs_where(client, experiment_id, KEY_TAG, key):
        if run.info.status != "FINISHED":
            _remove(client, run)


def runs_where(
    client: "MlflowClient", experiment_id: str, tag: str, value: str
) -> list["Run"]:
    """List the runs that carry a tag."""
    return list(
        client.search_runs([experiment_id], filter_string=f"tags.`{tag}` = '{value}'")
    )


def _remove(client: "MlflowClient", run: "Run") -> None:
    children = runs_where(client, run.info.experiment_id, PARENT_TAG, run.info.run_id)
    for gone in (*children, run):
        client.delete_run(gone.info.run_id)
        folder = Path(gone.info.artifact_uri.removeprefix("file://"))
        shutil.rmtree(folder, ignore_errors=True)
