"""What is expected of a unit, and how sure that is."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import expit, gammaincinv, ndtr, ndtri

from contracts.model_params import Forecast, Outcome
from models import leavers
from models.clock import Codes, Floats
from models.dispersion import Dispersion

UNIT = ["as_of", "unit_id"]
# Larger units: the count is nearly normal at each shift, and exactness slow.
EXACT_PEOPLE = 300
FAR = 8.0
HALVINGS = 45


def unit_forecast(
    outcome: Outcome,
    people: pd.DataFrame,
    members: pd.DataFrame,
    dispersion: Dispersion,
    settings: Forecast,
    threshold_rate: float,
) -> pd.DataFrame:
    """Forecast units from the people in them.

    Parameters
    ----------
    outcome : Outcome
    people : DataFrame with columns as_of, person_id, expected, weight
        See ``scoring.expected``.
    members : DataFrame with columns as_of, unit_id, unit_level, person_id
        A person stands in several units. Those of level ``team`` share a shift;
        every larger unit averages the shifts of its teams and has its own share
        of the company's.
    dispersion : Dispersion
    settings : Forecast
    threshold_rate : float
        Rate agreed with the teams.

    Returns
    -------
    DataFrame
        ``as_of, unit_id, people, expected_rate, low, high, probability_above,
        expected_count, low_drawn, high_drawn``, sorted by unit. ``low`` to
        ``high`` hold the underlying rate, chance in the draw left out;
        ``low_drawn`` to ``high_drawn`` hold what may really be counted: people
        who leave, or the share of hours lost. ``expected_count`` is people, and
        empty for absence.
    """
    rows = members.merge(people, on=["as_of", "person_id"], how="inner")
    rows = rows.sort_values([*UNIT, "person_id"], ignore_index=True)
    unit: Codes = rows.groupby(UNIT, sort=True).ngroup().to_numpy()
    heads = rows.drop_duplicates(UNIT).reset_index(drop=True)
    sigma = _sigma(rows, unit, heads, dispersion)
    result = heads[UNIT].assign(people=np.bincount(unit, minlength=len(heads)))
    tail = (1 - settings.interval) / 2
    if outcome == "turnover":
        figures = turnover(rows, unit, sigma, settings, threshold_rate)
    else:
        figures = absence(rows, unit, sigma, dispersion, tail, threshold_rate)
    return result.assign(**figures)


def sigma_of_heads(
    heads: pd.DataFrame, squares: Floats, dispersion: Dispersion
) -> Floats:
    """Give each unit the spread of its shift, from its teams' squared shares."""
    above = np.sqrt(dispersion.sigma_month**2 + dispersion.sigma_team**2 * squares)
    return np.where(heads["unit_level"] == "team", dispersion.sigma_team, above)


def _sigma(
    rows: pd.DataFrame, unit: Codes, heads: pd.DataFrame, dispersion: Dispersion
) -> Floats:
    """Give each unit the spread of its own shift.

    A team has the team's. A larger unit has the company's, and what is left of
    its teams' shifts once averaged: the sum of the teams' squared shares.
    """
    is_team = rows["unit_level"] == "team"
    teams = rows.loc[is_team, ["as_of", "person_id", "unit_id"]]
    teams = teams.rename(columns={"unit_id": "team"}).drop_duplicates(
        ["as_of", "person_id"]
    )
    placed = rows.merge(teams, on=["as_of", "person_id"], how="left")
    by_team = (
        pd.DataFrame({"unit": unit, "team": placed["team"], "weight": placed["weight"]})
        .groupby(["unit", "team"], dropna=False, as_index=False)["weight"]
        .sum()
    )
    whole = by_team.groupby("unit")["weight"].transform("sum")
    shares = (by_team["weight"] / whole).to_numpy("float64")
    squares = np.bincount(by_team["unit"], shares**2, len(heads))
    return sigma_of_heads(heads, np.asarray(squares, "float64"), dispersion)


def turnover(
    rows: pd.DataFrame,
    unit: Codes,
    sigma: Floats,
    settings: Forecast,
    threshold_rate: float,
) -> dict[str, Floats]:
    """Forecast units from chances to leave; arrays of shape (n_units,) by column."""
    nodes, weights = leavers.normal_nodes(settings.quadrature_nodes)
    chances = rows["expected"].to_numpy("float64")
    centre = leavers.recentred(chances, sigma[unit], nodes, weights)
    size = np.bincount(unit).astype("float64")

    def rate(shift: Floats) -> Floats:
        shifted = expit(centre + (sigma * shift)[unit])
        return np.asarray(np.bincount(unit, shifted) / size)

    count = np.bincount(unit, chances)
    tail = (1 - settings.interval) / 2
    low, high = (rate(np.full(len(size), ndtri(q))) for q in (tail, 1 - tail))
    drawn = _drawn_counts(centre, unit, sigma, (nodes, weights), (tail, 1 - tail))
    return {
        "expected_rate": count / size,
        "low": np.minimum(low, count / size),
        "high": np.maximum(high, count / size),
        "probability_above": chance_above(rate, threshold_rate, len(size)),
        "expected_count": count,
        "low_drawn": drawn[:, 0],
        "high_drawn": drawn[:, 1],
    }


