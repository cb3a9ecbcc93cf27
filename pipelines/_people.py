"""Figures of people, brought together for the door: in memory, never on disk."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import chain
from typing import Any

import narwhals as nw
import pandas as pd

from contracts import params
from contracts.drivers import Family
from contracts.inputs import SEEN_TABLES
from contracts.model_params import Outcome
from features import kpis
from features.leaders import led_by
from features.registry import FAMILIES
from features.table import lacking, present_families
from models import calibration, clock, explain, refits, stack
from pipelines import (
    _files,
    _forecasts,
    _initiatives,
    _models,
    _past,
    _stage,
    _surveyed,
)
from pipelines._listening import listening
from pipelines._staffing import staffing
from pipelines.engines.engine import Engine
from privacy.figures import PeopleFigures

KEYS = ["month", "person_id"]
# Their absence takes nothing from the picture: another table says the same.
NOT_MISSED = ("activity_days", "survey_scores", "unit_kpis")

Fitted = Mapping[str, Any]
Months = list[pd.Timestamp]


def released_months(settings: params.Params, outcomes: tuple[Outcome, ...]) -> Months:
    """List the months to release: the latest ones that every outcome has models of."""
    stored = [set(_models.read_origins(outcome)) for outcome in outcomes]
    return sorted(set.intersection(*stored))[-settings.release.months :]


def contributions(
    outcome: Outcome, features: pd.DataFrame, months: Months, settings: params.Params
) -> pd.DataFrame:
    """Explain each month by its own model, and by others that tell how steady it is.

    The last month, which is new, by models fitted anew to teams drawn with
    replacement; the months before by the models of the origins before.

    Returns
    -------
    DataFrame
        ``month, person_id, refit`` and a column a family; refit 0 is the
        month's own model.
    """
    origins = _models.read_origins(outcome)
    champion = _models.read_champion(outcome)
    read = cache(partial(_models.read_fitted, outcome))
    again = _refits(outcome, champion, months[-1], features, settings)

    def explained(month: pd.Timestamp) -> list[pd.DataFrame]:
        rows = stack.rows_to_score(features, month, settings.time.horizon_months)
        known = [origin for origin in origins if origin <= month]
        last = known[-settings.explain.origins :]
        fitted: list[Fitted] = [read(one) for one in reversed(last)]
        if month == months[-1]:
            now = fitted[0][champion]
            alike = [{champion: calibration.alike(one, now)} for one in again]
            fitted = [fitted[0], *alike]
        # All tell of the people that the month's own model expects to be there.
        stays = explain.still_there(outcome, fitted[0], champion, rows)
        return [
            explain.contributions(outcome, one, champion, rows, stays).assign(refit=n)
            for n, one in enumerate(fitted)
        ]

    with _models.side_by_side(settings.models.threads) as pool:
        # The last month has most models: it goes first.
        latest_first = pool.map(explained, months[::-1])
        found = list(_stage.progress(latest_first, f"{outcome}: drivers"))
    return _models.by_month(pd.concat(chain(*found[::-1]), ignore_index=True))


def _refits(
    outcome: Outcome,
    champion: str,
    origin: pd.Timestamp,
    features: pd.DataFrame,
    settings: params.Params,
) -> list[Any]:
    """Fit the champion anew to what it learned from at an origin, teams redrawn."""
    settings = _models.for_outcome(outcome, settings)
    came = _models.read_outcomes(outcome, features, settings)
    gap = settings.models.gap_months
    # The first month ahead alone: a third of the rows say the same of a family.
    near = came[came["lead"] == 1]
    rows = clock.training_rows(stack.stacked(features, near), origin, gap)
    placed = rows.merge(features[["as_of", "person_id", "team_id"]], how="left")
    # Nothing of these fits is kept, so that their leaves need no counting.
    fitting = replace(_models.read_fitting(outcome, features, settings), min_people=1)
    with _models.side_by_side(settings.models.threads) as pool:
        return refits.refits(
            champion, placed, fitting, settings.explain.refits, pool.map
        )


def roster(features: pd.DataFrame, months: Months) -> pd.DataFrame:
    """Give the features of those present at each month's end who announced no leave."""
    here = _models.by_month(features[features["as_of"].isin(months)])
    return here[~here["announced"]].reset_index(drop=True)


def data_seen(features: pd.DataFrame, families: tuple[Family, ...]) -> pd.DataFrame:
    """Say of each person and month on which families there are data."""
    flags = {f.name: features[list(f.columns)].notna().any(axis=1) for f in families}
    return features[KEYS].assign(**flags)


def indicators(features: pd.DataFrame, families: tuple[Family, ...]) -> pd.DataFrame:
    """List the plain figures that may stand beside a driver."""
    shown = [
        features[KEYS]
        .assign(
            family=family.name,
            indicator=feature.name,
            unit=feature.unit,
            value=features[column],
        )
        .dropna(subset="value")
        for family in families
        for feature, column in zip(family.features, family.columns, strict=True)
        if feature.indicator
    ]
    return pd.concat(shown, ignore_index=True)


