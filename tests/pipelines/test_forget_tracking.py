"""MLflow forgets: models go, figures stay, a run that names somebody goes for good."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from contracts import params
from contracts.errors import ContractError
from pipelines.forgetting import id_search, tracked_runs
from pipelines.forgetting.id_search import Search
from pipelines.forgetting.sought_people import Sought
from pipelines.tracking import mlflow_store

# What MLflow still asks of its own libraries.
pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader")

CANARY, PSEUDONYM = "7301773", "0123456789abcdef"


@pytest.fixture
def search(connection: duckdb.DuckDBPyConnection) -> Search:
    sought = Sought(frozenset([CANARY]), frozenset(), frozenset([PSEUDONYM]))
    return id_search.prepared(connection, [sought], [params.load().source])


@pytest.fixture
def root(tmp_path: Path, empty_store: Path) -> Path:
    shutil.copy(empty_store, tmp_path)
    return tmp_path


def logged(
    root: Path, name: str, files: dict[str, str], **values: dict[str, Any]
) -> str:
    """Log one run: its parameters, tags, metrics and files."""
    with mlflow_store.open_store(root, "equipage") as (client, experiment):
        run = client.create_run(experiment, run_name=name, tags=values.get("tags", {}))
        for key, value in values.get("params", {}).items():
            client.log_param(run.info.run_id, key, value)
        for key, value in values.get("metrics", {}).items():
            client.log_metric(run.info.run_id, key, value)
        for path, text in files.items():
            folder, _, file = path.rpartition("/")
            (root / file).write_text(text, "utf-8")
            client.log_artifact(run.info.run_id, str(root / file), folder)
            (root / file).unlink()
        client.set_terminated(run.info.run_id)
    return str(run.info.run_id)


def runs(root: Path) -> dict[str, Any]:
    with mlflow_store.open_store(root, "equipage") as (client, experiment):
        return {run.info.run_name: run for run in client.search_runs([experiment])}


def files(root: Path) -> set[str]:
    kept = (root / mlflow_store.ARTIFACTS).rglob("*")
    return {path.name for path in kept if path.is_file()}


def forget(root: Path, search: Search) -> tuple[int, int]:
    """Find and remove; give the runs removed and those without models."""
    found = tracked_runs.find(root, search)
    return len(found), tracked_runs.remove(root, "equipage", found)


TREES = {
    "models/turnover/2026-07/voluntary.txt": "tree\n",
    "metrics/turnover.json": "{}",
}


def test_models_go_and_figures_stay(root: Path, search: Search) -> None:
    logged(root, "one", TREES, params={"models.trees": "120"}, metrics={"auc": 0.7})
    assert forget(root, search) == (0, 1)
    (run,) = runs(root).values()
    assert run.data.params == {"models.trees": "120"}
    assert run.data.metrics == {"auc": 0.7}
    assert files(root) == {"turnover.json"}


def test_a_run_without_its_models_is_no_finished_result(
    root: Path, search: Search
) -> None:
    logged(root, "one", TREES, tags={mlflow_store.KEY_TAG: "k1"})
    forget(root, search)
    with mlflow_store.open_store(root, "equipage") as (client, experiment):
        assert not mlflow_store.is_tracked(client, experiment, "k1")


@pytest.mark.parametrize(("where", "word"), [("params", CANARY), ("tags", PSEUDONYM)])
def test_a_run_that_names_somebody_goes_for_good(
    root: Path, search: Search, where: str, word: str
) -> None:
    logged(root, "named", TREES, **{where: {"source.files": f"drop ['{word}']"}})
    logged(root, "other", {}, params={"time.last_month": "2026-10"})
    assert forget(root, search) == (1, 0)
    assert set(runs(root)) == {"other"}
    assert files(root) == set()
    assert word.encode() not in (root / mlflow_store.DATABASE).read_bytes()


def test_a_run_of_which_a_file_names_somebody_goes_for_good(
    root: Path, search: Search
) -> None:
    run = logged(root, "named", {"rows.csv": f"person_id,pay\n{CANARY},2\n"})
    with mlflow_store.open_store(root, "equipage") as (client, _):
        client.delete_run(run)
    assert forget(root, search) == (1, 0)
    assert (runs(root), files(root)) == ({}, set())


def test_a_setting_or_a_figure_that_is_the_same_number_is_nobody(
    root: Path, search: Search
) -> None:
    rows = {"metrics/ingest.json": f'{{"rows": {CANARY}}}'}
    figures = {"rows": float(CANARY)}
    logged(root, "one", rows, params={"simulator.seed": CANARY}, metrics=figures)
    assert forget(root, search) == (0, 0)
    assert set(runs(root)) == {"one"}


def test_what_names_somebody_outside_any_run_stops(root: Path, search: Search) -> None:
    with mlflow_store.open_store(root, "equipage") as (client, experiment):
        client.set_experiment_tag(experiment, "note", f"without {PSEUDONYM}")
    with pytest.raises(ContractError, match="names somebody, outside any run"):
        tracked_runs.find(root, search)


def test_files_that_no_database_knows_any_more_go_too(
    root: Path, search: Search
) -> None:
    logged(root, "one", {**TREES, "rows.csv": f"{PSEUDONYM},2\n"})
    logged(root, "two", TREES)
    (root / mlflow_store.DATABASE).unlink()
    assert forget(root, search) == (1, 1)
    assert files(root) == {"turnover.json"}


def test_where_nothing_was_tracked_there_is_nothing_to_do(
    tmp_path: Path, search: Search
) -> None:
    assert forget(tmp_path, search) == (0, 0)
    assert not list(tmp_path.iterdir())
