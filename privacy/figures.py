"""What the door is given: figures of people, in memory and nowhere else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from privacy.capacity import Staffing
from privacy.listening import Listening

UnitForecast = Callable[[pd.DataFrame], pd.DataFrame]
UnitChances = Callable[[pd.DataFrame, Sequence[float]], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class PeopleFigures:
    """Everything that ``release`` turns into teams; never written, never printed.

    Parameters
    ----------
    roster : DataFrame
        ``month, person_id, team_id``: the people present at each month's end who
        have not announced that they leave. Its months are those released.
    forecasts : mapping of outcome to function
        Takes members (``month, unit_id, unit_level, person_id``) of units that
        may be shown, gives a row each unit and month: ``month, unit_id,
        expected_rate, low, high, probability_above, expected_count, low_drawn,
        high_drawn``. Rates are shares of people or hours; counts and what was
        drawn are people leaving, or for absence a share of hours (its count is
        not used).
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
    chances : mapping of outcome to function
        Takes members, as ``forecasts`` do, and rates; gives a row each unit, month
        and rate: ``month, unit_id, threshold_rate, probability_above``.
    staffing : Staffing or None
        Plans and hours, see ``privacy.capacity``; None without a plan.
    answers : DataFrame or None
        Answers to surveys by team and score, see ``privacy.survey_kpis``.
    listening : Listening or None
        Waits and surveys, see ``privacy.listening``; None where there are none.
    """

    roster: pd.DataFrame = field(repr=False)
    forecasts: Mapping[str, UnitForecast] = field(repr=False)
    contributions: Mapping[str, pd.DataFrame] = field(repr=False)
    data_seen: pd.DataFrame = field(repr=False)
    indicators: pd.DataFrame = field(repr=False)
    ratios: pd.DataFrame = field(repr=False)
    observed: pd.DataFrame = field(repr=False)
    coverage: pd.DataFrame = field(repr=False)
    state: pd.DataFrame = field(repr=False)
    chances: Mapping[str, UnitChances] = field(repr=False, default_factory=dict)
    staffing: Staffing | None = field(repr=False, default=None)
    listening: Listening | None = field(repr=False, default=None)
    answers: pd.DataFrame | None = field(repr=False, default=None)
