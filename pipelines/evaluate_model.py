"""Measure every candidate out of time, and against the truth where there is one.

reads   data/restricted/features.parquet  data/restricted/tables/
        data/restricted/models/<outcome>/
        data/restricted/champion/<outcome>.json
writes  metrics/<outcome>.json  metrics/candidates/<outcome>.csv
        metrics/origins/<outcome>.csv  metrics/slices/<outcome>.csv
        metrics/calibration/<outcome>.csv  metrics/truth/<outcome>.json
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contracts import params
from contracts.model_params import Outcome
from models import (
    backtest,
    clock,
    comparison,
    evaluate,
    explain,
    stack,
    truth,
    truth_counts,
    truth_drivers,
)
from models.candidates import RIVALS
from models.judging import slices
from pipelines import _files, _models, _stage


def main(outcome: Outcome) -> None:
    """Evaluate one outcome."""
    settings = _models.for_outcome(outcome, params.load())
    features = _files.read_features()
    came = _models.read_outcomes(outcome, features, settings)
    fitted = all_fitted(outcome, features, came, settings)
    judged = judged_again(outcome, fitted, features, came, settings)
    champion = _models.read_champion(outcome)
    least, metrics = settings.privacy.min_people, _files.METRICS
    truths = against_truth(outcome, fitted, features, least)
    ahead, seed = settings.time.horizon_months, settings.models.seed
    over = comparison.against_champion(outcome, judged, champion, ahead, seed)
    found = evaluate.report(outcome, judged, champion)
    _files.write_json(metrics / f"{outcome}.json", found)
    known = {
        "available": bool(truths),
        **truths.get(champion, {}),
        **further_truth(outcome, fitted, features, champion, settings),
    }
    _files.write_json(metrics / "truth" / f"{outcome}.json", evaluate.rounded(known))
    tables = {
        "slices": slices.by_slice(
            outcome, judged, champion, features, _files.read_table("teams")
        ),
        "candidates": evaluate.by_candidate(outcome, judged, truths, over),
        "origins": evaluate.by_origin(outcome, judged),
        "calibration": evaluate.calibration(
            judged, settings.models.calibration.bins, least
        ),
    }
    for folder, table in tables.items():
        _files.write_csv(metrics / folder / f"{outcome}.csv", table)


def all_fitted(
    outcome: Outcome,
    features: pd.DataFrame,
    came: pd.DataFrame,
    settings: params.Params,
) -> dict[pd.Timestamp, dict[str, Any]]:
    """Read the candidates of every origin, and fit their rivals in memory.

    Rivals, the slowest of all, learn anew once a horizon: at the origins between,
    the fit before serves.
    """
    fitting = _models.read_fitting(outcome, features, settings)
    rows = stack.stacked(features, came)

    def rivals_at(origin: pd.Timestamp) -> dict[str, Any]:
        known = clock.training_rows(rows, origin, settings.models.gap_months)
        return {name: one.fit(known, fitting) for name, one in RIVALS.items()}

    origins, time = _models.read_origins(outcome), settings.time
    step = max(1, time.horizon_months // time.snapshot_every_months)
    with _models.side_by_side(settings.models.threads) as pool:
        found = pool.map(rivals_at, origins[::step])
        rivals = list(_stage.progress(found, f"{outcome}: rivals"))
    return {
        origin: _models.read_fitted(outcome, origin) | rivals[place // step]
        for place, origin in enumerate(origins)
    }


def judged_again(
    outcome: Outcome,
    fitted: Mapping[pd.Timestamp, Mapping[str, Any]],
    features: pd.DataFrame,
    came: pd.DataFrame,
    settings: params.Params,
) -> pd.DataFrame:
    """Recompute what each origin forecast, beside what came; never on disk."""
    origins = clock.evaluated(tuple(fitted), settings.time)
    horizon = settings.time.horizon_months

    def judged_at(origin: pd.Timestamp) -> pd.DataFrame:
        models = fitted[origin]
        return backtest.judged(outcome, models, features, came, origin, horizon)

    with _models.side_by_side(settings.models.threads) as pool:
        seen = _stage.progress(pool.map(judged_at, origins), f"{outcome}: origins")
        return backtest.together(list(seen))


def against_truth(
    outcome: Outcome,
    fitted: Mapping[pd.Timestamp, Mapping[str, Any]],
    features: pd.DataFrame,
    min_people: int,
) -> dict[str, dict[str, float]]:
    """Hold the forecasts of every origin against the known hazards, if they are."""
    if not _files.has_table("truth"):
        return {}
    known = _files.read_table("truth")
    if truth.KNOWN[outcome] not in known:
        return {}
    people = pd.concat(
        truth.next_month(outcome, models, features, known, origin)
        for origin, models in fitted.items()
    )
    return truth.by_candidate(outcome, people, min_people)


def further_truth(
    outcome: Outcome,
    fitted: Mapping[pd.Timestamp, Mapping[str, Any]],
    features: pd.DataFrame,
    champion: str,
    settings: params.Params,
) -> dict[str, object]:
    """Hold the champion against the chances of all months ahead, and its drivers."""
    found: dict[str, object] = {}
    least = settings.privacy.min_people
    if _files.has_table("truth_horizon") and outcome in truth.OVER_MONTHS:
        known = _files.read_table("truth_horizon")
        people = pd.concat(
            truth.over_months(
                outcome, {champion: models[champion]}, features, known, origin
            )
            for origin, models in fitted.items()
        )
        if len(people):
            found["horizon"] = truth.against(outcome, people, champion, least)
        if len(people) and outcome == "turnover" and _files.has_table("truth_counts"):
            counts = _files.read_table("truth_counts")
            found["counts"] = truth_counts.against(people, counts, champion, least)
    if _files.has_table("truth_terms") and outcome in truth.OVER_MONTHS:
        found["drivers"] = drivers(outcome, fitted, features, champion, settings)
    return found


def drivers(
    outcome: Outcome,
    fitted: Mapping[pd.Timestamp, Mapping[str, Any]],
    features: pd.DataFrame,
    champion: str,
    settings: params.Params,
) -> dict[str, object]:
    """Hold what the drivers say of each team against what truly drives it."""
    horizon = settings.time.horizon_months

    def explained(origin: pd.Timestamp) -> pd.DataFrame:
        rows = stack.rows_to_score(features, origin, horizon)
        teams = rows.loc[rows["lead"] == 1, ["as_of", "person_id", "team_id"]]
        found = explain.contributions(outcome, fitted[origin], champion, rows)
        return found.merge(teams)

    with _models.side_by_side(settings.models.threads) as pool:
        people = pd.concat(pool.map(explained, fitted), ignore_index=True)
    people["as_of"] = people["as_of"].astype("datetime64[us]")
    terms = _files.read_table("truth_terms")
    families = [name for name in people.columns if name in set(terms["family"])]
    return truth_drivers.recovery(
        truth_drivers.team_contrasts(people, families),
        truth_drivers.planted_contrasts(terms, outcome),
        settings.privacy.min_people,
    )


if __name__ == "__main__":
    _stage.run(main)
