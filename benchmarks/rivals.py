"""Other people's models as they come, for the benchmark alone."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from models import stack
from models.clock import Floats
from models.life_table import TENURE, tenure_at_label
from models.targets import Fitting, row_weights

Forecast = Callable[[pd.DataFrame, pd.DataFrame, Fitting], Floats]
RIDGE, AROUND = 0.1, 0.25


def catboost(known: pd.DataFrame, asked: pd.DataFrame, settings: Fitting) -> Floats:
    """Fit CatBoost with its own settings but the number of threads."""
    from catboost import CatBoostClassifier, CatBoostRegressor

    binary = settings.targets.objective == "binary"
    target = known[settings.targets.names[0]].to_numpy("float64")
    shape = {
        "thread_count": 2,
        "random_seed": settings.seed,
        "verbose": False,
        "allow_writing_files": False,
    }
    model = (
        CatBoostClassifier(**shape)
        if binary
        else CatBoostRegressor(loss_function="Poisson", **shape)
    )
    weight = row_weights(known, settings.boosting.recency_per_month)
    model.fit(stack.matrix(known, settings.columns), target, sample_weight=weight)
    values = stack.matrix(asked, settings.columns)
    found = model.predict_proba(values)[:, 1] if binary else model.predict(values)
    return np.asarray(found, "float64")


def default_lightgbm(
    known: pd.DataFrame, asked: pd.DataFrame, settings: Fitting
) -> Floats:
    """Fit LightGBM with its own settings but the number of threads."""
    import lightgbm

    shape = {"n_jobs": 2, "random_state": settings.seed, "verbosity": -1}
    target = known[settings.targets.names[0]].to_numpy("float64")
    values = stack.matrix(asked, settings.columns)
    rows = stack.matrix(known, settings.columns)
    if settings.targets.objective == "binary":
        chances = lightgbm.LGBMClassifier(**shape).fit(rows, target)
        return np.asarray(chances.predict_proba(values), "float64")[:, 1]
    rates = lightgbm.LGBMRegressor(objective="poisson", **shape).fit(rows, target)
    return np.asarray(rates.predict(values), "float64")


def cox(known: pd.DataFrame, asked: pd.DataFrame, settings: Fitting) -> Floats:
    """Fit lifelines' Cox model of months of tenure, features as they stand each month.

    Of the months directly after a snapshot; the ridge is its own usual one. What
    was not seen counts as the mean. Events only: a sick share has no Cox model.
    """
    from lifelines import CoxTimeVaryingFitter

    rows = known[known["lead"] == 1]
    # Tenure is the clock itself.
    columns = [c for c in settings.columns if c != TENURE and rows[c].std() > 0]
    mean, spread = rows[columns].mean(), rows[columns].std()
    start = np.floor(tenure_at_label(rows)).clip(0)
    spells = ((rows[columns] - mean) / spread).fillna(0.0).clip(-5, 5)
    spells = spells.assign(
        id=np.arange(len(rows)),
        start=start,
        stop=start + 1,
        event=rows[settings.targets.names[0]].astype(int),
    )
    model = CoxTimeVaryingFitter(penalizer=RIDGE)
    model.fit(
        spells, id_col="id", event_col="event", start_col="start", stop_col="stop"
    )
    here = ((asked[columns] - mean) / spread).fillna(0.0).clip(-5, 5)
    relative = np.asarray(model.predict_partial_hazard(here), "float64")
    base = model.baseline_cumulative_hazard_.iloc[:, 0]
    base.loc[0.0] = 0.0
    base = base.sort_index()
    # Single months of tenure hold few events: the hazard is that of months around.
    tenure = np.floor(tenure_at_label(asked)).clip(0, base.index.max())
    half = np.maximum(1.0, AROUND * tenure)
    ends = [(tenure - half).clip(0), (tenure + half).clip(None, base.index.max())]
    first, last = (np.interp(end, base.index, base) for end in ends)
    hazard = (last - first) / np.maximum(ends[1] - ends[0], 1.0)
    return np.asarray(1 - np.exp(-relative * hazard), "float64")


# Name: the package it needs, how it forecasts, and whether a sick share too.
RIVALS: Mapping[str, tuple[str, Forecast, bool]] = {
    "LightGBM as it comes": ("lightgbm", default_lightgbm, True),
    "CatBoost as it comes": ("catboost", catboost, True),
    "Cox (lifelines)": ("lifelines", cox, False),
}
