"""Forecasts made at past origins, set beside what came: in memory only."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models import regression, scoring, stack
from models.candidates import EVERY
from models.clock import Codes
from models.targets import TARGETS

KEYS = ["as_of", "person_id"]
# How alike a candidate's errors of a person's first and last month are.
LASTING = {name: f"{name}_lasting" for name in EVERY}
FIGURES = ["observed", "weight", *EVERY, *LASTING.values()]
COLUMNS = [*KEYS, "team_id", *FIGURES]


def judged(
    outcome: Outcome,
    fitted: Mapping[str, Any],
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    origin: pd.Timestamp,
    horizon: int,
) -> pd.DataFrame:
    """Score an origin's people with its own models, beside what came.

    Parameters
    ----------
    outcome : Outcome
    fitted : mapping of candidate to fitted model
        Learned at ``origin``; one or several candidates.
    features : DataFrame
        The feature table.
    outcomes : DataFrame
        Of all snapshots; every month of the origin's horizon is closed.
    origin : Timestamp
    horizon : int
        Months.

    Returns
    -------
    DataFrame
        ``as_of, person_id, team_id, observed, weight`` and a column a candidate
        with what it expected: a chance, or a sick share; another, for absence,
        with the product of its errors in the first month ahead and in the last,
        each in hours and times the horizon, empty for who left between. What was
        not fitted stays empty.
    """
    rows = stack.rows_to_score(features, origin, horizon)
    came = outcomes[outcomes["as_of"] == origin]
    if TARGETS[outcome].objective == "binary":
        people = _with_event(outcome, fitted, rows, came)
    else:
        people = _absent(fitted, rows, came)
    teams = features.loc[features["as_of"] == origin, [*KEYS, "team_id"]]
    placed = people.merge(teams, on=KEYS, how="left")
    return placed.sort_values("person_id", ignore_index=True).reindex(columns=COLUMNS)


def on_link(
    outcome: Outcome, name: str, model: Any, held: pd.DataFrame
) -> pd.DataFrame:
    """Set a candidate's logits, or logs, beside what came, lead by lead.

    Parameters
    ----------
    outcome : Outcome
    name : str
    model : fitted model of the candidate
    held : DataFrame
        Stacked rows of the origin that it was fitted at.

    Returns
    -------
    DataFrame
        ``as_of, team_id, raw, came, weight``; see ``calibration.by_origin``.
    """
    asked = TARGETS[outcome]
    rate = EVERY[name].predict(model, held)[:, 0]
    return held[["as_of", "team_id"]].assign(
        raw=regression.link(rate, asked.objective == "binary"),
        came=held[asked.names[0]].astype("float64"),
        weight=held["exposure"],
    )


def together(origins: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put origins below each other; an empty frame where there is none."""
    if origins:
        return pd.concat(origins, ignore_index=True)
    numbers = dict.fromkeys(FIGURES, "float64")
    return pd.DataFrame(columns=COLUMNS).astype(numbers | {"as_of": "datetime64[us]"})


def champion_view(judged: pd.DataFrame, candidate: str) -> pd.DataFrame:
    """Keep one candidate's forecasts, as ``expected``, and ``lasting``."""
    kept = ["as_of", "person_id", "team_id", "observed", "weight"]
    return judged[kept].assign(
        expected=judged[candidate], lasting=judged[LASTING[candidate]]
    )


def _with_event(
    outcome: Outcome,
    fitted: Mapping[str, Any],
    rows: pd.DataFrame,
    came: pd.DataFrame,
) -> pd.DataFrame:
    event = TARGETS[outcome].names[0]
    people = came.groupby(KEYS, as_index=False).agg(observed=(event, "max"))
    people = people.assign(observed=people["observed"].astype("float64"), weight=1.0)
    for name in fitted:
        scored = scoring.expected(outcome, fitted, name, rows)
        chance = scored[[*KEYS, "expected"]].rename(columns={"expected": name})
        people = people.merge(chance, on=KEYS, how="inner")
    return people


def _absent(
    fitted: Mapping[str, Any], rows: pd.DataFrame, came: pd.DataFrame
) -> pd.DataFrame:
    """Weigh months by the hours really contracted: leavers count until they left."""
    lived = rows.merge(
        came[[*KEYS, "lead", "exposure", "rate"]], on=[*KEYS, "lead"], how="inner"
    )
    hours = {"observed": lived["rate"] * lived["exposure"], "weight": lived["exposure"]}
    for name in fitted:
        rates = scoring.score_absence(fitted, name, lived)["rate"]
        hours[name] = rates * lived["exposure"]
    monthly = lived[KEYS].assign(**hours)
    people: pd.DataFrame = monthly.groupby(KEYS, as_index=False).sum()
    shares = ["observed", *fitted]
    people[shares] = people[shares].div(people["weight"], axis=0)
    errors = monthly.set_index(KEYS)[["observed", *fitted]]
    lasting = _lasting(errors, lived["lead"].to_numpy())
    return people.merge(lasting, left_on=KEYS, right_index=True, how="left")


def _lasting(hours: pd.DataFrame, lead: Codes) -> pd.DataFrame:
    """Multiply each candidate's errors in the first and the last month ahead.

    Luck differs from one month to another; what a person's months have in common
    is a rate that the candidate did not know. With one month there is no telling.
    """
    horizon = int(lead.max(initial=1))
    errors = hours.drop(columns="observed").rsub(hours["observed"], axis=0) * horizon
    products: pd.DataFrame = errors[lead == 1] * errors[lead == horizon]
    return (products if horizon > 1 else products * np.nan).rename(columns=LASTING)
