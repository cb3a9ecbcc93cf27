"""Which months of activity still hold: what each was made from, by content."""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from contracts.params import Params
from pipelines import _files, _stage

# Of the source, what activity is made from: contacts, or else their daily totals.
CONTACTS = ("interactions", "activity_days")
SHIFTS = "shifts"
# Beside the months' files; the underscore tells readers of a folder to pass it by.
MADE_FROM = "_made_from.json"
# All that turns tables into activity: another line of it may be another byte.
CODE = (
    "activity",
    "contracts/_table.py",
    "contracts/frames.py",
    "contracts/spans.py",
    "contracts/versions.py",
    "pipelines/_activity_in_duckdb.py",
)
LIBRARIES = ("duckdb", "narwhals")
TOLD = ("holds", "made_from")
Months: TypeAlias = Mapping[str, Mapping[str, Path]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the months stand before a run.

    Parameters
    ----------
    wanted : mapping of month to what it is to be made from
        Hashes of its tables' files and of the recipe, by name.
    kept : mapping of month to hash
        Of the files that hold still.
    """

    wanted: Mapping[str, Mapping[str, str]]
    kept: Mapping[str, str]

    @property
    def anew(self) -> list[str]:
        """Months to be made, the oldest first."""
        return [month for month in self.wanted if month not in self.kept]


def tables_by_month() -> Months:
    """Give each month the files that it is made from, by table.

    Where the source brought no table at all, one month without a file.
    """
    contacts = [name for name in CONTACTS if _files.has_table(name)][:1]
    shifts = [name for name in (SHIFTS,) if _files.has_table(name)]
    months: dict[str, dict[str, Path]] = {}
    for name in (*contacts, *shifts):
        for month, path in _files.months_in(_files.table_path(name)).items():
            months.setdefault(month, {})[name] = path
    return dict(sorted(months.items())) or {_files.NO_MONTH: {}}


def standing(months: Months, settings: Params) -> Standing:
    """Find the months whose file is what the same tables and code would make."""
    made_by = recipe(settings)
    told, found = _told(), _files.months_in(_files.ACTIVITY)
    with ThreadPoolExecutor(settings.activity.threads) as pool:
        read = [path for tables in months.values() for path in tables.values()]
        hashes = dict(zip(read, pool.map(digest, read), strict=True))
    wanted = {
        month: {
            "recipe": made_by,
            **{name: hashes[path] for name, path in tables.items()},
        }
        for month, tables in months.items()
    }
    kept = {
        month: told[month]["holds"]
        for month, made_from in wanted.items()
        if month in found
        and month in told
        and told[month]["made_from"] == made_from
        and told[month]["holds"] == digest(found[month])
    }
    return Standing(wanted, kept)


def write_made_from(folder: Path, wanted: Mapping[str, Mapping[str, str]]) -> None:
    """Write down what each month was made from, and what its file holds."""
    told = {
        month: {"made_from": made_from, "holds": digest(folder / f"{month}.parquet")}
        for month, made_from in wanted.items()
    }
    _files.write_json(folder / MADE_FROM, told)


def recipe(settings: Params) -> str:
    """Hash what turns tables into activity: code, parameters, libraries."""
    files = [file for name in CODE for file in _python_files(_stage.ROOT / name)]
    parts = {
        "code": {str(f.relative_to(_stage.ROOT)): digest(f) for f in files},
        "libraries": {name: version(name) for name in LIBRARIES},
        "params": settings.activity.model_dump(mode="json"),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def digest(path: Path) -> str:
    """Hash a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _python_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _told() -> dict[str, Any]:
    """Read what an earlier run wrote down; nothing where it can't be read."""
    try:
        told = json.loads((_files.ACTIVITY / MADE_FROM).read_text("utf-8"))
        return {month: one for month, one in told.items() if {*one} == {*TOLD}}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}
