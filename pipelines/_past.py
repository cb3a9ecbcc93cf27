"""The past opened over the stored tables, for the stages that look at it."""

from dataclasses import replace

import duckdb
import narwhals as nw
import pandas as pd

from contracts import params
from contracts.frames import Lazy
from contracts.inputs import SEEN_TABLES
from features import cohort
from features._past import Past
from pipelines import _files


def snapshot_months(settings: params.Params) -> pd.DataFrame:
    """List each snapshot with the months behind it."""
    last = pd.Period(settings.time.last_month, "M")
    months = settings.time.history_months
    depth = settings.features.long_months
    rows = [
        (as_of.end_time.date(), (as_of - age).start_time.date(), age)
        for as_of in pd.period_range(end=last, periods=months, freq="M")
        if (last - as_of).n % settings.time.snapshot_every_months == 0
        for age in range(depth)
    ]
    return pd.DataFrame(rows, columns=["as_of", "month", "age"])


def open_past(connection: duckdb.DuckDBPyConnection, settings: params.Params) -> Past:
    """Open everything that drivers may look at, read only when asked for.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Stays the caller's to close.
    settings : Params

    Returns
    -------
    Past
        Its cohort is computed and kept in memory: every family asks for it.
    """

    def scan(paths: list[str]) -> Lazy:
        frame: Lazy = nw.from_native(connection.read_parquet(paths))
        return frame

    connection.execute(f"SET threads = {settings.features.threads}")
    connection.register("snapshots", snapshot_months(settings))
    snapshots: Lazy = nw.from_native(
        connection.sql(
            "SELECT as_of::DATE AS as_of, month::DATE AS month, age::INTEGER AS age "
            "FROM snapshots"
        )
    )
    seen = [name for name in SEEN_TABLES if _files.has_table(name)]
    past = Past(
        cohort=snapshots,
        snapshots=snapshots,
        activity=scan(_files.activity_files()),
        tables={name: scan(_files.table_files(name)) for name in seen},
        recent_months=settings.features.recent_months,
        long_months=settings.features.long_months,
        full_time_hours=settings.features.full_time_hours,
        lag_days=settings.source.recording_lag_days,
        min_answers=settings.privacy.min_answers,
    )
    present = cohort.cohort(past, settings.time.label_lag_days).to_native()
    present.create("cohort")
    return replace(past, cohort=nw.from_native(connection.table("cohort")))
