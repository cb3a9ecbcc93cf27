"""Fit every candidate at every origin and choose the champion by rule.

reads   data/restricted/features.parquet  data/restricted/tables/
writes  data/restricted/models/<outcome>/
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from contracts import params
from contracts.params import Outcome
from models import (
    backtest,
    candidates,
    clock,
    dispersion,
    evaluate,
    stack,
    targets,
)
from pipelines import _files, _models, _stage


def main(outcome: Outcome) -> None:
    """Train one outcome."""
    settings = params.load()
    features = _files.read_features()
    first = features["as_of"].min()
    origins = clock.origins(first, settings.time, settings.models)
    with _files.written_whole(_files.MODELS / outcome) as folder:
        judged = fit_origins(outcome, features, origins, settings, folder)
        conclude(outcome, judged, origins, settings, folder)


def fit_origins(
    outcome: Outcome,
    features: pd.DataFrame,
    origins: tuple[pd.Timestamp, ...],
    settings: params.Params,
    folder: Path,
) -> pd.DataFrame:
    """Write the models of every origin; give their forecasts beside what came."""
    came = _models.read_outcomes(outcome, features, settings)
    rows = stack.stacked(features, came)
    columns, signs = stack.feature_columns(features), _models.signs()
    fitting = targets.fitting_of(outcome, columns, signs, settings.models)
    first, time = features["as_of"].min(), settings.time
    earlier = clock.warm_up_origins(first, origins[0], time, settings.models)
    judgeable = clock.evaluated((*earlier, *origins), time)

    def fit_at(origin: pd.Timestamp) -> list[pd.DataFrame]:
        known = clock.training_rows(rows, origin, settings.models.gap_months)
        fitted = candidates.fit_all(known, fitting)
        if origin in origins:
            _models.write_fitted(folder / _models.month_of(origin), fitted)
        if origin not in judgeable:
            return []
        ahead = time.horizon_months
        return [backtest.judged(outcome, fitted, features, came, origin, ahead)]

    with ThreadPoolExecutor(settings.models.threads) as pool:
        at_each = pool.map(fit_at, (*earlier, *origins))
        seen = list(_stage.progress(at_each, f"{outcome}: origins"))
    return backtest.together([one for found in seen for one in found])


def conclude(
    outcome: Outcome,
    judged: pd.DataFrame,
    origins: tuple[pd.Timestamp, ...],
    settings: params.Params,
    folder: Path,
) -> None:
    """Write which candidate is champion, and how far teams stray from it."""
    tested = judged[judged["as_of"].isin(origins)]
    losses = evaluate.losses(outcome, tested)
    champion = candidates.champion(losses)
    spread = dispersion.by_origin(
        outcome,
        backtest.champion_view(judged, champion),
        origins,
        settings.time.horizon_months,
        settings.models.gap_months,
        settings.forecast.quadrature_nodes,
    )
    content = {
        "champion": champion,
        "rule": candidates.RULE,
        "losses": evaluate.rounded(losses),
        "origins": [_models.month_of(one) for one in sorted(tested["as_of"].unique())],
    }
    _files.write_json(folder / "dispersion.json", _models.dispersion_content(spread))
    _files.write_json(folder / "champion.json", content)


if __name__ == "__main__":
    _stage.run(main)
