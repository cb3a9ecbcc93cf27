"""What the door is given: figures of people, in memory and nowhere else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from privacy.tables.capacity import Staffing
from privacy.tables.listening import Listening
from privacy.tables.panels import Tried

RateForecast = Callable[[pd.DataFrame], pd.DataFrame]
RateChances = Callable[[pd.DataFrame, Sequence[float]], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class PeopleFigures:
    """Everything that ``release`` turns into teams; never written, never printed.

    Parameters
    ----------
    roster : DataFrame
        ``month, person_id, team_id``: the people present at each month's end who
        have not announced that they leave. Its months are those released.
    expected : mapping of outcome to DataFrame
        ``month, person_id, value, weight``: the share that is expected of each
        person, and what it counts in a unit's mean (people, or hours).
    forecasts : mapping of outcome to function
        Takes released rates of units (``month, unit_id, unit_level, people, rate,
        step, evenness``, see ``privacy.tables.risk``), gives a row each: ``month,
        unit_id, low, high, probability_above, expected_count, low_drawn, high_drawn``.
        Rates are shares of people or hours; counts and what was drawn are people
        leaving, or for absence a share of hours (its count is not used).
    contributions : mapping of outcome to DataFrame
        ``month, person_id, refit`` and a column a family, see ``unit_drivers``.
    data_seen : DataFrame
        ``month, person_id`` and a flag a family.
    indicators : DataFrame
        ``month, person_id, family, indicator, unit, value``.
    ratios : DataFrame
        ``month, person_id, [team_id,] kpi, numerator, denominator,
        window_months``, see ``unit_kpis``.
    observed : DataFrame
        ``month, person_id, outcome, numerator, denominator``, see
        ``track_record``.
    coverage : DataFrame
        Rows of ``data_coverage``, which hold no figure of a person.
    state : DataFrame
        Rows of ``forecast_state``, over the whole company.
    tried : Tried, optional
        What was tried, see ``initiative_follow_up``.
    chances : mapping of outcome to function
        Takes released rates, as ``forecasts`` do, and thresholds; gives a row each:
        ``month, unit_id, threshold_rate, probability_above``.
    staffing : Staffing or None
        Plans and hours, see ``privacy.tables.capacity``; None without a plan.
    answers : DataFrame or None
        Answers to surveys by team and score, see ``privacy.tables.survey_kpis``.
    leads : DataFrame or None
        ``month, person_id, manager_id``: who led whom, as recorded by the month's
        end. None, or no row of a unit: nothing that speaks of its supervisor is told.
    listening : Listening or None
        Waits and surveys, see ``privacy.tables.listening``; None where there are none.
    """

    roster: pd.DataFrame = field(repr=False)
    expected: Mapping[str, pd.DataFrame] = field(repr=False)
    forecasts: Mapping[str, RateForecast] = field(repr=False)
    contributions: Mapping[str, pd.DataFrame] = field(repr=False)
    data_seen: pd.DataFrame = field(repr=False)
    indicators: pd.DataFrame = field(repr=False)
    ratios: pd.DataFrame = field(repr=False)
    observed: pd.DataFrame = field(repr=False)
    coverage: pd.DataFrame = field(repr=False)
    state: pd.DataFrame = field(repr=False)
    tried: Tried | None = field(default=None, repr=False)
    chances: Mapping[str, RateChances] = field(repr=False, default_factory=dict)
    staffing: Staffing | None = field(repr=False, default=None)
    listening: Listening | None = field(repr=False, default=None)
    answers: pd.DataFrame | None = field(repr=False, default=None)
    leads: pd.DataFrame | None = field(repr=False, default=None)
