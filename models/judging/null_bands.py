"""Where calibration figures lie when a forecast is right: bands by drawing from it.

Even a right forecast shows an O/E beside one: people who leave are few, and teams
and months stray together. What came is therefore drawn anew from the forecast and
its spread, and measured each time. Bröcker & Smith 2007 (consistency resampling).
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from scipy.special import expit

from contracts.model_params import Outcome
from models import leavers, measures
from models.clock import Codes, Floats, months_between
from models.dispersion import Dispersion

DRAWS, LEVEL, NODES = 300, 0.95, 15
MOST = 0.999
Figures = dict[str, float]
Measure = Callable[[Floats], Figures]


def bands(
    outcome: Outcome, judged: pd.DataFrame, spread: Dispersion, horizon: int, seed: int
) -> dict[str, dict[str, float]]:
    """Measure calibration, and give the band of each figure where forecasts are right.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.champion_view``. Origins whose months overlap are left out,
        from the latest on: one exit would be drawn twice.
    spread : Dispersion
    horizon : int
        Months.
    seed : int

    Returns
    -------
    dict of figure to ``value``, ``low``, ``high`` and ``inside`` (0 or 1)
        ``o_over_e``, ``calibration_slope`` and, for chances, ``calibration_intercept``.
    """
    people = judged[judged["as_of"].isin(apart(judged["as_of"], horizon))]
    expected = people["expected"].to_numpy("float64")
    weight = people["weight"].to_numpy("float64")
    logistic = outcome != "absence"

    def measure(came: Floats) -> Figures:
        return _calibration(came, expected, weight, logistic=logistic)

    draw = _chances if logistic else _shares
    drawn = pd.DataFrame([measure(c) for c in draw(people, spread, seed)])
    found = measure(people["observed"].to_numpy("float64"))
    tails = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    return {name: _beside(value, drawn[name], tails) for name, value in found.items()}


def apart(as_of: pd.Series, horizon: int) -> list[pd.Timestamp]:
    """List the latest origin, and every earlier one whose months nobody shares."""
    origins = [pd.Timestamp(str(one)) for one in sorted(as_of.unique())]
    kept: list[pd.Timestamp] = []
    for origin in reversed(origins):
        if not kept or months_between(origin, kept[-1]) >= horizon:
            kept.append(origin)
    return kept


def _beside(value: float, drawn: pd.Series, tails: tuple[float, float]) -> Figures:
    low, high = (float(drawn.quantile(tail)) for tail in tails)
    inside = float(low <= value <= high)
    return {"value": value, "low": low, "high": high, "inside": inside}


def _calibration(
    came: Floats, expected: Floats, weight: Floats, *, logistic: bool
) -> Figures:
    found = {"o_over_e": measures.o_over_e(came, expected, weight)}
    if logistic:
        intercept, slope = measures.logistic_calibration(came, expected)
        return found | {"calibration_slope": slope, "calibration_intercept": intercept}
    slope = measures.log_calibration(came, expected, weight)
    return found | {"calibration_slope": slope}


def _shifts(
    people: pd.DataFrame, spread: Dispersion, rng: np.random.Generator
) -> Floats:
    """Draw what the people of a team, and of a month, share."""
    of_team: Codes = people.groupby(["as_of", "team_id"]).ngroup().to_numpy()
    of_month: Codes = people.groupby("as_of").ngroup().to_numpy()
    team = rng.normal(0, spread.sigma_team, of_team.max() + 1)
    month = rng.normal(0, spread.sigma_month, of_month.max() + 1)
    shift: Floats = team[of_team] + month[of_month]
    return shift


def _chances(people: pd.DataFrame, spread: Dispersion, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    sigma = float(np.hypot(spread.sigma_team, spread.sigma_month))
    chance = people["expected"].to_numpy("float64")
    centre = leavers.recentred(chance, sigma, *leavers.normal_nodes(NODES))
    for _ in range(DRAWS):
        shifted = expit(centre + _shifts(people, spread, rng))
        yield (rng.random(len(shifted)) < shifted).astype("float64")


def _shares(people: pd.DataFrame, spread: Dispersion, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    variance = spread.sigma_team**2 + spread.sigma_month**2
    weight = people["weight"].to_numpy("float64")
    hours = np.maximum(people["expected"].to_numpy("float64") * weight, 1e-6)
    # Hours are lost a spell at a time: gamma, its variance in units of the mean.
    size = max(spread.draw_hours, 1e-6)
    for _ in range(DRAWS):
        mean = hours * np.exp(_shifts(people, spread, rng) - variance / 2)
        yield np.minimum(rng.gamma(mean / size, size) / weight, MOST)
