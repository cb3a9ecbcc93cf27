"""What a stage writes here of rows that stay on the cluster: where, how many, which."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from contracts.errors import ContractError
from pipelines import _files

NAME = "on_cluster.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Rows on the cluster.

    Parameters
    ----------
    path : str
        Where they lie, as ``engine.spark_results`` names it.
    rows : int
    columns : list of str
    fingerprint : str
        Of the content, whatever the order of rows and the number of files.
    """

    path: str
    rows: int
    columns: list[str]
    fingerprint: str


def write(folder: Path, manifest: Manifest) -> None:
    """Write it as the only file of a stage's output."""
    with _files.written_whole(folder) as draft:
        _files.write_json(draft / NAME, asdict(manifest))


def read(folder: Path) -> Manifest:
    """Read it.

    Raises
    ------
    ContractError
        If the output holds none.
    """
    path = folder / NAME
    if not path.exists():
        raise ContractError(
            f"{path}: no such file.\n"
            "  Expected what engine: spark wrote there; another engine leaves its rows "
            "here. Run dvc repro, which computes them by the engine of params.yaml."
        )
    return Manifest(**json.loads(path.read_text(encoding="utf-8")))


def changed(folder: Path, manifest: Manifest) -> ContractError:
    """Say that the cluster no longer holds what a manifest describes."""
    return ContractError(
        f"{manifest.path}: not the {manifest.rows:,} rows that {folder / NAME} "
        "describes.\n"
        "  Expected what the last run left there; another run wrote over it, or it was "
        "removed. Run dvc repro --force summarise_activity, then dvc repro."
    )
