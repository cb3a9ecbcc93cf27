"""MLflow's registry of models: aliases that mirror who is champion, and who was."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run
    from mlflow.entities.model_registry import ModelVersion

CHAMPION, CHALLENGER, PREVIOUS = "champion", "challenger", "previous_champion"
ABOUT = (
    "Trees of the latest origin. The champion is whoever data/restricted/champion "
    "names; these aliases mirror it."
)
# An experiment tries something: it says nothing about who is champion.
EXPERIMENT = "DVC_EXP_NAME"


def mirror(
    client: "MlflowClient", run: "Run", outcome: str, gate: Mapping[str, Any]
) -> None:
    """Register the models of a run, and move the aliases to them.

    Parameters
    ----------
    client : MlflowClient
    run : Run
        The parent run of the result.
    outcome : str
        The name of the registered model.
    gate : mapping
        As ``promote_model`` wrote it: ``champion``, ``challenger``, ``reason``,
        ``month``, ``passed``.
    """
    if EXPERIMENT in os.environ:
        return
    _model(client, outcome)
    before = _aliased(client, outcome, CHAMPION)
    champion = _version(client, run, outcome, gate, str(gate["champion"]))
    if before is not None and before.tags.get("candidate") != gate["champion"]:
        client.set_registered_model_alias(outcome, PREVIOUS, before.version)
    client.set_registered_model_alias(outcome, CHAMPION, champion.version)
    if gate["challenger"] == gate["champion"]:
        if _aliased(client, outcome, CHALLENGER) is not None:
            client.delete_registered_model_alias(outcome, CHALLENGER)
        return
    other = _version(client, run, outcome, gate, str(gate["challenger"]))
    client.set_registered_model_alias(outcome, CHALLENGER, other.version)


def _model(client: "MlflowClient", name: str) -> None:
    if not client.search_registered_models(f"name = '{name}'"):
        client.create_registered_model(name, description=ABOUT)


def _aliased(client: "MlflowClient", name: str, alias: str) -> "ModelVersion | None":
    aliases = client.get_registered_model(name).aliases
    if alias not in aliases:
        return None
    return client.get_model_version_by_alias(name, alias)


def _version(
    client: "MlflowClient",
    run: "Run",
    outcome: str,
    gate: Mapping[str, Any],
    candidate: str,
) -> "ModelVersion":
    tags = {
        "candidate": candidate,
        "month": str(gate["month"]),
        "gate": "passed" if gate["passed"] else "failed",
    }
    return client.create_model_version(
        outcome,
        f"{run.info.artifact_uri}/models/{outcome}/{gate['month']}",
        run.info.run_id,
        tags=tags,
        description=f"{candidate}, {gate['month']}: {gate['reason']}",
    )
