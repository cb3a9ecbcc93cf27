"""How many units would be marked, were another threshold agreed on.

Only counts leave, over many units, for a few rates fixed beforehand: which units
they are is not said, and each unit's chance is rounded as the one released is.
"""

from collections.abc import Mapping

import pandas as pd

from contracts.errors import DisclosureError
from contracts.params import Params, Release, Threshold
from contracts.released import LEVELS, THRESHOLD_OPTIONS
from privacy.figures import RateChances
from privacy.history.walk import PUBLISHED, UNIT
from privacy.months import with_months
from privacy.rounding import rounded_probability
from privacy.tables.levels import steady_levels
from privacy.tables.risk import ASKED, SHOWN

MARKED = LEVELS[2:]
UPPER = ("company", "site")
# A count over fewer units would be nearly a unit's own answer.
FEWEST_UNITS = 5
TINY = 1e-9
KEYS = ["month", "unit_id", "threshold_rate"]
ROWS = ["month", "outcome", "threshold_rate"]


def options(agreed: Threshold, settings: Release) -> tuple[float, ...]:
    """List the rates to try: the agreed one, and some on each side of it.

    Returns
    -------
    tuple of float
        Rates above 0 and below 1, lowest first.
    """
    side = settings.threshold_options_each_side
    step = settings.threshold_options_step_points / 100
    rates = (round(agreed.rate + at * step, 6) for at in range(-side, side + 1))
    return tuple(rate for rate in rates if 0 < rate < 1)


def threshold_options(
    chances: Mapping[str, RateChances], forecasts: pd.DataFrame, settings: Params
) -> pd.DataFrame:
    """Count the units that each threshold would mark.

    Parameters
    ----------
    chances : mapping of outcome to function
        See ``PeopleFigures``.
    forecasts : DataFrame
        As ``unit_forecasts`` gives them, all outcomes below each other.
    settings : Params

    Returns
    -------
    DataFrame
        Rows of ``threshold_options``; none of a month with few units. At the agreed
        rate as many are marked as in ``team_risk``: levels hold two months here too.

    Raises
    ------
    DisclosureError
        If the answer is not one complete row a unit, month and rate.
    """
    shown = forecasts["status"].isin(SHOWN) & ~forecasts["unit_level"].isin(UPPER)
    units = forecasts[shown]
    if units.empty or not chances:
        return pd.DataFrame(columns=list(THRESHOLD_OPTIONS.column_names))
    found = [
        _marked(
            _answered(name, one, units[units["outcome"] == name], settings),
            name,
            settings,
        )
        for name, one in sorted(chances.items())
    ]
    return pd.concat(found, ignore_index=True)


def _answered(
    outcome: str, chances: RateChances, units: pd.DataFrame, settings: Params
) -> pd.DataFrame:
    """Ask for every rate's chances, and refuse an answer with holes."""
    rates = options(getattr(settings.thresholds, outcome), settings.release)
    asked = units.loc[units["status"] == PUBLISHED, ASKED]
    found = with_months(chances(asked.copy(), rates))
    wanted = asked[UNIT].merge(pd.DataFrame({"threshold_rate": rates}), how="cross")
    whole = found.dropna(subset="probability_above").drop_duplicates(KEYS)
    kept = wanted.merge(whole, on=KEYS)
    if not len(kept) == len(found) == len(wanted):
        raise DisclosureError(
            f"chances of {outcome}: {len(found)} rows, {len(kept)} of them complete "
            f"and of units that may be shown.\n  Expected {len(wanted)}, one a unit, "
            "month and rate asked for."
        )
    # A carried figure keeps the chance that it had.
    of = units[[*UNIT, "figure_month"]]
    then = kept.rename(columns={"month": "figure_month"})
    return of.merge(then, on=["figure_month", "unit_id"])


def _marked(chances: pd.DataFrame, outcome: str, settings: Params) -> pd.DataFrame:
    """Count marked units by month and rate, where there are units enough."""
    rounded = rounded_probability(chances["probability_above"], settings.privacy)
    rows = chances.assign(probability_above=rounded, outcome=outcome)
    counted = [
        steady_levels(same).assign(threshold_rate=rate)
        for rate, same in rows.groupby("threshold_rate")
    ]
    levels = pd.concat(counted, ignore_index=True)
    levels = levels.assign(marked=levels["level"].isin(MARKED).astype("int64"))
    sums = levels.groupby(ROWS, as_index=False).agg(
        units_marked=("marked", "sum"), units=("unit_id", "size")
    )
    agreed: float = getattr(settings.thresholds, outcome).rate
    told = sums[sums["units"] >= FEWEST_UNITS].drop(columns="units")
    return told.assign(units_marked=_falling(told, agreed))


def _falling(told: pd.DataFrame, agreed: float) -> "pd.Series[int]":
    """Let no higher threshold mark more units, the agreed one's count left as it is.

    Levels that hold two months may lag more at one rate than at the next.
    """
    months = ["month", "outcome"]
    above = told[told["threshold_rate"] > agreed - TINY].sort_values(ROWS)
    below = told[told["threshold_rate"] < agreed + TINY].sort_values(ROWS)[::-1]
    fewer = above.groupby(months)["units_marked"].cummin()
    more = below.groupby(months)["units_marked"].cummax()
    return fewer.combine_first(more)
