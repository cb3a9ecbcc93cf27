"""Plans of headcount and contracted hours of those present, for the door."""

import pandas as pd

from contracts import params
from pipelines import _files
from privacy.tables.capacity import Staffing

PLANS = "team_plans"


def staffing(features: pd.DataFrame, settings: params.Params) -> Staffing | None:
    """Bring together what missing seats are counted from.

    Parameters
    ----------
    features : DataFrame
        Feature rows of the people at risk, of the months released.
    settings : Params

    Returns
    -------
    Staffing or None
        None where there is no plan.
    """
    if not _files.has_table(PLANS):
        return None
    horizon = settings.time.horizon_months
    plans = _files.read_table(PLANS)
    months = sorted(pd.Timestamp(month) for month in features["month"].unique())
    ahead = [
        planned(plans, month, month + pd.offsets.MonthEnd(lead))
        for month in months
        for lead in range(1, horizon + 1)
    ]
    full_time = settings.features.full_time_hours
    return Staffing(
        plans=pd.concat(ahead, ignore_index=True),
        present=features[["month", "person_id"]].assign(
            fte=(features["weekly_hours"] / full_time).astype("float64")
        ),
    )


def planned(
    plans: pd.DataFrame, month: pd.Timestamp, target: pd.Timestamp
) -> pd.DataFrame:
    """Give the plan of a month ahead: its own, else the latest one before it.

    Returns
    -------
    DataFrame
        ``month, target_month, team_id, planned_fte``; none where no plan is as old.
    """
    begins = pd.to_datetime(plans["month"])
    latest = begins[begins <= target].max()
    here = plans.loc[begins == latest, ["team_id", "planned_fte"]]
    return here.assign(month=month, target_month=target)
