"""Choose settings and champion by rule, then fit every candidate at every origin.

reads   data/restricted/features.parquet  data/restricted/tables/
writes  data/restricted/models/<outcome>/  metrics/choice/<outcome>.json
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from contracts import params
from contracts.model_params import Outcome
from models import (
    backtest,
    calibration,
    candidates,
    choice,
    clock,
    dispersion,
    evaluate,
    stack,
    targets,
)
from models.calibration import Line
from pipelines import _files, _models, _stage


@dataclass(frozen=True, slots=True)
class Tested:
    """The champion at an origin that is over, and its logits beside what came."""

    origin: pd.Timestamp
    model: Any
    past: pd.DataFrame


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
        fit_at = fitting_at(outcome, rows, chosen, settings, folder)
        earlier = clock.warm_up_origins(
            first, origins[0], settings.time, settings.models
        )
        both = [*((one, False) for one in earlier), *((one, True) for one in origins)]
        seen = _stage.progress(pool.map(fit_at, both), f"{outcome}: origins")
        tested = [one for one in seen if one is not None]
        lines = learned_lines(outcome, tested, [*earlier, *origins], settings)
        judged = judged_on_lines(
            outcome, tested, lines, features, came, chosen.champion, settings
        )
        conclude(outcome, judged, chosen, origins, settings, folder)
        kept = {origin: lines[origin] for origin in origins}
        _files.write_json(
            folder / _models.CALIBRATION, _models.calibration_content(kept)
        )


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
    rows: pd.DataFrame,
    chosen: choice.Choice,
    settings: params.Params,
    folder: Path,
) -> Callable[[tuple[pd.Timestamp, bool]], Tested | None]:
    """Give the function that learns at one origin and tests the champion there.

    Where an origin is only there to see how far teams stray, the champion alone
    is fitted and nothing is written.
    """
    time, gap = settings.time, settings.models.gap_months

    def fit_at(asked: tuple[pd.Timestamp, bool]) -> Tested | None:
        origin, proper = asked
        known = clock.training_rows(rows, origin, gap)
        if proper:
            fitted = candidates.fit_all(known, chosen.settings)
            _models.write_fitted(folder / _models.month_of(origin), fitted)
            best = fitted[chosen.champion]
        else:
            best = candidates.CANDIDATES[chosen.champion].fit(known, chosen.settings)
        if not clock.evaluated((origin,), time):
            return None
        held = rows[rows["as_of"] == origin]
        past = backtest.on_link(outcome, chosen.champion, best, held)
        return Tested(origin, best, past)

    return fit_at


def learned_lines(
    outcome: Outcome,
    tested: Sequence[Tested],
    origins: Sequence[pd.Timestamp],
    settings: params.Params,
) -> dict[pd.Timestamp, Line]:
    """Learn at each origin which line would have helped; none before any is over."""
    if not tested:
        return dict.fromkeys(origins, Line())
    return calibration.by_origin(
        pd.concat([one.past for one in tested], ignore_index=True),
        origins,
        targets.TARGETS[outcome].objective,
        settings.time.horizon_months,
        settings.models.gap_months,
        settings.models.boosting(outcome).recency_per_month,
    )


def judged_on_lines(
    outcome: Outcome,
    tested: Sequence[Tested],
    lines: Mapping[pd.Timestamp, Line],
    features: pd.DataFrame,
    came: pd.DataFrame,
    champion: str,
    settings: params.Params,
) -> pd.DataFrame:
    """Set the champion's forecasts, on the line of each origin, beside what came."""
    ahead, asked = settings.time.horizon_months, targets.TARGETS[outcome].objective
    return backtest.together(
        [
            backtest.judged(
                outcome,
                {champion: calibration.calibrated(one.model, lines[one.origin], asked)},
                features,
                came,
                one.origin,
                ahead,
            )
            for one in tested
        ]
    )


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
