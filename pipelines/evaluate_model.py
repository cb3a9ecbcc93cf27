"""Measure every candidate out of time, and against the truth where there is one.

reads   data/restricted/features.parquet  data/restricted/tables/
        data/restricted/models/<outcome>/
writes  metrics/<outcome>.json  metrics/candidates/<outcome>.csv
        metrics/origins/<outcome>.csv
        metrics/calibration/<outcome>.csv  metrics/truth/<outcome>.json
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contracts import params
from contracts.params import Outcome
from models import (
    backtest,
    clock,
    evaluate,
    explain,
    stack,
    truth,
    truth_counts,
    truth_drivers,
)
from pipelines import _files, _models, _stage


def main(outcome: Outcome) -> None:
    """Evaluate one outcome."""
    settings = params.load()
    features = _files.read_features()
    judged = judged_again(outcome, features, settings)
    bins = settings.models.calibration.bins
    table = evaluate.calibration(judged, bins, settings.privacy.min_people)
    metrics = _files.METRICS
    champion = _models.read_champion(outcome)
    truths = against_truth(outcome, features, settings.privacy.min_people)
    found = evaluate.report(outcome, judged, champion)
    _files.write_json(metrics / f"{outcome}.json", found)
    known = {
        "available": bool(truths),
        **truths.get(champion, {}),
        **further_truth(outcome, features, champion, settings),
    }
    _files.write_json(metrics / "truth" / f"{outcome}.json", evaluate.rounded(known))
    _files.write_csv(
        metrics / "candidates" / f"{outcome}.csv",
        evaluate.by_candidate(outcome, judged, truths),
    )
    _files.write_csv(
        metrics / "origins" / f"{outcome}.csv", evaluate.by_origin(outcome, judged)
    )
    _files.write_csv(metrics / "calibration" / f"{outcome}.csv", table)


def judged_again(
    outcome: Outcome, features: pd.DataFrame, settings: params.Params
) -> pd.DataFrame:
    """Recompute what each origin forecast, beside what came; never on disk."""
    came = _models.read_outcomes(outcome, features, settings)
    origins = clock.evaluated(_models.read_origins(outcome), settings.time)
    horizon = settings.time.horizon_months
    seen = [
        backtest.judged(
            outcome,
            _models.read_fitted(outcome, origin),
            features,
            came,
            origin,
            horizon,
        )
        for origin in _stage.progress(origins, f"{outcome}: origins")
    ]
    return backtest.together(seen)


def against_truth(
    outcome: Outcome, features: pd.DataFrame, min_people: int
) -> dict[str, dict[str, float]]:
    """Hold the forecasts of every origin against the known hazards, if they are."""
    if not _files.has_table("truth"):
        return {}
    known = _files.read_table("truth")
    people = pd.concat(
        truth.next_month(
            outcome, _models.read_fitted(outcome, origin), features, known, origin
        )
        for origin in _models.read_origins(outcome)
    )
    return truth.by_candidate(outcome, people, min_people)


def further_truth(
    outcome: Outcome, features: pd.DataFrame, champion: str, settings: params.Params
) -> dict[str, object]:
    """Hold the champion against the chances of all months ahead, and its drivers."""
    found: dict[str, object] = {}
    origins = _models.read_origins(outcome)
    fitted = {origin: _models.read_fitted(outcome, origin) for origin in origins}
    least = settings.privacy.min_people
    if _files.has_table("truth_horizon"):
        known = _files.read_table("truth_horizon")
        people = pd.concat(
            truth.over_months(outcome, fitted[origin], features, known, origin)
            for origin in origins
        )
        if len(people):
            found["horizon"] = truth.against(outcome, people, champion, least)
        if len(people) and outcome == "turnover" and _files.has_table("truth_counts"):
            counts = _files.read_table("truth_counts")
            found["counts"] = truth_counts.against(people, counts, champion, least)
    if _files.has_table("truth_terms"):
        found["drivers"] = drivers(outcome, features, fitted, settings)
    return found


def drivers(
    outcome: Outcome,
    features: pd.DataFrame,
    fitted: Mapping[pd.Timestamp, Mapping[str, Any]],
    settings: params.Params,
) -> dict[str, object]:
    """Hold what the drivers say of each team against what truly drives it."""
    horizon = settings.time.horizon_months
    found = []
    for origin, models in fitted.items():
        rows = stack.rows_to_score(features, origin, horizon)
        teams = rows.loc[rows["lead"] == 1, ["as_of", "person_id", "team_id"]]
        found.append(explain.contributions(outcome, models, rows).merge(teams))
    people = pd.concat(found, ignore_index=True)
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
