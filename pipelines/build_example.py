"""Build one example in a folder of its own: its data, parameters and lock.

reads   examples/<name>/params.yaml, params.yaml and the code
writes  build/<name>/
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from contracts import params, params_file
from contracts.errors import ContractError
from contracts.params_refusal import refusal
from pipelines import _alone, _stage

CODE = (
    *("contracts", "connectors", "activity", "features", "models"),
    *("privacy", "reports", "pipelines"),
)
LINE = ("dvc.yaml", ".dvcignore")
EXAMPLES = Path("examples")
BUILD = Path("build")
# No results, and no simulator's stage: an example brings its own records.
NOT_LAID_OUT = shutil.ignore_patterns("__pycache__", "dvc.lock", "dvc.yaml")


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one set of parameters over another, section by section."""
    found = dict(below)
    for name, value in above.items():
        both = isinstance(value, Mapping) and isinstance(found.get(name), Mapping)
        found[name] = laid_over(found[name], value) if both else value
    return found


def example_params(name: str, data: str) -> dict[str, Any]:
    """Give an example's parameters: the default's, with what differs laid over.

    Raises
    ------
    ContractError
        If there is no such example, or its data are no folder.
    """
    above = EXAMPLES / name / "params.yaml"
    if not above.is_file():
        known = ", ".join(sorted(p.parent.name for p in EXAMPLES.glob("*/params.yaml")))
        raise ContractError(
            f"EXAMPLE: there is no example {name}.\n  Expected one of {known}."
        )
    below = params_file.read(Path("params.yaml"))
    found = laid_over(below, params_file.read(above))
    found["source"]["path"] = str(export_folder(above.parent, data))
    try:
        params.Params.model_validate(found)
    except ValidationError as error:
        # Said of the file that its reader wrote, not of the one laid out from it.
        raise refusal(above, error) from None
    return found


def export_folder(example: Path, data: str) -> Path:
    """Give the folder of the export: the one named, or the example's own.

    Raises
    ------
    ContractError
        If it is no folder.
    """
    # Not every shell opens a tilde behind an equals sign.
    folder = Path(data).expanduser() if data else example / "export"
    if not folder.is_dir():
        page = example / "README.md"
        where = (
            f"; {page} says which one and where it is from" if page.is_file() else ""
        )
        raise ContractError(
            f"DATA: {data or '(empty)'} is not a folder.\n"
            f"  Expected the folder that holds the export{where}."
        )
    return folder.resolve()


def lay_out(name: str, settings: Mapping[str, Any]) -> Path:
    """Put code and parameters in place; results of earlier builds stay."""
    folder = BUILD / name
    for package in CODE:
        shutil.rmtree(folder / package, ignore_errors=True)
        shutil.copytree(package, folder / package, ignore=NOT_LAID_OUT)
    for file in LINE:
        shutil.copy(file, folder / file)
    text = yaml.safe_dump(dict(settings), allow_unicode=True, sort_keys=False)
    (folder / "params.yaml").write_text(text, encoding="utf-8")
    params.load(folder / "params.yaml")
    return folder


def run(folder: Path, *command: str) -> None:
    """Run a command there; stop with its exit code if it fails."""
    unset = {"DVC_ROOT", "PYTHONPATH"}
    clean = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(command, cwd=folder, env=clean, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main(name: str = "", data: str = "", what: str = "report") -> None:
    """Lay an example out, and run its line or only the check of its data."""
    settings = example_params(name, data)
    BUILD.mkdir(exist_ok=True)
    with _alone.alone(BUILD / f"{name}.lock"):
        build(name, settings, what)


def build(name: str, settings: Mapping[str, Any], what: str) -> None:
    """Lay the example out, while nobody else does, and run what was asked."""
    cache = Path(".dvc/cache").resolve()
    folder = lay_out(name, settings)
    if what == "check":
        run(folder, sys.executable, "-m", "pipelines.check_data")
        return
    if not (folder / ".dvc").is_dir():
        run(folder, "dvc", "init", "--no-scm", "--quiet")
    run(folder, "dvc", "cache", "dir", "--local", str(cache))
    run(folder, "dvc", "config", "--local", "cache.type", "reflink,hardlink,copy")
    run(folder, sys.executable, "-m", "pipelines.run_line")


if __name__ == "__main__":
    _stage.run(main, writes=False)  # it has a lock of its own
