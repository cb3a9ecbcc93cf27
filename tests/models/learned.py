"""A made-up workforce, learned from once for all the tests that look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from contracts import params
from contracts.model_params import Outcome
from models import candidates, clock, outcomes, stack, targets
from tests.models.made_up_people import LAST, STRAIN, TENURE, Workforce, workforce

SETTINGS = params.load()
TREES = {"min_rows_per_leaf": 200}
MODELS = SETTINGS.models.model_copy(
    update={
        name: SETTINGS.models.boosting(name).model_copy(update=TREES)
        for name in ("turnover", "absence")
    }
)
SIGNS: Mapping[str, Any] = {STRAIN: "raises", TENURE: "lowers"}
HORIZON = 3
# Far enough back for the horizon to have closed by the last month.
ORIGIN = LAST - pd.offsets.MonthEnd(6)


@dataclass(frozen=True, slots=True)
class Learned:
    """Rows, settings and the models of one origin."""

    people: Workforce
    came: pd.DataFrame
    rows: pd.DataFrame
    known: pd.DataFrame
    fitting: targets.Fitting
    fitted: Mapping[str, Any]
    to_score: pd.DataFrame


@cache
def made_up_people() -> Workforce:
    return workforce()


def came_of(outcome: Outcome, people: Workforce) -> pd.DataFrame:
    window = outcomes.Window(HORIZON, clock.closed_until(SETTINGS.time), 0)
    if outcome == "turnover":
        return outcomes.turnover_outcomes(
            people.features, people.departures, ("voluntary",), window
        )
    return outcomes.absence_outcomes(
        people.features, people.absences, people.departures, ("sickness",), 1, window
    )


@cache
def learned(outcome: Outcome) -> Learned:
    people = made_up_people()
    came = came_of(outcome, people)
    rows = stack.stacked(people.features, came)
    known = clock.training_rows(rows, ORIGIN, MODELS.gap_months)
    columns = stack.feature_columns(people.features)
    fitting = targets.fitting_of(outcome, columns, SIGNS, MODELS)
    return Learned(
        people,
        came,
        rows,
        known,
        fitting,
        candidates.fit_all(known, fitting),
        stack.rows_to_score(people.features, ORIGIN, HORIZON),
    )
