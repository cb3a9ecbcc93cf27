"""Decide who is champion: hold the rule's choice against the champion up to now.

reads   data/restricted/features.parquet  data/restricted/tables/
        data/restricted/models/<outcome>/  metrics/champions/<outcome>.csv
writes  data/restricted/champion/<outcome>.json  metrics/gate/<outcome>.json
        metrics/champions/<outcome>.csv
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from contracts import params
from contracts.errors import ContractError
from contracts.model_params import Outcome
from models import (
    backtest,
    calibration,
    clock,
    dispersion,
    evaluate,
    leaves,
    proxies,
    stack,
)
from models.candidates import CANDIDATES
from models.judging import drift, gate
from models.judging.evidence import Evidence, Spread
from models.laid_out import LaidOut
from pipelines import _champions, _files, _models, _stage


def main(outcome: Outcome) -> None:
    """Decide about one outcome; stop where the data have drifted too far."""
    settings = _models.for_outcome(outcome, params.load())
    month, source = settings.time.last_month, settings.source.path
    past = _champions.earlier(outcome, source, month)
    chosen, pinned = _models.read_choice(outcome), _pinned(outcome, settings)
    before = _champions.champion_of(past)
    # A candidate that is no more can't be asked: as if nobody had been champion.
    before = before if before in CANDIDATES else ""
    names = sorted({chosen, *filter(None, (before, pinned))})
    features = _files.read_features()
    came = _models.read_outcomes(outcome, features, settings)
    evidence = _evidence(outcome, names, features, came, settings)
    decision = gate.decide(
        chosen, before, pinned, evidence.challenge(chosen, before) if before else ()
    )
    spread = evidence.spreads[decision.champion]
    strayed = _strayed(outcome, decision.champion, features, came, spread, settings)
    content = _content(month, decision, evidence, strayed)
    _files.write_json(_files.METRICS / "gate" / f"{outcome}.json", content)
    _files.write_csv(
        _champions.path(outcome),
        _champions.with_decision(past, source, month, decision),
    )
    _refuse_stop(outcome, strayed, settings)
    _models.write_champion(outcome, decision.champion, spread, strayed)


def _pinned(outcome: Outcome, settings: params.Params) -> str:
    pinned: str = getattr(settings.champion, outcome)
    if pinned and pinned not in CANDIDATES:
        raise ContractError(
            f"champion.{outcome}: {pinned} is no candidate.\n"
            f"  Expected one of {', '.join(CANDIDATES)}, or nothing: the gate then "
            "decides. Correct params.yaml."
        )
    return pinned


def _evidence(
    outcome: Outcome,
    names: Sequence[str],
    features: pd.DataFrame,
    came: pd.DataFrame,
    settings: params.Params,
) -> Evidence:
    """Bring together what candidates forecast and what came; never on disk."""
    judged = _judged(
        outcome, names, features, came, settings.time.horizon_months, settings
    )
    spreads = {name: _spread(outcome, name, judged, settings) for name in names}
    known = (
        proxies.attributes(
            _files.read_table("audit_people"), clock.last_as_of(settings.time)
        )
        if _files.has_table("audit_people")
        else {}
    )
    return Evidence(
        outcome,
        judged,
        spreads,
        known,
        {name: _lacking(outcome, name, features, came, settings) for name in names},
        settings.gate,
        settings.forecast.interval,
        settings.forecast.quadrature_nodes,
        settings.privacy.min_people,
        settings.time.horizon_months,
        settings.models.gap_months,
        settings.models.seed,
    )


def _lacking(
    outcome: Outcome,
    name: str,
    features: pd.DataFrame,
    came: pd.DataFrame,
    settings: params.Params,
) -> int | None:
    """Say what the smallest leaf lacks that the next months are forecast by."""
    origin = _models.read_origins(outcome)[-1]
    fitted = calibration.bare(_models.read_fitted(outcome, origin)[name])
    texts, _ = CANDIDATES[name].stored(fitted)
    if not texts:
        return None
    gap = settings.models.gap_months
    known = clock.training_rows(stack.stacked(features, came), origin, gap)
    fitting = _models.read_fitting(outcome, features, settings)
    least = settings.models.min_people_per_leaf
    return leaves.lacking(texts.values(), LaidOut(known, fitting), least)


def _judged(
    outcome: Outcome,
    names: Sequence[str],
    features: pd.DataFrame,
    came: pd.DataFrame,
    horizon: int,
    settings: params.Params,
) -> pd.DataFrame:
    """Score the people of every origin that is over, by its own models."""
    ahead = settings.time.model_copy(update={"horizon_months": horizon})
    origins = clock.evaluated(_models.read_origins(outcome), ahead)
    near = came[came["lead"] <= horizon]
    seen = []
    for origin in _stage.progress(origins, f"{outcome}: origins"):
        fitted = _models.read_fitted(outcome, origin)
        asked = {name: fitted[name] for name in names}
        seen.append(backtest.judged(outcome, asked, features, near, origin, horizon))
    return backtest.together(seen)


def _spread(
    outcome: Outcome, name: str, judged: pd.DataFrame, settings: params.Params
) -> Spread:
    """Read how far teams stray from the rule's choice; learn it of any other."""
    if name == _models.read_choice(outcome):
        return _models.read_dispersion(outcome)
    return dispersion.by_origin(
        outcome,
        backtest.champion_view(judged, name),
        _models.read_origins(outcome),
        settings.time.horizon_months,
        settings.models.gap_months,
        settings.forecast.quadrature_nodes,
    )


