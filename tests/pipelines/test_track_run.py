"""A result is tracked once, whole, under the name of its content."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import ContractError
from pipelines import track_run
from pipelines.tracking import mlflow_store, run_writer
from tests.pipelines.tracking import FILES, artifacts, track, tracked

# What DVC and MLflow still ask of their own libraries.
pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]


def test_a_result_becomes_a_parent_and_a_child_a_candidate(checkout: Path) -> None:
    track()
    parent, boosting, rate = tracked(checkout)
    assert parent.data.metrics == {
        "turnover.log_loss": 0.12,
        "turnover.auc": 0.74,
        "turnover.truth.share_attainable": 0.8,
        "turnover.truth.horizon.slope": 0.9,
        "turnover.truth.drivers.clear": 7,
    }
    assert parent.data.params["privacy.min_people"] == "10"
    assert boosting.info.run_name == "turnover · boosting"
    assert boosting.data.params["champion"] == "true"
    assert boosting.data.params["models.trees"] == "60"
    assert boosting.data.metrics["truth.share_attainable"] == 0.8
    assert rate.data.metrics["log_loss"] == 0.13
    assert "truth.horizon.slope" not in rate.data.metrics
    assert rate.data.tags["mlflow.parentRunId"] == parent.info.run_id


def test_each_origin_is_a_step_of_its_candidate(checkout: Path) -> None:
    track()
    boosting = tracked(checkout)[1].info.run_id
    with mlflow_store.open_store(checkout, "equipage") as (client, _):
        history = client.get_metric_history(boosting, "log_loss_by_origin")
    assert [(m.step, m.value) for m in history] == [(0, 0.11), (1, 0.13)]


def test_the_parent_keeps_metrics_plots_and_the_latest_models(checkout: Path) -> None:
    track()
    assert artifacts(checkout, tracked(checkout)[0]) == {
        "metrics/truth/turnover.json",
        "metrics/turnover.json",
        "metrics/origins/turnover.csv",
        "metrics/calibration/turnover.csv",
        "metrics/candidates/turnover.csv",
        "models/turnover/2026-07/voluntary.txt",
        "plots/turnover_calibration.png",
        "plots/turnover_log_loss_by_origin.png",
    }


def test_the_same_result_is_tracked_once(checkout: Path) -> None:
    track()
    before = [run.info.run_id for run in tracked(checkout)]
    track_run.main()
    assert [run.info.run_id for run in tracked(checkout)] == before


def test_another_parameter_makes_another_run(checkout: Path) -> None:
    track()
    params = checkout / "params.yaml"
    params.write_text(FILES["params.yaml"].replace("trees: 60", "trees: 30"), "utf-8")
    track()
    parents = [r for r in tracked(checkout) if "equipage.key" in r.data.tags]
    assert len(parents) == 2


def test_a_run_cut_short_is_removed_and_done_again(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(run_writer, "_log_files", killed)
        track()
    cut_short = {run.info.run_id for run in tracked(checkout)}
    track_run.main()
    again = tracked(checkout)
    assert len(again) == len(cut_short) == 3
    assert not cut_short & {run.info.run_id for run in again}


def test_an_experiment_writes_to_the_main_checkout(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = checkout / "elsewhere"
    main.mkdir()
    monkeypatch.setenv("DVC_ROOT", str(main))
    monkeypatch.setenv("DVC_EXP_NAME", "more-trees")
    track()
    names = {run.info.run_name for run in tracked(main)}
    assert names == {"more-trees", "turnover · boosting", "turnover · rate"}
    assert not (checkout / "mlartifacts").exists()


def test_an_outcome_that_no_origin_can_judge_is_tracked_all_the_same(
    checkout: Path,
) -> None:
    for folder in ("origins", "calibration"):
        path = checkout / "metrics" / folder / "turnover.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    track()
    assert len(tracked(checkout)) == 3


def test_the_output_names_the_content_and_no_time(checkout: Path) -> None:
    track()
    first = (checkout / "metrics/tracked.json").read_bytes()
    (checkout / "mlflow.db").unlink()
    track_run.main()
    assert (checkout / "metrics/tracked.json").read_bytes() == first
    assert set(json.loads(first)) == {"experiment", "key"}


def test_a_stage_that_does_not_lead_here_leaves_the_key_alone(checkout: Path) -> None:
    track()
    first = (checkout / "metrics/tracked.json").read_bytes()
    (checkout / "unrelated.txt").write_text("changed")
    track()
    assert (checkout / "metrics/tracked.json").read_bytes() == first


def test_before_any_run_a_sentence_says_what_to_do(checkout: Path) -> None:
    with pytest.raises(ContractError, match="run dvc repro"):
        track_run.main()


def test_a_moved_checkout_is_not_written_to_its_old_place(checkout: Path) -> None:
    track()
    moved = checkout / "moved"
    moved.mkdir()
    (checkout / "mlflow.db").rename(moved / "mlflow.db")
    with (
        pytest.raises(ContractError, match="moved or copied"),
        mlflow_store.open_store(moved, "equipage"),
    ):
        pass
