"""What would have been without an initiative: the same history, that one left out.

Every chance is looked up by whom it concerns, so the two histories differ where
the initiative reaches and nowhere else: their difference is its exact effect.
"""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Floats
from connectors.simulator.truth.hazards import REASON
from connectors.simulator.truth.history import History, prepared, simulate
from connectors.simulator.truth.month import Month

CHOSEN = tuple(REASON[name] for name in ("voluntary", "mutual", "trial_end_employee"))
MEASURES = ("agents", "chance_of_leaving", "leavers", "sick_rate")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of the teams of an initiative, and what would have come.

    Parameters
    ----------
    code : str
    with_it, without_it : Floats, shape (months, teams, len(MEASURES))
        Of every team; ``nan`` where nobody was there.
    """

    code: str
    with_it: Floats
    without_it: Floats


def lived_without(history: History, code: str) -> History:
    """Let the company live again, one initiative changing nothing.

    The others go to the teams to which they went.
    """
    world = replace(
        prepared(history.settings),
        started=history.started,
        without=frozenset({code}),
    )
    return simulate(history.settings, world=world)


def team_outcomes(history: History) -> Floats:
    """Measure every team in every month recorded; see ``Outcomes``."""
    return np.array([_of_month(history, month) for month in history.recorded])


def _of_month(history: History, month: Month) -> Floats:
    roster, people = history.company.roster, history.company.people
    count, chances = len(history.teams), month.hazards
    agents = ~roster.supervisor[chances.who]
    who = chances.who[agents]
    team = month.team[who]
    heads = np.bincount(team, minlength=count).astype(np.float64)
    # Of those who have announced nothing: the others' chance is no longer open.
    open_ones = chances.deciding[agents] > 0
    staying = np.bincount(team[open_ones], minlength=count)
    deciding = np.bincount(team, chances.deciding[agents], minlength=count)
    sick = np.bincount(team, month.rates.share[agents], minlength=count)
    gone = (people.leaves_on >= clock.first_day(month.number)) & (
        people.leaves_on <= clock.last_day(month.number)
    )
    gone &= np.isin(people.reason, CHOSEN) & ~roster.supervisor
    left = month.team[np.flatnonzero(gone)]
    with np.errstate(invalid="ignore"):
        return np.column_stack(
            [
                heads,
                deciding / staying,
                np.bincount(left, minlength=count),
                sick / heads,
            ]
        )


def potential(history: History) -> tuple[Outcomes, ...]:
    """Give what came with and without each thing tried."""
    came = team_outcomes(history)
    return tuple(
        Outcomes(
            one.what.code,
            came,
            team_outcomes(lived_without(history, one.what.code)),
        )
        for one in history.started
    )
