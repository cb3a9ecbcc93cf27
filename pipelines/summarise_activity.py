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

EMPTY = ", ".join(
    (
        "SELECT NULL::VARCHAR AS person_id, NULL::DATE AS day",
        "NULL::DATE AS known_month",
        *(f"NULL::BIGINT AS {name}" for name in days.SUMS),
    )
)


def summarise(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Summarise whatever the source has; no row where it has neither table."""

    def table(name: str) -> Lazy:
        scan = connection.read_parquet(str(_files.table_path(name)))
        frame: Lazy = nw.from_native(scan)
        return frame

    def kept(frame: Lazy, name: str) -> Lazy:
        # What is read twice is computed once, and one part at a time fills memory.
        frame.to_native().create(name)
        stored: Lazy = nw.from_native(connection.table(name))
        return stored

    parts = []
    if _files.has_table("interactions"):
        parts += contacts.contact_days(table("interactions"))
    elif _files.has_table("activity_days"):
        parts += contacts.from_daily_totals(table("activity_days"))
    if _files.has_table("shifts"):
        versions = kept(rotas.versions(table("shifts")), "shift_versions")
        parts.append(rotas.shift_days(versions))
    if not parts:
        return connection.sql(f"{EMPTY} LIMIT 0")
    stored = [kept(part, f"part_{number}") for number, part in enumerate(parts)]
    relation: duckdb.DuckDBPyRelation = days.person_days(stored).to_native()
    return relation


def main() -> None:
    """Summarise activity, within the memory allowed."""
    settings = params.load().activity
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.threads}")
        connection.execute(f"SET memory_limit = '{settings.memory_limit_gb}GB'")
        connection.execute("SET enable_progress_bar = false")
        with _files.written_whole(_files.ACTIVITY) as draft:
            summarise(connection).order("person_id, day, known_month").write_parquet(
                str(draft), compression="zstd"
            )


if __name__ == "__main__":
    _stage.run(main)
