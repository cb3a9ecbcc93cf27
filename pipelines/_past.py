"""The past opened over the stored tables, for the stages that look at it."""

from dataclasses import replace

import pandas as pd
import pyarrow as pa

from contracts import params
from contracts.inputs import SEEN_TABLES
from features import cohort
from features._past import Past
from pipelines import _files
from pipelines.engines.engine import Engine

SNAPSHOTS = pa.schema(
    [("as_of", pa.date32()), ("month", pa.date32()), ("age", pa.int32())]
)


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
        Its cohort is computed and kept: every family asks for it.
    """
    months = pa.Table.from_pandas(
        snapshot_months(settings), SNAPSHOTS, preserve_index=False
    )
    snapshots = engine.rows(months)
    seen = [name for name in SEEN_TABLES if _files.has_table(name)]
    past = Past(
        cohort=snapshots,
        snapshots=snapshots,
        activity=engine.stored(_files.ACTIVITY),
        tables={name: engine.scan(_files.table_files(name)) for name in seen},
        recent_months=settings.features.recent_months,
        long_months=settings.features.long_months,
        full_time_hours=settings.features.full_time_hours,
        lag_days=settings.source.recording_lag_days,
        min_answers=settings.privacy.min_answers,
    )
    present = cohort.cohort(past, settings.time.label_lag_days)
    return replace(past, cohort=engine.kept("cohort", present))
