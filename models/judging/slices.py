"""Whether a forecast is as good for newcomers as for others, and at every site."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models.evaluate import DIGITS, metrics

TENURE = "career__tenure_months"
KEYS = ["as_of", "person_id"]
# Months at which a band begins.
BANDS: Mapping[str, float] = {
    "under 3 months": -np.inf,
    "3 to 12 months": 3.0,
    "1 to 3 years": 12.0,
    "3 years and more": 36.0,
}
# Of fewer people there is more luck than skill, and less to hide behind.
FEWEST_PEOPLE = 100
SITES = ("site", "company")


def tenure_band(months: pd.Series) -> pd.Series:
    """Name the band of each tenure; empty where it is not known."""
    place = np.searchsorted(list(BANDS.values()), months, side="right") - 1
    named = pd.Series(np.array(list(BANDS))[place], index=months.index)
    return named.where(months.notna())


def site_of(teams: pd.DataFrame) -> dict[str, str]:
    """Find the site, or company, that each team belongs to.

    Parameters
    ----------
    teams : DataFrame
        ``team_id, parent_id, kind``.

    Returns
    -------
    dict of team to site
        Without teams that lie below no site.
    """
    parents = dict(zip(teams["team_id"], teams["parent_id"], strict=True))
    kinds = dict(zip(teams["team_id"], teams["kind"], strict=True))
    found = {}
    for team in parents:
        above, seen = team, set()
        while above in parents and above not in seen and kinds[above] not in SITES:
            seen.add(above)
            above = parents[above]
        if kinds.get(above) in SITES:
            found[team] = above
    return found


def by_slice(
    outcome: Outcome,
    judged: pd.DataFrame,
    candidate: str,
    features: pd.DataFrame,
    teams: pd.DataFrame,
) -> pd.DataFrame:
    """Measure a candidate by tenure and by site.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.judged``.
    candidate : str
    features : DataFrame
        The feature table.
    teams : DataFrame

    Returns
    -------
    DataFrame
        ``slice, value`` and a column a metric, rounded. No row of fewer than
        ``FEWEST_PEOPLE`` people.
    """
    placed = judged.assign(site=judged["team_id"].map(site_of(teams)))
    if TENURE in features:
        tenure = features[[*KEYS, TENURE]]
        placed = placed.merge(tenure, on=KEYS, how="left")
        placed["tenure"] = tenure_band(placed[TENURE])
    rows = [
        {"slice": name, "value": value, **metrics(outcome, group, candidate)}
        for name in ("tenure", "site")
        if name in placed
        for value, group in placed.groupby(name, sort=False)
        if group["person_id"].nunique() >= FEWEST_PEOPLE
    ]
    if not rows:
        return pd.DataFrame(columns=["slice", "value"])
    return pd.DataFrame(rows).round(DIGITS)
