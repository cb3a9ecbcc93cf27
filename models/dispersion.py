"""How far teams strayed from their forecasts: the spread that a forecast needs.

Only windows whose months were all closed at an origin may speak of its spread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from contracts.model_params import Outcome
from models import leavers
from models.clock import Floats, matured, months_between

# Half-normal prior of a team's shift, and its grid, on the logit scale: with
# few windows the likelihood alone finds spread where there is none.
PRIOR_SIGMA = 0.5
GRID = np.linspace(0.0, 1.2, 16)
# What a moment estimate is drawn to, and how many windows that is worth.
PRIOR_TEAM_SIGMA, PRIOR_TEAM_WINDOWS = 0.2, 100.0
PRIOR_MONTH_SIGMA, PRIOR_MONTH_WINDOWS = 0.1, 4.0
# The same of a person's own rate, against its forecast.
PRIOR_PERSON_SIGMA, PRIOR_PERSON_WINDOWS = 0.5, 1000.0
# Hours: a spell of sickness lost at once, where no window tells it yet.
PRIOR_DRAW_HOURS = 100.0


@dataclass(frozen=True, slots=True)
class Dispersion:
    """The spread of units around their forecasts.

    Parameters
    ----------
    sigma_team : float
        Standard deviation of a team's shared shift, on the logit scale for
        turnover, on the log scale for absence.
    sigma_month : float
        The same of a shift shared by the whole company.
    sigma_person : float
        Standard deviation of a person's own rate of absence over the forecast,
        what is drawn left out; 0 for turnover, where it is a part of the draw.
    draw_hours : float
        Variance of the hours lost over their mean, 0 for turnover: hours are
        lost a spell at a time.
    windows : int
        Team windows that it was learned from.
    """

    sigma_team: float
    sigma_month: float
    sigma_person: float
    draw_hours: float
    windows: int


def by_origin(
    outcome: Outcome,
    judged: pd.DataFrame,
    origins: Sequence[pd.Timestamp],
    horizon: int,
    gap: int,
    nodes: int,
) -> dict[pd.Timestamp, Dispersion]:
    """Learn the spread anew at each origin, from what had matured by then.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        ``as_of, person_id, team_id, expected, observed, weight, lasting``:
        out-of-time forecasts of people at earlier origins, and what came; see
        ``backtest.champion_view``.
    origins : sequence of Timestamp
    horizon, gap : int
        Months.
    nodes : int
        Of the quadrature over a team's shift.

    Returns
    -------
    dict of Timestamp to Dispersion
    """
    teams = _windows(outcome, judged, ["as_of", "team_id"])
    likelihoods = _likelihoods(judged, nodes) if outcome != "absence" else None
    all_origins = sorted(judged["as_of"].unique())
    found = {}
    for origin in origins:
        known = matured(all_origins, origin, horizon, gap)
        share = _share_not_seen_before(known, horizon)
        seen = teams["as_of"].isin(known).to_numpy()
        people = judged[judged["as_of"].isin(known)]
        found[origin] = _fit(
            outcome,
            teams[seen],
            people,
            None if likelihoods is None else likelihoods[seen],
            share,
        )
    return found


def _fit(
    outcome: Outcome,
    teams: pd.DataFrame,
    people: pd.DataFrame,
    likelihoods: Floats | None,
    share: Mapping[pd.Timestamp, float],
) -> Dispersion:
    count = np.asarray(teams["as_of"].map(share), "float64")
    absence = outcome == "absence"
    draw = _draw_hours(people) if absence else 0.0
    if likelihoods is not None:
        sigma_team = _posterior_mean(likelihoods, count)
    else:
        excess = _excess(teams, draw)
        prior = PRIOR_TEAM_SIGMA**2
        variance = _drawn_to(excess, count, prior, PRIOR_TEAM_WINDOWS)
        sigma_team = float(np.sqrt(np.log1p(variance)))
    company = _windows(outcome, people, ["as_of"])
    months = np.asarray(company["as_of"].map(share), "float64")
    excess = _excess(company, draw)
    variance = _drawn_to(excess, months, PRIOR_MONTH_SIGMA**2, PRIOR_MONTH_WINDOWS)
    sigma_month = float(np.sqrt(variance))
    sigma_person = _sigma_person(people, share) if absence else 0.0
    return Dispersion(sigma_team, sigma_month, sigma_person, draw, len(teams))


def _share_not_seen_before(
    known: Sequence[pd.Timestamp], horizon: int
) -> dict[pd.Timestamp, float]:
    """Say which part of each window no earlier window covers, 1 for the first."""
    shares = {}
    for before, origin in zip([None, *known], known, strict=False):
        apart = horizon if before is None else months_between(before, origin)
        shares[origin] = min(1.0, apart / horizon)
    return shares


def _windows(outcome: Outcome, judged: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sum what was expected and what came, with the variance of chance alone."""
    weight, chance = judged["weight"], judged["expected"]
    chance_alone = chance * (1 - chance) if outcome != "absence" else 0.0
    summed = judged[by].assign(
        expected=chance * weight,
        observed=judged["observed"] * weight,
        variance=chance_alone,
    )
    return summed.groupby(by, as_index=False, sort=True).sum()


