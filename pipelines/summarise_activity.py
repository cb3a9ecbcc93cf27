"""Reduce contacts and shifts to one row a person and day: the one heavy pass.

reads   data/restricted/tables/
writes  data/restricted/activity
"""

import pyarrow as pa

from activity import contacts, days, rotas
from activity._day_sums import KEYS
from contracts import params
from contracts.frames import Lazy
from pipelines import _files, _stage
from pipelines.engines.engine import Engine
from pipelines.engines.opening import opened

NO_ROW = pa.schema(
    [
        ("person_id", pa.string()),
        ("day", pa.date32()),
        ("known_month", pa.date32()),
        *((name, pa.int64()) for name in days.SUMS),
    ]
)


def summarise(engine: Engine) -> Lazy:
    """Summarise whatever the source has; no row where it has neither table."""

    def table(name: str) -> Lazy:
        return engine.scan(_files.table_files(name))

    parts = []
    if _files.has_table("interactions"):
        parts += contacts.contact_days(table("interactions"))
    elif _files.has_table("activity_days"):
        parts += contacts.from_daily_totals(table("activity_days"))
    if _files.has_table("shifts"):
        # What is read twice is computed once, and one part at a time fills memory.
        versions = engine.kept("shift_versions", rotas.versions(table("shifts")))
        parts.append(rotas.shift_days(versions))
    if not parts:
        return engine.rows(NO_ROW.empty_table())
    stored = [engine.kept(f"part_{n}", part) for n, part in enumerate(parts)]
    return days.person_days(stored)


def main() -> None:
    """Summarise activity, by the engine of the parameters."""
    settings = params.load()
    with opened(settings.engine, settings.activity) as engine:
        engine.store(summarise(engine), _files.ACTIVITY, KEYS)


if __name__ == "__main__":
    _stage.run(main)
