"""The past opened over the stored tables, for the stages that look at it."""

from collections.abc import Iterator
from dataclasses import replace

import narwhals as nw
import pandas as pd
import pyarrow as pa

from contracts import params
from contracts.inputs import SEEN_TABLES
from features import cohort
from features._past import Past
from features._person_months import person_months
from pipelines import _files
from pipelines.engines.engine import Engine

SNAPSHOTS = pa.schema(
    [("as_of", pa.date32()), ("month", pa.date32()), ("age", pa.int32())]
)


def snapshot_months(settings: params.Params) -> pd.DataFrame:
    """List each snapshot with the months behind it."""
    last = pd.Period(settings.time.last_month, "M")
    months = settings.time.history_months
    depth = settings.features.long_months  # no window is longer
    rows = [
        (as_of.end_time.date(), (as_of - age).start_time.date(), age)
        for as_of in pd.period_range(end=last, periods=months, freq="M")
        if (last - as_of).n % settings.time.snapshot_every_months == 0
        for age in range(depth)
    ]
    return pd.DataFrame(rows, columns=["as_of", "month", "age"])


def open_past(engine: Engine, settings: params.Params) -> Past:
    """Open everything that drivers may look at, read only when asked for.

    Parameters
    ----------
    engine : Engine
        Stays the caller's to close.
    settings : Params

    Returns
    -------
    Past
        Its cohort and its person-months are computed and kept in memory: every
        family asks for them.
    """
    months = pa.Table.from_pandas(
        snapshot_months(settings), SNAPSHOTS, preserve_index=False
    )
    snapshots, activity = engine.rows(months), engine.stored(_files.ACTIVITY)
    seen = [name for name in SEEN_TABLES if _files.has_table(name)]
    past = Past(
        cohort=snapshots,
        snapshots=snapshots,
        activity=activity,
        worked=None,
        tables={name: engine.scan(_files.table_files(name)) for name in seen},
        latest_months=settings.features.latest_months,
        recent_months=settings.features.recent_months,
        sustained_months=settings.features.sustained_months,
        before_months=settings.features.before_months,
        long_months=settings.features.long_months,
        full_time_hours=settings.features.full_time_hours,
        lag_days=settings.source.recording_lag_days,
        min_answers=settings.privacy.min_answers,
    )
    past = replace(past, worked=engine.kept("worked", person_months(activity)))
    present = cohort.cohort(past, settings.time.label_lag_days)
    return replace(past, cohort=engine.kept("cohort", present))


def some_snapshots(past: Past, settings: params.Params) -> Iterator[Past]:
    """Part the past by snapshots, oldest first: none needs another one's features."""
    every = sorted(snapshot_months(settings)["as_of"].unique())
    step = settings.features.snapshots_at_once
    for first in range(0, len(every), step):
        these = nw.col("as_of").is_in(every[first : first + step])
        yield replace(
            past,
            snapshots=past.snapshots.filter(these),
            cohort=past.cohort.filter(these),
        )
