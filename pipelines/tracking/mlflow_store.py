"""The MLflow store beside the checkout: one database, one folder, one lock."""

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.errors import ContractError
from pipelines import _files
from pipelines.tracking import store_trouble

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
DATABASE_GONE = (
    f"{DATABASE} is gone, and the list of earlier runs with it. A new one begins; what "
    f"they left in {ARTIFACTS}/ stays.\n"
)
FILES_GONE = (
    f"{ARTIFACTS}/ is gone. A new folder begins; earlier runs keep their figures in "
    f"{DATABASE}, but not their files.\n"
)


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
        If the store is in use, damaged, or another checkout's.
    """
    database, artifacts = root / DATABASE, root / ARTIFACTS
    with store_trouble.one_at_a_time(root / LOCK), store_trouble.told(database):
        if artifacts.exists() and not database.exists():
            sys.stderr.write(DATABASE_GONE)
        store_trouble.require_usable(database)
        client = client_of(root)
        experiment_id = _experiment_id(client, root, experiment)
        if not artifacts.exists() and client.search_runs([experiment_id]):
            sys.stderr.write(FILES_GONE)
        yield client, experiment_id


def client_of(root: Path) -> "MlflowClient":
    """Open the database of a checkout, and make its tables the first time."""
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["DO_NOT_TRACK"] = "true"
    logging.getLogger("alembic").setLevel(logging.WARNING)
    from mlflow import MlflowClient

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    # It shows a trace and its SQL before it raises; the trouble is told in words.
    logging.getLogger("mlflow.store.db.utils").setLevel(logging.CRITICAL)
    database = root / DATABASE
    if not database.exists():
        # MLflow makes its tables one by one, and can't go on from half of them.
        with _files.written_whole(database) as draft:
            MlflowClient(f"sqlite:///{draft}")
    return MlflowClient(f"sqlite:///{database}")


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
    """Tell whether a finished run has the key, with its files."""
    return any(map(_is_whole, runs_where(client, experiment_id, KEY_TAG, key)))


def remove_unfinished(client: "MlflowClient", experiment_id: str, key: str) -> None:
    """Remove what a killed process began under the key, files included.

    Nobody is still writing them: the store is locked by whoever asks.
    """
    for run in runs_where(client, experiment_id, KEY_TAG, key):
        if not _is_whole(run):
            _remove(client, run)


def _is_whole(run: "Run") -> bool:
    return run.info.status == "FINISHED" and _folder(run).is_dir()


def _folder(run: "Run") -> Path:
    return Path(run.info.artifact_uri.removeprefix("file://"))


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
        for version in client.search_model_versions(f"run_id = '{gone.info.run_id}'"):
            client.delete_model_version(version.name, version.version)
        client.delete_run(gone.info.run_id)
        # The folder above bears the run's id, and holds nothing else.
        shutil.rmtree(_folder(gone).parent, ignore_errors=True)
