"""Scores of the people of one snapshot, by the stored models of one origin.

A score lives in memory only: it is made where it is used and never written.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from contracts.params import Outcome
from models import boosting, company_rate, life_table, stack
from models.candidates import CANDIDATES
from models.clock import Floats
from models.targets import TARGETS

HAZARDS = ["hazard_voluntary", "hazard_other"]


def stored(fitted: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the models of one origin as texts by target, and as plain content.

    Returns
    -------
    tuple of dict and dict
        Trees by target in LightGBM's format; the other candidates as numbers
        about groups, and the columns of the trees.
    """
    trees: boosting.Boosting = fitted["boosting"]
    rate: company_rate.CompanyRate = fitted["company_rate"]
    table: life_table.LifeTable = fitted["life_table"]
    plain = {
        "boosting": {"columns": list(trees.columns)},
        "company_rate": dict(rate.rates),
        "life_table": {
            "starts_months": list(table.starts_months),
            "rates": {name: list(rates) for name, rates in table.rates.items()},
            "unknown": dict(table.unknown),
        },
    }
    return dict(trees.texts), plain


def restored(
    outcome: Outcome, texts: Mapping[str, str], plain: Mapping[str, Any]
) -> dict[str, Any]:
    """Give back what ``stored`` took apart: a fitted model a candidate."""
    names = TARGETS[outcome].names
    table = plain["life_table"]
    return {
        "company_rate": company_rate.CompanyRate(
            {name: plain["company_rate"][name] for name in names}
        ),
        "life_table": life_table.LifeTable(
            tuple(table["starts_months"]),
            {name: tuple(table["rates"][name]) for name in names},
            {name: table["unknown"][name] for name in names},
        ),
        "boosting": boosting.Boosting(
            tuple(plain["boosting"]["columns"]),
            {name: texts[name] for name in names},
        ),
    }


def score_turnover(
    fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Score the hazards of each person and lead.

    Parameters
    ----------
    fitted : mapping of candidate to fitted model
    candidate : str
    rows : DataFrame
        As ``stack.rows_to_score`` gives them: every person has all leads.

    Returns
    -------
    DataFrame
        ``as_of, person_id, lead, hazard_voluntary, hazard_other, survival``;
        survival is the chance of still being there when the month begins.
    """
    hazards = CANDIDATES[candidate].predict(fitted[candidate], rows)
    stays = (1 - hazards.sum(axis=1)).clip(0).reshape(-1, _horizon(rows))
    before = np.cumprod(stays, axis=1)[:, :-1]
    survival = np.hstack([np.ones((len(stays), 1)), before]).ravel()
    return rows[["as_of", "person_id", "lead"]].assign(
        hazard_voluntary=hazards[:, 0], hazard_other=hazards[:, 1], survival=survival
    )


def probability(scored: pd.DataFrame) -> pd.DataFrame:
    """Sum hazards to the chance of a voluntary exit within the horizon.

    Returns
    -------
    DataFrame
        ``as_of, person_id, expected``: the sum over leads of the hazard times
        the chance of still being there.
    """
    horizon = _horizon(scored)
    terms = scored["hazard_voluntary"] * scored["survival"]
    people = scored.loc[scored["lead"] == 1, ["as_of", "person_id"]]
    chance = terms.to_numpy().reshape(-1, horizon).sum(axis=1)
    return people.reset_index(drop=True).assign(expected=chance)


def score_absence(
    fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Score the sick share, as ``rate``, of each person and lead."""
    rates = CANDIDATES[candidate].predict(fitted[candidate], rows)
    return rows[["as_of", "person_id", "lead"]].assign(rate=rates[:, 0])


def expected(
    outcome: Outcome, fitted: Mapping[str, Any], candidate: str, rows: pd.DataFrame
) -> pd.DataFrame:
    """Say what is expected of each person over the horizon.

    Parameters
    ----------
    outcome : Outcome
    fitted, candidate, rows
        As for ``score_turnover``.

    Returns
    -------
    DataFrame
        ``as_of, person_id, expected, weight``, sorted by person: the chance of
        a voluntary exit and one, or the sick share and contracted hours.
    """
    if outcome == "turnover":
        return probability(score_turnover(fitted, candidate, rows)).assign(weight=1.0)
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
