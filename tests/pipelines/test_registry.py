"""MLflow's registry mirrors who is champion, and who was."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.tracking import mlflow_store
from tests.pipelines.tracking import FILES, track, tracked

# What DVC and MLflow still ask of their own libraries.
pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]


def decided(checkout: Path, champion: str, challenger: str, month: str) -> None:
    """Track a month in which the gate decided so."""
    content = {
        "champion": champion,
        "challenger": challenger,
        "month": month,
        "passed": True,
        "reason": "unchanged",
    }
    path = checkout / "metrics/gate/turnover.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")
    params = FILES["params.yaml"].replace('"2026-10"  ', f'"{month}"  ')
    (checkout / "params.yaml").write_text(params, "utf-8")
    track()


def aliases(checkout: Path) -> dict[str, tuple[str, str]]:
    """Give the candidate and month that each alias stands for."""
    found: dict[str, tuple[str, str]] = {}
    with mlflow_store.open_store(checkout, "equipage") as (client, _):
        for alias in client.get_registered_model("turnover").aliases:
            version = client.get_model_version_by_alias("turnover", alias)
            found[alias] = (version.tags["candidate"], version.tags["month"])
    return found


def versions(checkout: Path) -> list[Any]:
    with mlflow_store.open_store(checkout, "equipage") as (client, _):
        return list(client.search_model_versions("name = 'turnover'"))


def test_the_champion_of_a_run_bears_the_alias(checkout: Path) -> None:
    decided(checkout, "boosting", "boosting", "2026-07")
    assert aliases(checkout) == {"champion": ("boosting", "2026-07")}
    (version,) = versions(checkout)
    parent = next(r for r in tracked(checkout) if "equipage.key" in r.data.tags)
    assert version.run_id == parent.info.run_id
    folder = Path(version.source.removeprefix("file://"))
    assert [path.name for path in folder.iterdir()] == ["voluntary.txt"]


def test_a_challenger_refused_stands_beside_the_champion(checkout: Path) -> None:
    decided(checkout, "boosting", "regression", "2026-07")
    assert aliases(checkout) == {
        "champion": ("boosting", "2026-07"), "challenger": ("regression", "2026-07")
    }  # fmt: skip


def test_whoever_was_champion_before_is_kept_to_go_back_to(checkout: Path) -> None:
    decided(checkout, "boosting", "boosting", "2026-06")
    decided(checkout, "regression", "regression", "2026-07")
    assert aliases(checkout) == {
        "champion": ("regression", "2026-07"),
        "previous_champion": ("boosting", "2026-06"),
    }


def test_the_same_champion_another_month_is_no_change(checkout: Path) -> None:
    decided(checkout, "boosting", "boosting", "2026-06")
    decided(checkout, "boosting", "boosting", "2026-07")
    assert aliases(checkout) == {"champion": ("boosting", "2026-07")}
    assert len(versions(checkout)) == 2


def test_an_experiment_moves_no_alias(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(checkout, "boosting", "boosting", "2026-06")
    monkeypatch.setenv("DVC_EXP_NAME", "tried-this")
    decided(checkout, "regression", "regression", "2026-07")
    assert aliases(checkout) == {"champion": ("boosting", "2026-06")}


def test_a_run_that_goes_takes_its_models_along(checkout: Path) -> None:
    decided(checkout, "boosting", "boosting", "2026-07")
    with mlflow_store.open_store(checkout, "equipage") as (client, experiment):
        (run,) = mlflow_store.runs_where(
            client, experiment, "equipage.key", versions_key(checkout)
        )
        client.set_terminated(run.info.run_id, "FAILED")
    with mlflow_store.open_store(checkout, "equipage") as (client, experiment):
        mlflow_store.remove_unfinished(client, experiment, versions_key(checkout))
    assert versions(checkout) == []


def versions_key(checkout: Path) -> str:
    path = checkout / "metrics/tracked.json"
    return str(json.loads(path.read_text("utf-8"))["key"])
