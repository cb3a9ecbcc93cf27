"""Measure every candidate out of time, and against the truth where there is one.

reads   data/restricted/features.parquet  data/restricted/tables/
        data/restricted/models/<outcome>/
writes  metrics/<outcome>.json  metrics/candidates/<outcome>.csv
        metrics/origins/<outcome>.csv
        metrics/calibration/<outcome>.csv  metrics/truth/<outcome>.json
"""

import pandas as pd

from contracts import params
from contracts.params import Outcome
from models import backtest, clock, evaluate, truth
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
    known = {"available": bool(truths), **truths.get(champion, {})}
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


if __name__ == "__main__":
    _stage.run(main)