def _likelihoods(judged: pd.DataFrame, nodes: int) -> Floats:
    """Give the log-likelihood of each team window at each spread of the grid.

    Returns
    -------
    array of shape (n_windows, n_grid)
    """
    at, weight = leavers.normal_nodes(nodes)
    ordered = judged.sort_values(["as_of", "team_id", "person_id"])
    group = ordered.groupby(["as_of", "team_id"], sort=True).ngroup().to_numpy()
    left = np.bincount(group, ordered["observed"].to_numpy("float64")).astype("int64")
    rank = leavers.rank_in_group(group)
    shape = (len(left), int(rank.max(initial=0)) + 1)
    most = int(left.max(initial=0))
    found = np.empty((len(left), len(GRID)))
    for column, sigma in enumerate(GRID):
        centre = leavers.recentred(ordered["expected"].to_numpy(), sigma, at, weight)
        chance = np.zeros(len(left))
        for node, share in zip(at, weight, strict=True):
            shifted = expit(centre + sigma * node)
            laid = leavers.padded(shifted, group, rank, shape)
            counts = leavers.count_chances(laid, most)
            chance += share * counts[np.arange(len(left)), left]
        found[:, column] = np.log(chance)
    return found


def _posterior_mean(likelihoods: Floats, count: Floats) -> float:
    """Average the grid's spreads by what windows and prior say of them.

    The mean rather than the mode: a spread of nothing would turn every chance
    of passing a threshold into a certainty.
    """
    log = count @ likelihoods - 0.5 * (GRID / PRIOR_SIGMA) ** 2
    chance = np.exp(log - log.max())
    return float(chance @ GRID / chance.sum())


def _draw_hours(people: pd.DataFrame) -> float:
    expected = people["expected"] * people["weight"]
    observed = people["observed"] * people["weight"]
    if expected.sum() == 0:
        return PRIOR_DRAW_HOURS
    return float(((observed - expected) ** 2).sum() / expected.sum())


def _sigma_person(people: pd.DataFrame, share: Mapping[pd.Timestamp, float]) -> float:
    """Estimate how far persons' own rates lie from their forecasts.

    From what the errors of months apart have in common; drawn to what is usual.
    """
    stayed = people.dropna(subset=["lasting"])
    count = np.asarray(stayed["as_of"].map(share), "float64")
    expected = (stayed["expected"] * stayed["weight"]).to_numpy("float64")
    common = stayed["lasting"].to_numpy("float64"), expected**2
    prior = PRIOR_PERSON_SIGMA**2
    return float(np.sqrt(_drawn_to(common, count, prior, PRIOR_PERSON_WINDOWS)))


def _excess(windows: pd.DataFrame, draw_hours: float) -> tuple[Floats, Floats]:
    """Give, by window, the squared error beyond chance, and its scale."""
    expected = windows["expected"].to_numpy("float64")
    error = windows["observed"].to_numpy("float64") - expected
    chance = windows["variance"].to_numpy("float64") + draw_hours * expected
    return error**2 - chance, expected**2


def _drawn_to(
    excess: tuple[Floats, Floats], count: Floats, prior: float, worth: float
) -> float:
    """Estimate a relative variance by moments, drawn to what is usual."""
    over, scale = excess
    windows = float(count.sum())
    if not scale.sum():
        return prior
    moment = max(0.0, float(count @ over / (count @ scale)))
    return (windows * moment + worth * prior) / (windows + worth)
