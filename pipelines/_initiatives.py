"""What was tried and the figures it should move, brought together for the door."""

from collections.abc import Collection

import narwhals as nw
import pandas as pd

from contracts import params
from contracts.kpis import KPIS
from features import kpis
from pipelines import _files, _past
from pipelines.engines.engine import Engine
from privacy.tables.panels import Tried

TABLE = "initiatives"


def tried(
    engine: Engine, features: pd.DataFrame, settings: params.Params
) -> Tried | None:
    """Bring together what was tried; None where the source does not say.

    Parameters
    ----------
    engine : Engine
    features : DataFrame
        The feature table: who was where at each month's end.
    settings : Params
    """
    if not _files.has_table(TABLE):
        return None
    initiatives = _files.read_table(TABLE)
    followed = set(initiatives.get("indicator", pd.Series(dtype="str")).dropna())
    here = features[~features["announced"]]
    return Tried(
        initiatives=initiatives,
        roster=_by_month(here[["as_of", "person_id", "team_id"]]),
        ratios=_ratios(engine, sorted(followed & set(KPIS)), settings),
    )


def _ratios(
    engine: Engine, followed: Collection[str], settings: params.Params
) -> pd.DataFrame:
    """Give the figures in use month by month, as sums over people."""
    past = _past.open_past(engine, settings)
    voluntary = settings.outcomes.turnover.counts_as_voluntary
    every = kpis.of_one_month(past, voluntary)
    wanted = every.filter(nw.col("kpi").is_in(tuple(followed)))
    return _by_month(engine.collect(wanted))


def _by_month(frame: pd.DataFrame) -> pd.DataFrame:
    renamed = frame.rename(columns={"as_of": "month"})
    return renamed.assign(month=pd.to_datetime(renamed["month"]))
