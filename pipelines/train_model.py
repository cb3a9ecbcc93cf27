"""Choose settings and champion by rule, then fit every candidate at every origin.

reads   data/restricted/features.parquet  data/restricted/tables/
writes  data/restricted/models/<outcome>/  metrics/choice/<outcome>.json
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from contracts import params
from contracts.model_params import Outcome
from models import (
    backtest,
    candidates,
    choice,
    clock,
    dispersion,
    evaluate,
    stack,
    targets,
)
from pipelines import _files, _models, _stage


def main(outcome: Outcome) -> None:
    """Train one outcome."""
    settings = _models.for_outcome(outcome, params.load())
    features = _files.read_features()
    first = features["as_of"].min()
    origins = clock.origins(first, settings.time, settings.models)
    came = _models.read_outcomes(outcome, features, settings)
    rows = stack.stacked(features, came)
    with (
        _files.written_whole(_files.MODELS / outcome) as folder,
        _models.side_by_side(settings.models.threads) as pool,
    ):
        chosen = choose(outcome, features, rows, origins[0], settings, pool)
        fit_at = fitting_at(outcome, features, came, rows, chosen, settings, folder)
        earlier = clock.warm_up_origins(
            first, origins[0], settings.time, settings.models
        )
        both = [*((one, False) for one in earlier), *((one, True) for one in origins)]
        seen = _stage.progress(pool.map(fit_at, both), f"{outcome}: origins")
        judged = backtest.together([one for found in seen for one in found])
        conclude(outcome, judged, chosen, origins, settings, folder)


def choose(
    outcome: Outcome,
    features: pd.DataFrame,
    rows: pd.DataFrame,
    start: pd.Timestamp,
    settings: params.Params,
    pool: ThreadPoolExecutor,
) -> choice.Choice:
    """Choose settings and champion on origins before all that are tested."""
    columns, signs = stack.feature_columns(features), _models.signs()
    fitting = targets.fitting_of(outcome, columns, signs, settings.models)
    inner = clock.inner_origins(
        features["as_of"].min(), start, settings.time, settings.models
    )
    parts = choice.inner(rows, inner, settings.models.gap_months)
    chosen = choice.choose(parts, fitting, settings.models.choice.grid, pool.map)
    _files.write_json(
        _files.METRICS / "choice" / f"{outcome}.json",
        evaluate.rounded(choice.report(chosen, len(parts))),
    )
    return chosen


def fitting_at(
    outcome: Outcome,
    features: pd.DataFrame,
    came: pd.DataFrame,
    rows: pd.DataFrame,
    chosen: choice.Choice,
    settings: params.Params,
    folder: Path,
) -> Callable[[tuple[pd.Timestamp, bool]], list[pd.DataFrame]]:
    """Give the function that learns at one origin and judges the champion there.

    Where an origin is only there to see how far teams stray, the champion alone
    is fitted and nothing is written.
    """
    time, gap = settings.time, settings.models.gap_months

    def fit_at(asked: tuple[pd.Timestamp, bool]) -> list[pd.DataFrame]:
        origin, proper = asked
        known = clock.training_rows(rows, origin, gap)
        if proper:
            fitted = candidates.fit_all(known, chosen.settings)
            _models.write_fitted(folder / _models.month_of(origin), fitted)
            best = {chosen.champion: fitted[chosen.champion]}
        else:
            model = candidates.CANDIDATES[chosen.champion]
            best = {chosen.champion: model.fit(known, chosen.settings)}
        if not clock.evaluated((origin,), time):
            return []
        ahead = time.horizon_months
        return [backtest.judged(outcome, best, features, came, origin, ahead)]

    return fit_at


def conclude(
    outcome: Outcome,
    judged: pd.DataFrame,
    chosen: choice.Choice,
    origins: tuple[pd.Timestamp, ...],
    settings: params.Params,
    folder: Path,
) -> None:
    """Write which candidate the rule chose, as set, and how far teams stray from it."""
    spread = dispersion.by_origin(
        outcome,
        backtest.champion_view(judged, chosen.champion),
        origins,
        settings.time.horizon_months,
        settings.models.gap_months,
        settings.forecast.quadrature_nodes,
    )
    _files.write_json(folder / "dispersion.json", _models.dispersion_content(spread))
    _files.write_json(folder / _models.CHOICE, _models.choice_content(chosen))


if __name__ == "__main__":
    _stage.run(main)
