"""Reduce contacts and shifts to one row a person and day: the one heavy pass.

reads   data/restricted/tables/{interactions,activity_days,shifts}.parquet
writes  data/restricted/activity.parquet
"""

import duckdb
import narwhals as nw

from activity import contacts, days, rotas
from contracts import params
from contracts.frames import Lazy
from pipelines import _files, _stage

EMPTY = (
    "SELECT NULL::VARCHAR AS person_id, NULL::DATE AS day, NULL::DATE AS known_month"
)


def summarise(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Summarise whatever the source has; no row where it has neither table."""

    def table(name: str) -> Lazy:
        scan = connection.read_parquet(str(_files.table_path(name)))
        frame: Lazy = nw.from_native(scan)
        return frame

    contact_days = shift_days = None
    if _files.has_table("interactions"):
        contact_days = contacts.contact_days(table("interactions"))
    elif _files.has_table("activity_days"):
        contact_days = contacts.from_daily_totals(table("activity_days"))
    if _files.has_table("shifts"):
        shift_days = rotas.shift_days(table("shifts"))
    if contact_days is None and shift_days is None:
        return connection.sql(f"{EMPTY} LIMIT 0")
    relation: duckdb.DuckDBPyRelation = days.person_days(
        contact_days, shift_days
    ).to_native()
    return relation


def main() -> None:
    """Summarise activity, within the memory allowed."""
    settings = params.load().activity
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.threads}")
        connection.execute(f"SET memory_limit = '{settings.memory_limit_gb}GB'")
        connection.execute("SET enable_progress_bar = false")
        with _files.written_whole(_files.ACTIVITY) as draft:
            summarise(connection).order("ALL").write_parquet(
                str(draft), compression="zstd"
            )


if __name__ == "__main__":
    _stage.run(main)
