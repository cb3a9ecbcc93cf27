"""Experiments, one by one, aside and two at a time, meet in one MLflow store."""

from collections.abc import Iterator

import pytest
from mlflow import MlflowClient
from mlflow.entities import Run

from pipelines.tracking.mlflow_store import PARENT_TAG
from tests.line.knocks import processes_in, until
from tests.line.small_company import Line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("line"),
    # What MLflow still asks of its own libraries.
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]

NAMES = ("here", "aside", "queued", "beside")
WHO = ("-c", "user.name=test", "-c", "user.email=test@example.com")


@pytest.fixture(scope="module")
def lab(spare: Line) -> Iterator[Line]:
    """A checkout in which four experiments ran, the last two at the same time."""
    spare.run("git", "add", ".")
    spare.run("git", *WHO, "commit", "--quiet", "--message", "as it is")
    try_out = ("dvc", "exp", "run")
    spare.run(*try_out, "--name", "here", "-S", "report.drivers_shown=1")
    spare.run(*try_out, "--temp", "--name", "aside", "-S", "report.drivers_shown=2")
    for name, drivers in (("queued", 4), ("beside", 5)):
        changed = ("-S", f"report.drivers_shown={drivers}")
        spare.run(*try_out, "--queue", "--name", name, *changed)
    spare.run("dvc", "queue", "start", "--jobs", "2")
    # Its workers go on by themselves, and end some seconds after the last task.
    until(lambda: not processes_in(spare), 0.5)
    yield spare


@pytest.fixture(scope="module")
def runs(lab: Line) -> list[Run]:
    client = MlflowClient(f"sqlite:///{lab.folder / 'mlflow.db'}")
    (experiment,) = (e for e in client.search_experiments() if e.name == "equipage")
    return list(client.search_runs([experiment.experiment_id]))


def parents(runs: list[Run]) -> dict[str, Run]:
    found = [run for run in runs if PARENT_TAG not in run.data.tags]
    assert len(found) == len(NAMES)
    return {run.info.run_name: run for run in found}


def test_each_experiment_is_a_run_under_its_name(runs: list[Run]) -> None:
    assert parents(runs).keys() == {*NAMES}
    for name, run in parents(runs).items():
        assert run.data.tags["DVC_EXP_NAME"] == name
        assert run.data.tags["DVC_EXP_BASELINE_REV"]


def test_each_is_finished_and_has_all_its_candidates(runs: list[Run]) -> None:
    assert {run.info.status for run in runs} == {"FINISHED"}
    candidates = {
        name: sorted(
            child.info.run_name
            for child in runs
            if child.data.tags.get(PARENT_TAG) == parent.info.run_id
        )
        for name, parent in parents(runs).items()
    }
    assert len(candidates["here"]) >= 6
    assert all(found == candidates["here"] for found in candidates.values())


def test_each_keeps_the_parameter_that_it_tried(runs: list[Run]) -> None:
    tried = {
        name: run.data.params["report.drivers_shown"]
        for name, run in parents(runs).items()
    }
    assert tried == {"here": "1", "aside": "2", "queued": "4", "beside": "5"}


def test_files_lie_in_the_main_checkout(lab: Line, runs: list[Run]) -> None:
    for run in parents(runs).values():
        folder = lab.folder / "mlartifacts" / run.info.run_id / "artifacts"
        assert (folder / "metrics" / "turnover.json").is_file()


def test_dvc_lists_each_and_git_sees_nothing_new(lab: Line) -> None:
    assert set(lab.run("dvc", "exp", "list", "--name-only").split()) >= {*NAMES}
    seen = lab.run("git", "status", "--porcelain").split("\n")
    assert not [line for line in seen if line.startswith("??")]
