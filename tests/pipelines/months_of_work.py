"""A checkout whose tables of contacts and shifts are drawn month by month."""

import shutil
from pathlib import Path

import duckdb
import yaml

from contracts.work_tables import ACTIVITY_DAYS, INTERACTIONS, SHIFTS
from pipelines import _files, summarise_activity
from tests.drawing import drawn_table

ROOT = Path(__file__).parents[2]
TABLES = {one.name: one for one in (ACTIVITY_DAYS, INTERACTIONS, SHIFTS)}
CONTACTS = """
    interaction_id | person_id | opened_at     | closed_at     | queue | channel | customer_id | handle_seconds
    a | ann | {month}-05 09:00 | {month}-05 09:05 | bills | phone | x | {seconds}
    b | ann | {month}-05 10:00 | {month}-05 10:05 | moves | phone | y | 100
    c | bob | {month}-06 10:00 | {month}-06 10:05 | bills | phone | y | 200
"""
ROTA = """
    shift_id | person_id | starts_at     | ends_at       | status | published_at
    {month}.1 | ann | {month}-05 09:00 | {month}-05 17:00 | worked | 2025-12-20 12:00
    {month}.2 | cat | {month}-28 09:00 | {month}-28 17:00 | planned | 2025-12-20 12:00
"""


def lay_out(root: Path) -> None:
    """Three months of contacts and shifts beside the default parameters."""
    shutil.copy(ROOT / "params.yaml", root)
    for month in ("2026-01", "2026-02", "2026-03"):
        add(month)


def add(month: str, seconds: int = 300) -> None:
    """Give a month its contacts and shifts; it may have had others."""
    store("interactions", month, CONTACTS.format(month=month, seconds=seconds))
    store("shifts", month, ROTA.format(month=month))


def store(table: str, month: str, drawing: str) -> None:
    """Write a month's file as ingest does."""
    path = _files.table_path(table) / f"{month}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        drawn = drawn_table(connection, TABLES[table], drawing).to_native()
        drawn.write_parquet(str(path))


def drop(month: str) -> None:
    """Take a month out of the source."""
    for name in ("interactions", "shifts"):
        (_files.table_path(name) / f"{month}.parquet").unlink()


def set_param(name: str, value: float) -> None:
    """Change a parameter of the activity."""
    path = Path("params.yaml")
    params = yaml.safe_load(path.read_text("utf-8"))
    params["activity"][name] = value
    path.write_text(yaml.safe_dump(params), "utf-8")


def contents() -> dict[str, bytes]:
    """Give every byte of the activity, by file."""
    return {one.name: one.read_bytes() for one in _files.ACTIVITY.iterdir()}


def rebuilt() -> dict[str, bytes]:
    """Make all months from nothing; leave the activity as it was."""
    aside = _files.ACTIVITY.with_name("aside")
    _files.ACTIVITY.rename(aside)
    try:
        summarise_activity.main()
        return contents()
    finally:
        shutil.rmtree(_files.ACTIVITY, ignore_errors=True)
        aside.rename(_files.ACTIVITY)