def _strayed(
    outcome: Outcome,
    champion: str,
    features: pd.DataFrame,
    came: pd.DataFrame,
    spread: Spread,
    settings: params.Params,
) -> dict[str, Any]:
    """Say whether what came one month ahead has strayed from what was forecast."""
    judged = _judged(outcome, [champion], features, came, 1, settings)
    view = backtest.champion_view(judged, champion)
    asked = settings.drift
    fresh = _fresh(outcome, champion, features, came, settings)
    latest = view[view["as_of"].isin(fresh["as_of"])].reset_index(drop=True)
    return drift.verdict(
        drift.by_month(outcome, view, spread),
        drift.Limits(asked.slack_sds, asked.warn_sds, asked.stop_sds),
        drift.against_fresh(outcome, latest, fresh, settings.models.seed),
    )


def _fresh(
    outcome: Outcome,
    champion: str,
    features: pd.DataFrame,
    came: pd.DataFrame,
    settings: params.Params,
) -> pd.DataFrame:
    """Forecast the latest closed months by fits to the months just before each."""
    near = came[came["lead"] == 1]
    rows = stack.stacked(features, near)
    # Nothing of these fits is kept, so that their leaves need no counting.
    fitting = replace(_models.read_fitting(outcome, features, settings), min_people=1)
    ahead = settings.time.model_copy(update={"horizon_months": 1})
    origins = clock.evaluated(_models.read_origins(outcome), ahead)

    def judged_at(origin: pd.Timestamp) -> pd.DataFrame:
        known = clock.training_rows(rows, origin, settings.models.gap_months)
        since = clock.shifted(known["label_month"].max(), -settings.drift.fresh_months)
        latest = known[known["label_month"] > since]
        fresh = CANDIDATES[champion].fit(latest, fitting)
        now = _models.read_fitted(outcome, origin)[champion]
        fitted = {champion: calibration.alike(fresh, now)}
        return backtest.judged(outcome, fitted, features, near, origin, 1)

    with _models.side_by_side(settings.models.threads) as pool:
        seen = list(pool.map(judged_at, origins[-settings.drift.fresh_origins :]))
    return backtest.champion_view(backtest.together(seen), champion)


def _content(
    month: str,
    decision: gate.Decision,
    evidence: Evidence,
    strayed: Mapping[str, object],
) -> dict[str, object]:
    """Lay out the decision and what it rests on."""
    champion, asked = decision.champion, evidence.checks(decision.champion)
    groups = evidence.groups(champion).set_index("attribute")
    return evaluate.rounded(
        {
            "month": month,
            "champion": champion,
            "previous": decision.previous,
            "challenger": decision.challenger,
            "reason": decision.reason,
            "refused_by": list(decision.refused_by),
            "passed": all(check.passed for check in asked),
            "failed": [check.name for check in asked if not check.passed],
            "calibration": evidence.bands(champion),
            "fairness": groups[["people", "ratio", "low", "high"]].to_dict("index"),
            "teams": evidence.teams(champion),
            "drift": dict(strayed),
        }
    )


def _refuse_stop(
    outcome: Outcome, strayed: Mapping[str, Any], settings: params.Params
) -> None:
    if strayed["state"] == "stop":
        raise ContractError(
            f"{outcome}: since {strayed['since']} {strayed['side']} has come than was "
            f"forecast, {strayed['sum_sds']:.1f} standard deviations in sum.\n"
            f"  Expected under {settings.drift.stop_sds:g}. Look for a change of "
            f"recording first; metrics/gate/{outcome}.json has the figures. If the "
            "world has changed, raise drift.stop_sds: the report then warns."
        )


if __name__ == "__main__":
    _stage.run(main)
