"""Scores of the people of one snapshot, by the stored models of one origin.

A score lives in memory only: it is made where it is used and never written.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models import candidates, stack
from models.candidates import CANDIDATES
from models.clock import Floats
from models.targets import TARGETS


def stored(fitted: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the models of one origin as texts, and as plain content.

    Returns
    -------
    tuple of dict and dict
        Trees in LightGBM's format, by target; of every candidate, the numbers
        about groups that it consists of.
    """
    texts: dict[str, str] = {}
    plain = {}
    for name, one in CANDIDATES.items():
        trees, plain[name] = one.stored(fitted[name])
        texts |= trees
    return texts, plain


def restored(
    outcome: Outcome, texts: Mapping[str, str], plain: Mapping[str, Any]
) -> dict[str, Any]:
    """Give back what ``stored`` took apart: a fitted model a candidate."""
    names = TARGETS[outcome].names
    return {
        name: one.restored(texts, plain[name], names)
        for name, one in CANDIDATES.items()
    }


def score_events(
    fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Score the hazards of each person and lead: the event's, and what ends the wait.

    Parameters
    ----------
    fitted : mapping of candidate to fitted model
    candidate : str
    rows : DataFrame
        As ``stack.rows_to_score`` gives them: every person has all leads.

    Returns
    -------
    DataFrame
        ``as_of, person_id, lead, hazard, competing, survival``; survival is the
        chance that neither has come when the month begins.
    """
    hazards = candidates.predict(candidate, fitted, rows)
    stays = (1 - hazards.sum(axis=1)).clip(0).reshape(-1, _horizon(rows))
    before = np.cumprod(stays, axis=1)[:, :-1]
    survival = np.hstack([np.ones((len(stays), 1)), before]).ravel()
    return rows[["as_of", "person_id", "lead"]].assign(
        hazard=hazards[:, 0], competing=hazards[:, 1], survival=survival
    )


def probability(scored: pd.DataFrame) -> pd.DataFrame:
    """Sum hazards to the chance of the event within the horizon.

    Returns
    -------
    DataFrame
        ``as_of, person_id, expected``: the sum over leads of the hazard times
        the chance of still being there.
    """
    horizon = _horizon(scored)
    terms = scored["hazard"] * scored["survival"]
    people = scored.loc[scored["lead"] == 1, ["as_of", "person_id"]]
    chance = terms.to_numpy().reshape(-1, horizon).sum(axis=1)
    return people.reset_index(drop=True).assign(expected=chance)


def score_absence(
    fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Score the sick share, as ``rate``, of each person and lead."""
    rates = candidates.predict(candidate, fitted, rows)
    return rows[["as_of", "person_id", "lead"]].assign(rate=rates[:, 0])


def expected(
    outcome: Outcome, fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Say what is expected of each person over the horizon.

    Parameters
    ----------
    outcome : Outcome
    fitted, candidate, rows
        As for ``score_events``.

    Returns
    -------
    DataFrame
        ``as_of, person_id, expected, weight``, sorted by person: the chance of
        the event and one, or the sick share and contracted hours.
    """
    if TARGETS[outcome].objective == "binary":
        return probability(score_events(fitted, candidate, rows)).assign(weight=1.0)
    rates = score_absence(fitted, candidate, rows)["rate"].to_numpy()
    horizon = _horizon(rows)
    hours: Floats = rows["hours"].to_numpy().reshape(-1, horizon)
    weight = hours.sum(axis=1)
    share = (rates.reshape(-1, horizon) * hours).sum(axis=1) / weight
    people = rows.loc[rows["lead"] == 1, ["as_of", "person_id"]]
    return people.reset_index(drop=True).assign(expected=share, weight=weight)


def snapshot(
    outcome: Outcome,
    fitted: Mapping[str, Any],
    candidate: str,
    features: pd.DataFrame,
    as_of: pd.Timestamp,
    horizon: int,
) -> pd.DataFrame:
    """Score everybody at risk at one snapshot; see ``expected``."""
    rows = stack.rows_to_score(features, as_of, horizon)
    return expected(outcome, fitted, candidate, rows)


def _horizon(rows: pd.DataFrame) -> int:
    return int(rows["lead"].max())
