"""Reduce contacts and shifts to one row a person and day: the one heavy pass.

On DuckDB a month is made anew only where its tables, or what makes it, are others
than before; the result is that of making all anew. A cluster makes all at once.

reads   data/restricted/tables/{interactions,activity_days,shifts}/
writes  data/restricted/activity/
"""

import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

import duckdb
import pyarrow as pa

from activity import contacts, days, rotas
from activity._day_sums import KEYS
from contracts import params
from contracts.frames import Lazy
from pipelines import _activity_in_duckdb, _activity_months, _files, _stage
from pipelines._activity_in_duckdb import Plan
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


def write_months(
    anew: Sequence[str],
    months: _activity_months.Months,
    folder: Path,
    settings: params.Params,
) -> None:
    """Write the files of some months, as many at a time as there are threads.

    Parameters
    ----------
    anew : sequence of str
        The months to be made.
    months : mapping of month to its tables' files
        All there are.
    folder : Path
    settings : Params
    """
    some = {name: path for tables in months.values() for name, path in tables.items()}
    plans: SimpleQueue[Plan] = SimpleQueue()

    def write(month: str) -> None:
        plan = plans.get()
        path = folder / f"{month}.parquet"
        _activity_in_duckdb.write_month(plan, months[month], path)
        plans.put(plan)

    with ExitStack() as opened:
        workers = min(settings.activity.threads, len(anew))
        for number in range(workers):
            connection = opened.enter_context(duckdb.connect())
            # A thread a month: two that share one month's sort take longer.
            connection.execute("SET threads = 1")
            limit = settings.activity.memory_limit_gb / workers
            connection.execute(f"SET memory_limit = '{limit}GB'")
            connection.execute(f"SET temp_directory = '{folder}/.spilled-{number}'")
            connection.execute("SET enable_progress_bar = false")
            plans.put(_activity_in_duckdb.plan(connection, some))
        pool = ThreadPoolExecutor(workers)
        # Stopped or failed, it waits for the months at work before their
        # connections are closed.
        opened.callback(pool.shutdown, cancel_futures=True)
        asked = [pool.submit(write, month) for month in anew]
        for done in _stage.progress(asked, "months of activity"):
            done.result()


def by_month(settings: params.Params) -> None:
    """Bring every month up to date, within the memory allowed."""
    months = _activity_months.tables_by_month()
    standing = _activity_months.standing(months, settings)
    with _files.written_whole(_files.ACTIVITY) as draft:
        draft.mkdir()
        for month in standing.kept:
            shutil.copyfile(
                _files.ACTIVITY / f"{month}.parquet", draft / f"{month}.parquet"
            )
        if standing.anew:
            write_months(standing.anew, months, draft, settings)
        _activity_months.write_made_from(draft, standing.wanted)
    sys.stdout.write(
        f"Months of activity made anew: {len(standing.anew)}, "
        f"kept as they were: {len(standing.kept)}.\n"
    )


def summarise(engine: Engine) -> Lazy:
    """Summarise all months at once; no row where the source has no table of work."""

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
    """Bring activity up to date, by the engine of the parameters."""
    settings = params.load()
    if settings.engine.name == "duckdb":
        by_month(settings)
    else:
        with opened(settings.engine, settings.activity) as engine:
            engine.store(summarise(engine), _files.ACTIVITY, KEYS)


if __name__ == "__main__":
    _stage.run(main)