def chance_above(
    rate: Callable[[Floats], Floats], threshold_rate: float, units: int
) -> Floats:
    """Find the shift that brings each unit to the threshold; the chance to pass it."""
    low, high = np.full(units, -FAR), np.full(units, FAR)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = rate(middle) > threshold_rate
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.asarray(ndtr(-(low + high) / 2))


def _drawn_counts(
    centre: Floats,
    unit: Codes,
    sigma: Floats,
    quadrature: tuple[Floats, Floats],
    tails: tuple[float, float],
) -> Floats:
    """Give the two quantiles of the number of leavers; shape (n_units, 2)."""
    size = np.bincount(unit)
    band = np.where(
        size > EXACT_PEOPLE, 0, np.ceil(np.log2(np.maximum(size, 2))).astype("int64")
    )
    found = np.empty((len(size), 2))
    for one in np.unique(band):
        chosen = np.flatnonzero(band == one)
        inside = np.isin(unit, chosen)
        group = np.searchsorted(chosen, unit[inside])
        cumulated = _counts_normal if one == 0 else leavers.at_most
        chance = cumulated(centre[inside], group, sigma[chosen], quadrature)
        found[chosen] = [
            [np.argmax(row >= tail - 1e-12) for tail in tails] for row in chance
        ]
    return found


def _counts_normal(
    centre: Floats, group: Codes, sigma: Floats, quadrature: tuple[Floats, Floats]
) -> Floats:
    """Do the same for large units, the count taken for normal at each shift."""
    count = np.arange(np.bincount(group).max() + 1) + 0.5
    mixed = np.zeros((len(sigma), len(count)))
    for node, weight in zip(*quadrature, strict=True):
        shifted = expit(centre + (sigma * node)[group])
        mean = np.bincount(group, shifted)[:, None]
        spread = np.sqrt(np.bincount(group, shifted * (1 - shifted)))[:, None]
        mixed += weight * ndtr((count - mean) / spread)
    mixed[:, -1] = 1.0
    return mixed


def absence(
    rows: pd.DataFrame,
    unit: Codes,
    sigma: Floats,
    dispersion: Dispersion,
    tail: float,
    threshold_rate: float,
) -> dict[str, Floats]:
    """Forecast units from shares of hours lost; arrays of (n_units,) by column."""
    weight = rows["weight"].to_numpy("float64")
    hours = np.bincount(unit, weight)
    each = weight * rows["expected"].to_numpy("float64")
    lost = np.maximum(np.bincount(unit, each), 1e-9)
    rate = lost / hours
    # Persons' own rates average out in large units. They are a part of the draw
    # already, where what is drawn is asked for.
    own = dispersion.sigma_person**2 * np.bincount(unit, each**2) / lost**2
    spread = _spread(sigma, own)
    low, high = (
        np.minimum(rate * np.exp(spread * ndtri(q) - spread**2 / 2), 1.0)
        for q in (tail, 1 - tail)
    )
    variance = dispersion.draw_hours * lost + np.expm1(sigma**2) * lost**2
    # Gamma with this mean and variance: hours lost are skewed, never negative.
    low_drawn, high_drawn = (
        np.minimum(gammaincinv(lost**2 / variance, q) * variance / lost / hours, 1.0)
        for q in (tail, 1 - tail)
    )
    return {
        "expected_rate": rate,
        "low": np.minimum(low, rate),
        "high": np.maximum(high, rate),
        "probability_above": lost_above(rate, sigma, own, threshold_rate),
        "expected_count": np.full(len(rate), np.nan),
        "low_drawn": low_drawn,
        "high_drawn": high_drawn,
    }


def _spread(sigma: Floats, own: Floats) -> Floats:
    """Give the spread of a rate's log: the unit's shift, and what people stray."""
    return np.asarray(np.maximum(np.sqrt(sigma**2 + np.log1p(own)), 1e-9))


def lost_above(
    rate: Floats, sigma: Floats, own: Floats, threshold_rate: float
) -> Floats:
    """Give the chance that the share of hours lost passes a threshold."""
    spread = _spread(sigma, own)
    needed = (np.log(threshold_rate / rate) + spread**2 / 2) / spread
    return np.asarray(ndtr(-needed))
