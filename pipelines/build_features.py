"""Build every driver family, as it was known at the end of each month.

reads   data/restricted/activity.parquet  data/restricted/tables/
writes  data/restricted/features.parquet
"""

from dataclasses import replace

import duckdb
import narwhals as nw
import pandas as pd

from contracts import params
from contracts.frames import Lazy
from contracts.inputs import INPUTS
from features import cohort, table
from features._past import Past
from pipelines import _files, _stage


def snapshot_months(settings: params.Params) -> pd.DataFrame:
    """List each snapshot with the months behind it."""
    last = pd.Period(settings.time.last_month, "M")
    months = settings.time.history_months
    depth = settings.features.long_months
    rows = [
        (as_of.end_time.date(), (as_of - age).start_time.date(), age)
        for as_of in pd.period_range(end=last, periods=months, freq="M")
        for age in range(depth)
    ]
    return pd.DataFrame(rows, columns=["as_of", "month", "age"])


def open_past(connection: duckdb.DuckDBPyConnection, settings: params.Params) -> Past:
    """Open everything that drivers may look at, read only when asked for."""

    def scan(path: str) -> Lazy:
        frame: Lazy = nw.from_native(connection.read_parquet(path))
        return frame

    connection.register("snapshots", snapshot_months(settings))
    snapshots = connection.sql(
        "SELECT as_of::DATE AS as_of, month::DATE AS month, age::INTEGER AS age "
        "FROM snapshots"
    )
    # The truth of a made-up company is evaluation's alone.
    seen = [name for name in INPUTS if name != "truth" and _files.has_table(name)]
    past = Past(
        cohort=nw.from_native(snapshots),
        snapshots=nw.from_native(snapshots),
        activity=scan(str(_files.ACTIVITY)),
        tables={name: scan(str(_files.table_path(name))) for name in seen},
        recent_months=settings.features.recent_months,
        long_months=settings.features.long_months,
        lag_days=settings.source.recording_lag_days,
    )
    return past


def main() -> None:
    """Build the feature table."""
    settings = params.load()
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.features.threads}")
        past = with_cohort(connection, open_past(connection, settings), settings)
        families = table.present_families(past.tables)
        built = table.feature_table(past, families).to_native()
        with _files.written_whole(_files.FEATURES) as draft:
            built.order("as_of, person_id").write_parquet(
                str(draft), compression="zstd"
            )


def with_cohort(
    connection: duckdb.DuckDBPyConnection, past: Past, settings: params.Params
) -> Past:
    """Keep who was present in memory: every family asks for it."""
    present = cohort.cohort(past, settings.time.label_lag_days).to_native()
    present.create("cohort")
    return replace(past, cohort=nw.from_native(connection.table("cohort")))


if __name__ == "__main__":
    _stage.run(main)
