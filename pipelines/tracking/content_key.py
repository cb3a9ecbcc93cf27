"""What names a result: the content of everything that it was made from."""

import hashlib
import json
from pathlib import Path
from typing import Any

from contracts.errors import ContractError


def result_key(root: Path, stage: str, params: dict[str, Any]) -> str:
    """Name the results that a stage stands on by their content.

    Only stages upstream of ``stage`` count: DVC promises that those are done
    when it runs. Any other may still hold last time's hashes. The file
    ``dvc.lock`` can't be the key itself, since DVC rewrites it after each
    stage and keeps stages there that no longer exist.

    Parameters
    ----------
    root : Path
        Folder of the DVC repository.
    stage : str
        Name of the stage that asks; it is left out.
    params : dict
        ``params.yaml``, parsed.

    Returns
    -------
    str
        SHA-256 in hex: the same parameters and files, the same key.

    Raises
    ------
    ContractError
        If an upstream stage has not run yet.
    """
    content = {"files": _file_hashes(root, stage), "params": params}
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _file_hashes(root: Path, stage: str) -> list[tuple[str, str, str]]:
    upstream = _stages_upstream(root, stage)
    hashes = [
        (made_by.addressing, item.def_path, json.dumps(item.hash_info.value))
        for made_by in upstream
        for item in (*made_by.deps, *made_by.outs)
    ]
    missing = sum(value == "null" for _, _, value in hashes)
    if missing or not upstream:
        raise ContractError(
            f"dvc.lock: {missing} of {len(hashes)} inputs and outputs of the stages "
            f"before {stage} are not recorded.\n"
            "  Results are tracked once every stage has run: run dvc repro."
        )
    return sorted(hashes)


def _stages_upstream(root: Path, stage: str) -> list[Any]:
    from dvc.repo import Repo

    with Repo(str(root)) as repo:
        graph = repo.index.graph
        found: dict[str, Any] = {}
        waiting = [node for node in graph if node.addressing == stage]
        while waiting:
            before = list(graph.successors(waiting.pop()))
            waiting += [node for node in before if node.addressing not in found]
            found |= {node.addressing: node for node in before}
        return list(found.values())
