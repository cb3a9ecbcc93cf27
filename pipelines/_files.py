"""Where every file of the line lies, and how it is written: whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any

import pandas as pd

from contracts import versions
from contracts.errors import ContractError

TABLES = Path("data/restricted/tables")
QUARANTINE = Path("data/restricted/quarantine")
ACTIVITY = Path("data/restricted/activity")
FEATURES = Path("data/restricted/features.parquet")
MODELS = Path("data/restricted/models")
CHAMPIONS = Path("data/restricted/champion")
RELEASED = Path("data/released")
REPORTS = Path("data/reports")
# Reports of single months, made when asked for: no output of a stage.
MONTHS = Path("data/months")
CHECK = Path("data/check/index.html")
FEATURES_PAGE = Path("data/check/features.html")
METRICS = Path("metrics")
# Tables too large to be read whole: a folder of one file a month each.
MONTHLY = ("activity_days", "interactions", "shifts")
# The file of a table, or of an activity, that has no row: it still has columns.
NO_MONTH = "no-month"
# What an engine can't hold in memory; empty once it is done.
SPILL = Path("data/restricted/spill")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a temporary sibling of ``path`` that takes its place at the end.

    A stage that is killed half way leaves the old file, or none, never a part.
    Works for a file and for a folder alike. What a killed one had begun goes: a
    stage is alone in its checkout, so nobody is still writing it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for begun in path.parent.glob(f".{escape(path.name)}.[0-9]*.part*"):
        _remove(begun)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        if path.is_dir():
            shutil.rmtree(path)
        os.replace(draft, path)
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft)
    draft.unlink(missing_ok=True)


def table_path(name: str) -> Path:
    """Say where a normalised input table lies: in a file, or a folder of months."""
    return TABLES / (name if name in MONTHLY else f"{name}.parquet")


def has_table(name: str) -> bool:
    """Tell whether the source brought a table."""
    return table_path(name).exists()


def table_files(name: str) -> list[str]:
    """List the files of a table that the source brought, for an engine to scan."""
    path = table_path(name)
    return [str(one) for one in (months_in(path).values() if path.is_dir() else [path])]


def months_in(folder: Path) -> dict[str, Path]:
    """Give each month's file in a folder of months, the oldest first; none without."""
    return {path.stem: path for path in sorted(folder.glob("[!.]*.parquet"))}


def read_table(name: str) -> pd.DataFrame:
    """Read a normalised input table.

    Raises
    ------
    ContractError
        If the source did not bring it.
    """
    if not has_table(name):
        raise ContractError(
            f"{name}: the source has no such table.\n"
            f"  Expected {table_path(name)}. Add it to source.path, then run dvc repro."
        )
    return pd.read_parquet(table_path(name))


def read_latest(name: str) -> pd.DataFrame:
    """Read what a normalised input table says now, earlier versions left out."""
    return versions.latest(read_table(name))


def read_features() -> pd.DataFrame:
    """Read the feature table, a row a snapshot month and person."""
    frame = pd.read_parquet(FEATURES)
    frame["as_of"] = pd.to_datetime(frame["as_of"])
    return frame


def write_text(path: Path, text: str) -> None:
    """Write a text file."""
    with written_whole(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file, names sorted: the same content is the same bytes."""
    write_text(path, json.dumps(content, indent=2, sort_keys=True) + "\n")


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a CSV file."""
    write_text(path, csv_text(frame))


def csv_text(frame: pd.DataFrame) -> str:
    """Give a table as CSV: the same rows are the same bytes on every machine."""
    return frame.to_csv(index=False, lineterminator="\n")


def write_parquet(path: Path, frame: pd.DataFrame) -> None:
    """Write a Parquet file."""
    with written_whole(path) as draft:
        frame.to_parquet(draft, index=False, compression="zstd")
