"""A team's own past, drawn towards the company's, as if no driver were known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models import group_rates
from models.clock import Floats
from models.shares import Shares
from models.targets import Fitting, row_weights

COLUMN = "team__past"


@dataclass(frozen=True, slots=True)
class TeamPast:
    """A rate a team.

    Parameters
    ----------
    rates : mapping of target to mapping of team to float
        Teams whose past is one of fewer people than it needs are left out.
    company : mapping of target to float
        The rate of the others.
    binary : bool
        Whether rates are chances, rather than shares.
    """

    rates: Mapping[str, Mapping[str, float]]
    company: Mapping[str, float]
    binary: bool


def fit(rows: pd.DataFrame, settings: Fitting) -> TeamPast:
    """Average each target by team, leaning on the company's rate."""
    weight = row_weights(rows, settings.boosting.recency_per_month)
    teams = rows["team_id"].astype(str)
    people = rows["person_id"].groupby(teams).nunique()
    large = people.index[people >= settings.min_people]
    exposure = pd.Series(weight, rows.index).groupby(teams).sum()[large].to_numpy()
    rates, company = {}, {}
    for name in settings.targets.names:
        value = rows[name].to_numpy("float64") * weight
        mean = float(value.sum() / weight.sum())
        total = pd.Series(value, rows.index).groupby(teams).sum()[large].to_numpy()
        found = group_rates.leaning(total, exposure, mean)
        rates[name] = dict(zip(large.astype(str), found.tolist(), strict=True))
        company[name] = mean
    return TeamPast(rates, company, settings.targets.objective == "binary")


def predict(fitted: TeamPast, rows: pd.DataFrame) -> Floats:
    """Look up each row's team; array of shape (n_rows, n_targets)."""
    teams = rows["team_id"].astype(str)
    columns = [
        teams.map(rates).fillna(fitted.company[name]).to_numpy("float64")
        for name, rates in fitted.rates.items()
    ]
    return np.column_stack(columns)


def shares(fitted: TeamPast, rows: pd.DataFrame) -> Shares:
    """Put the whole distance from the company down to the team."""
    company = next(iter(fitted.company.values()))
    rates = predict(fitted, rows)[:, :1]
    return group_rates.shares_of(rates, company, fitted.binary, COLUMN)


def stored(fitted: TeamPast) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the rates as plain content."""
    plain = {name: dict(rates) for name, rates in fitted.rates.items()}
    company = dict(fitted.company)
    return {}, {"rates": plain, "company": company, "binary": fitted.binary}


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> TeamPast:
    """Give back what ``stored`` took apart."""
    return TeamPast(
        {name: plain["rates"][name] for name in targets},
        {name: plain["company"][name] for name in targets},
        plain["binary"],
    )