def observed(
    outcome: Outcome, features: pd.DataFrame, months: Months, settings: params.Params
) -> pd.DataFrame:
    """Say what came of the forecasts whose months are all over and recorded."""
    came = _models.read_outcomes(outcome, features, settings)
    over = clock.evaluated(months, settings.time)
    came = came[came["as_of"].isin(over)]
    if outcome == "turnover":
        amounts = came.assign(
            numerator=came["voluntary"].astype(float), denominator=1.0
        )
        how = {"numerator": "max", "denominator": "max"}
    else:
        amounts = came.assign(
            numerator=came["rate"] * came["exposure"], denominator=came["exposure"]
        )
        how = {"numerator": "sum", "denominator": "sum"}
    people = amounts.groupby(["as_of", "person_id"], as_index=False).agg(how)
    return _models.by_month(people.assign(outcome=outcome))


def ratios(engine: Engine, months: Months, settings: params.Params) -> pd.DataFrame:
    """Bring together the plain figures of a unit, as sums over people."""
    past = _past.open_past(engine, settings)
    voluntary = settings.outcomes.turnover.counts_as_voluntary
    frames = [kpis.of_members(past), kpis.of_flows(past, voluntary)]
    released = nw.col("as_of").is_in([month.date() for month in months])
    found = [engine.collect(f.filter(released)) for f in frames if f is not None]
    return _models.by_month(pd.concat(found, ignore_index=True))


def leads(engine: Engine, months: Months, settings: params.Params) -> pd.DataFrame:
    """Say who led whom at each month's end; nobody where no record says it."""
    past = _past.open_past(engine, settings)
    released = nw.col("as_of").is_in([month.date() for month in months])
    return _models.by_month(engine.collect(led_by(past).filter(released)))


def coverage(month: pd.Timestamp, counts: Mapping[str, Any]) -> pd.DataFrame:
    """Say which part of the picture the source holds.

    Parameters
    ----------
    month : Timestamp
    counts : mapping of table to its counts
        As ``ingest_sources`` writes them.

    Returns
    -------
    DataFrame
        Rows of ``data_coverage``.
    """
    rows = []
    for name in SEEN_TABLES:
        if name in NOT_MISSED and name not in counts:
            continue
        found = counts.get(name)
        broken = (
            sum(found["broken"].values()) / max(found["rows"], 1) if found else None
        )
        lost = [f.name for f in FAMILIES if name in lacking(f, list(counts))]
        state = "absent" if not found else "partial" if broken else "complete"
        rows.append((month, name, state, broken, ",".join(lost) or None))
    columns = ["month", "table", "state", "broken_share", "families_missing"]
    return pd.DataFrame(rows, columns=columns)


def states(month: pd.Timestamp, outcomes: tuple[Outcome, ...]) -> pd.DataFrame:
    """Give the rows of ``forecast_state``: whether what came is what was forecast."""
    rows = []
    for outcome in outcomes:
        found = _models.read_strayed(outcome)
        drifted = found["state"] in ("drifted", "stop")
        rows.append(
            {
                "month": month,
                "outcome": outcome,
                "state": "drifted" if drifted else "steady",
                "side": found["side"] if drifted else None,
                "since": clock.last_day(found["since"]) if drifted else None,
            }
        )
    columns = ["month", "outcome", "state", "side", "since"]
    return pd.DataFrame(rows, columns=columns)


def _broken_share(counts: Mapping[str, Any]) -> float:
    return float(sum(counts["broken"].values()) / max(counts["rows"], 1))


def figures(
    engine: Engine,
    counts: Mapping[str, Any],
    settings: params.Params,
) -> PeopleFigures:
    """Bring together everything that the door turns into teams."""
    outcomes = settings.outcomes.modelled
    features = _files.read_features()
    months = released_months(settings, outcomes)
    at_risk = roster(features, months)
    families = present_families(list(counts))
    scored: dict[str, pd.DataFrame] = {
        outcome: _forecasts.expected(outcome, features, months, settings)
        for outcome in outcomes
    }
    return PeopleFigures(
        roster=at_risk[[*KEYS, "team_id"]],
        expected=scored,
        forecasts={o: _forecasts.forecaster(o, scored[o], settings) for o in outcomes},
        contributions={
            o: contributions(o, features, months, settings) for o in outcomes
        },
        data_seen=data_seen(at_risk, families),
        indicators=indicators(at_risk, families),
        ratios=ratios(engine, months, settings),
        observed=pd.concat([observed(o, features, months, settings) for o in outcomes]),
        coverage=coverage(months[-1], counts),
        state=states(months[-1], outcomes),
        tried=_initiatives.tried(engine, features, settings),
        chances={o: _forecasts.chances(o, settings) for o in outcomes},
        staffing=staffing(at_risk, settings),
        leads=leads(engine, months, settings),
        listening=listening(engine, months, settings),
        answers=_surveyed.answers(months),
    )
