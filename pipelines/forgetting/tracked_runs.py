"""MLflow: models taken out of every run; a run that names people removed for good."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.errors import ContractError
from pipelines.forgetting import id_search
from pipelines.forgetting.id_search import Search
from pipelines.tracking import mlflow_store, store_trouble

if TYPE_CHECKING:
    from mlflow import MlflowClient

ARTIFACTS = mlflow_store.ARTIFACTS
MODELS = "artifacts/models"
ACTIVE = "active"
RUN = "run_uuid"
# Stands in the place of a run's key: the run is then no whole result any more.
WITHOUT_MODELS = "models removed by make forget"


def find(folder: Path, search: Search) -> set[str]:
    """Name the runs of a checkout's store that name people, in a text or a file.

    Raises
    ------
    ContractError
        If something names people that belongs to no run, or the database is damaged.
    """
    with store_trouble.told(folder / mlflow_store.DATABASE):
        return {*_in_database(folder, search), *_in_artifacts(folder, search)}


def remove(folder: Path, experiment: str, runs: set[str]) -> int:
    """Remove runs for good, and the models of all others; count the latter.

    Parameters
    ----------
    folder : Path
    experiment : str
    runs : set of str
        Those that name people. The others keep parameters, metrics and plots.
    """
    models = {run: path for run, path in _folders_of_models(folder) if run not in runs}
    if (folder / mlflow_store.DATABASE).is_file():
        with mlflow_store.open_store(folder, experiment) as (client, _):
            _remove_from_database(client, folder, runs, models)
    # Files of a run that no database knows any more are files all the same.
    for path in (*models.values(), *(folder / ARTIFACTS / run for run in runs)):
        if path.exists():
            shutil.rmtree(path)
    return len(models)


def _remove_from_database(
    client: "MlflowClient", folder: Path, runs: set[str], emptied: Iterable[str]
) -> None:
    stages = _stages(folder)
    for run in sorted(runs):
        if stages.get(run) == ACTIVE:
            client.delete_run(run)
    if runs & stages.keys():
        # MLflow itself only marks a run as deleted.
        _delete_for_good(folder, runs & stages.keys())
    for run in emptied:
        if stages.get(run) == ACTIVE:
            # No whole result any more: the next one is tracked anew.
            client.set_tag(run, mlflow_store.KEY_TAG, WITHOUT_MODELS)


def _stages(folder: Path) -> dict[str, str]:
    """Say of each run in the database whether it is active, or marked as deleted."""
    with closing(sqlite3.connect(folder / mlflow_store.DATABASE)) as database:
        return dict(database.execute(f"SELECT {RUN}, lifecycle_stage FROM runs"))


def _folders_of_models(folder: Path) -> Iterator[tuple[str, Path]]:
    for models in sorted((folder / ARTIFACTS).glob(f"*/{MODELS}")):
        yield models.parents[1].name, models


def _in_artifacts(folder: Path, search: Search) -> Iterator[str]:
    root = folder / ARTIFACTS
    for path in sorted(root.rglob("*")):
        if path.is_file() and id_search.holds(path, search):
            yield path.relative_to(root).parts[0]


def _in_database(folder: Path, search: Search) -> Iterator[str]:
    """Name the runs of which some text names people."""
    if not (folder / mlflow_store.DATABASE).is_file():
        return
    pattern = id_search.in_text(search.sought)
    with closing(sqlite3.connect(folder / mlflow_store.DATABASE)) as database:
        for table in _tables(database):
            columns = [
                row[1] for row in database.execute(f'PRAGMA table_info("{table}")')
            ]
            for row in database.execute(f'SELECT * FROM "{table}"'):
                if any(pattern.search(_text(value)) for value in row):
                    yield _run_of(table, dict(zip(columns, row, strict=True)))


def _tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [str(name) for (name,) in found.fetchall()]


def _text(value: Any) -> bytes:
    """Give a text; a number is a setting or a figure, and nobody's id."""
    if isinstance(value, bytes):
        return value
    plain = isinstance(value, str) and not value.replace(".", "").strip("-").isdigit()
    return value.encode() if plain else b""


def _run_of(table: str, row: dict[str, Any]) -> str:
    if RUN not in row:
        raise ContractError(
            f"{mlflow_store.DATABASE}: its table {table} names somebody, outside "
            "any run.\n  Expected runs alone to hold what was logged. Remove "
            f"{mlflow_store.DATABASE} and {ARTIFACTS}/, then run "
            "make track."
        )
    return str(row[RUN])


def _delete_for_good(folder: Path, runs: set[str]) -> None:
    """Delete runs and their files, then the space that their rows took."""
    store = f"sqlite:///{folder / mlflow_store.DATABASE}"
    command = ("gc", "--backend-store-uri", store, "--tracking-uri", store)
    subprocess.run(
        (sys.executable, "-m", "mlflow", *command, "--run-ids", ",".join(sorted(runs))),
        env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"},
        check=True,
        capture_output=True,
    )
    with closing(sqlite3.connect(folder / mlflow_store.DATABASE)) as database:
        database.execute("VACUUM")
