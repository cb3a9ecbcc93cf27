"""Forecasts against the known hazards of a made-up company.

What came is drawn; what was to be expected is known. Measured against the
latter, no luck of the draw blurs how much of the attainable a model attains.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit, xlogy
from scipy.stats import spearmanr

from contracts.model_params import Outcome
from models import candidates, scoring, stack
from models.candidates import EVERY
from models.clock import Floats
from models.measures import FLAT
from models.targets import TARGETS

KEYS = ["as_of", "person_id"]
KNOWN: Mapping[Outcome, str] = {
    "turnover": "hazard_voluntary",
    "absence": "sick_rate",
    "long_absence": "hazard_long_absence",
}
# Of long absence nothing is known beyond the month that follows.
OVER_MONTHS: Mapping[Outcome, str] = {"turnover": "voluntary", "absence": "sick_rate"}
EDGE = 1e-6


def next_month(
    outcome: Outcome,
    fitted: Mapping[str, Any],
    features: pd.DataFrame,
    known: pd.DataFrame,
    origin: pd.Timestamp,
) -> pd.DataFrame:
    """Set each candidate's forecast of the first month beside the known rate.

    Parameters
    ----------
    outcome : Outcome
    fitted : mapping of candidate to fitted model
        Learned at ``origin``.
    features : DataFrame
        The feature table.
    known : DataFrame with columns person_id, as_of, hazard_voluntary, sick_rate
    origin : Timestamp

    Returns
    -------
    DataFrame
        ``as_of, person_id, team_id, known, weight`` and a column a candidate.
    """
    rows = stack.rows_to_score(features, origin, horizon=1)
    people = rows[[*KEYS, "team_id"]].assign(
        weight=rows["hours"] if outcome == "absence" else 1.0,
        **{name: candidates.predict(name, fitted, rows)[:, 0] for name in fitted},
    )
    return beside(people, known, KNOWN[outcome])


def over_months(
    outcome: Outcome,
    fitted: Mapping[str, Any],
    features: pd.DataFrame,
    known: pd.DataFrame,
    origin: pd.Timestamp,
) -> pd.DataFrame:
    """Set each candidate's forecast of all months ahead beside the known one.

    Parameters
    ----------
    outcome, fitted, features, origin
        As for ``next_month``.
    known : DataFrame with columns person_id, as_of, months, voluntary, sick_rate
        Found by living on many times; for some origins only.

    Returns
    -------
    DataFrame
        As ``next_month``; no row where nothing is known.
    """
    months = int(known["months"].iloc[0])
    rows = stack.rows_to_score(features, origin, horizon=months)
    people = rows.loc[rows["lead"] == 1, [*KEYS, "team_id"]].reset_index(drop=True)
    for name in fitted:
        scored = scoring.expected(outcome, fitted, name, rows)
        people[name] = scored["expected"].to_numpy()
        people["weight"] = scored["weight"].to_numpy()
    return beside(people, known, OVER_MONTHS[outcome])


def beside(people: pd.DataFrame, known: pd.DataFrame, column: str) -> pd.DataFrame:
    """Join what is known to forecasts."""
    there = known.assign(as_of=pd.to_datetime(known["as_of"]).astype("datetime64[us]"))
    there = there.rename(columns={column: "known"})[[*KEYS, "known"]]
    people = people.assign(as_of=people["as_of"].astype("datetime64[us]"))
    return people.merge(there, on=KEYS, how="inner")


def against(
    outcome: Outcome, people: pd.DataFrame, candidate: str, min_people: int
) -> dict[str, float]:
    """Measure one candidate against what is known.

    Parameters
    ----------
    outcome : Outcome
    people : DataFrame
        See ``next_month``; all origins together.
    candidate : str
    min_people : int
        Smaller teams are left out of the rank correlation.

    Returns
    -------
    dict of str to float
        ``share_attainable``: the expected loss avoided against everybody at the
        mean of the known rates, over what the known rates themselves would avoid.
        A candidate's own company rate is no such mark: it mixes leads and years,
        and what it is off by would count as the others' gain.
        ``team_spearman``: rank correlation of team-month means.
        ``slope``: of the known logit (or log) on the forecast's, by weighted
        least squares; one where forecasts are as far from the mean as they
        should be given what the model can see; nan where they hardly differ.
        ``o_over_e``: known total over the forecast total.
    """
    known = people["known"].to_numpy("float64")
    forecast = people[candidate].to_numpy("float64")
    weight = people["weight"].to_numpy("float64")
    mean = np.full(len(known), np.average(known, weights=weight))
    base = _loss(outcome, known, mean, weight)
    gained = base - _loss(outcome, known, forecast, weight)
    attainable = base - _loss(outcome, known, known, weight)
    return {
        "share_attainable": gained / attainable if attainable > 0 else float("nan"),
        "team_spearman": _team_spearman(people, candidate, min_people),
        "slope": _slope(outcome, known, forecast, weight),
        "o_over_e": float(weight @ known) / float(weight @ forecast),
    }


def _loss(outcome: Outcome, known: Floats, forecast: Floats, weight: Floats) -> float:
    """Give the loss to be expected when the known rate draws what comes."""
    safe = np.clip(forecast, EDGE, 1 - EDGE)
    if TARGETS[outcome].objective == "binary":
        each = -(xlogy(known, safe) + xlogy(1 - known, 1 - safe))
    else:
        each = safe - xlogy(known, safe)
    return float(np.average(each, weights=weight))


def _team_spearman(people: pd.DataFrame, candidate: str, min_people: int) -> float:
    teams = people.groupby(["as_of", "team_id"]).agg(
        known=("known", "mean"), mean=(candidate, "mean"), people=("known", "size")
    )
    large = teams[teams["people"] >= min_people]
    if large["mean"].nunique() < 2 or large["known"].nunique() < 2:
        return float("nan")
    return float(spearmanr(large["known"], large["mean"]).statistic)


def _slope(outcome: Outcome, known: Floats, forecast: Floats, weight: Floats) -> float:
    link = logit if TARGETS[outcome].objective == "binary" else np.log
    x = link(np.clip(forecast, EDGE, 1 - EDGE))
    y = link(np.clip(known, EDGE, 1 - EDGE))
    if x.std() < FLAT:
        return float("nan")
    spread = x - np.average(x, weights=weight)
    return float((weight * spread) @ y / ((weight * spread) @ spread))


def by_candidate(
    outcome: Outcome, people: pd.DataFrame, min_people: int
) -> dict[str, dict[str, float]]:
    """Hold every candidate against the known hazards; see ``against``."""
    return {
        name: against(outcome, people, name, min_people)
        for name in EVERY
        if name in people
    }
