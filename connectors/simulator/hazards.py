"""Who may leave next month, and how likely: the truth that models are held to.

A resignation is decided first and takes effect later: under trial at once,
afterwards mostly with notice. So the chance of an exit *in* the next month, for
somebody who has not announced one, is the chance of deciding times the chance
that the last day still falls into that month. Whoever has announced an exit
leaves on the day that was set, and nothing else happens to them.
"""

from dataclasses import dataclass

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.roster import Roster
from connectors.simulator.state import People, Units, tenure_months
from connectors.simulator.structure import Teams
from contracts.people_tables import DEPARTURE_REASONS

TRIAL_MONTHS = 3
NOTICE_SHARE = 0.9
# Days of notice: from 10 to 45, short ones more often.
NOTICE_DAYS = np.arange(10, 46)
NOTICE_WEIGHTS = (46.0 - NOTICE_DAYS) ** 2 / ((46.0 - NOTICE_DAYS) ** 2).sum()

LEVEL, SUPERVISOR_LEVEL = -4.20, -5.0
NEWCOMER, NEWCOMER_MONTHS = 1.55, 3.5
STRAIN, CONTAGION, QUALITY = 0.50, 1.5, -0.12
PAY_GAP, COMMUTE_HOUR = -1.5, 0.3
# Leaving by month of the year, January first: after the summer, in the new year.
SEASON = np.array([15, 5, 0, 0, -5, 0, -5, -10, 20, 5, -5, -15]) / 100

TRIAL_EMPLOYER, INVOLUNTARY, OTHER = 0.010, 0.0030, 0.0008
TERM_NOT_RENEWED, RETIREMENT, RETIREMENT_AGE = 0.25, 0.03, 62
REASON = {name: number for number, name in enumerate(DEPARTURE_REASONS)}
OTHER_REASONS = (
    "trial_end_employer",
    "involuntary",
    "end_of_contract",
    "retirement",
    "other",
)


@dataclass(frozen=True, slots=True)
class Hazards:
    """Chances of next month, one entry a person present at a month's end.

    Parameters
    ----------
    who : Ints
    deciding : Floats
        P(decides next month to resign); 0 once an exit is announced.
    voluntary, other : Floats
        P(voluntary exit in the next month), P(any other).
    parts : Floats, shape (present, len(OTHER_REASONS))
        ``other`` by reason.
    on_trial : Flags
    """

    who: Ints
    deciding: Floats
    voluntary: Floats
    other: Floats
    parts: Floats
    on_trial: Flags


def same_month_share(month: int) -> float:
    """Give P(last day in the month of the decision), past the trial period."""
    days = clock.days_in(month)
    decided = np.arange(1, days + 1)[:, None]
    inside = ((decided + NOTICE_DAYS <= days) * NOTICE_WEIGHTS).sum(axis=1)
    return float(1 - NOTICE_SHARE + NOTICE_SHARE * inside.mean())


def _deciding(
    roster: Roster, people: People, units: Units, teams: Teams, who: Ints, month: int
) -> Floats:
    """Give P(decides to resign in ``month``), state as of the month before."""
    team = people.team[who]
    tenure = tenure_months(roster.hired_on[who], clock.last_day(month - 1))
    led_by = units.supervisor[team]
    gone = people.leaves_on[led_by] < clock.first_day(month)
    leavers = np.minimum(units.recent_exits.sum(axis=0) / teams.seats, 0.4)
    commute = roster.commute_minutes[who] * (1 - roster.remote_share[who]) / 60
    agents = (
        LEVEL
        + NEWCOMER * np.exp(-tenure / NEWCOMER_MONTHS)
        + STRAIN * people.strain[who]
        + CONTAGION * leavers[team]
        + QUALITY * np.where(gone, -1.2, roster.quality[led_by])
        + teams.unseen[team]
        + PAY_GAP * roster.pay_gap[who]
        + COMMUTE_HOUR * (commute - 0.4)
    )
    logit = np.where(roster.supervisor[who], SUPERVISOR_LEVEL, agents)
    logit = logit + roster.frailty[who] + SEASON[month % 12]
    return np.asarray(1 / (1 + np.exp(-logit)))


def _other_parts(
    roster: Roster, people: People, who: Ints, on_trial: Flags, month: int
) -> Floats:
    """Give the chances of leaving otherwise in ``month``, a column a reason."""
    ends = people.term_on[who]
    term_ends = (ends >= clock.first_day(month)) & (ends <= clock.last_day(month))
    old = 1970 + month // 12 - roster.birth_year[who] >= RETIREMENT_AGE
    return np.column_stack(
        [
            TRIAL_EMPLOYER * on_trial,
            np.full(len(who), INVOLUNTARY),
            TERM_NOT_RENEWED * term_ends,
            RETIREMENT * old,
            np.full(len(who), OTHER),
        ]
    )


def of_next_month(
    roster: Roster, people: People, units: Units, teams: Teams, who: Ints, month: int
) -> Hazards:
    """Give everybody present at the end of a month their chances of the next.

    Parameters
    ----------
    roster, people, units, teams
        The company at the end of ``month``.
    who : Ints
        People employed after the month's last day.
    month : int

    Returns
    -------
    Hazards
    """
    following = month + 1
    tenure = tenure_months(roster.hired_on[who], clock.last_day(month))
    on_trial = (tenure < TRIAL_MONTHS) & ~roster.supervisor[who]
    announced = people.leaves_on[who] < NEVER
    due = people.leaves_on[who] <= clock.last_day(following)
    deciding = _deciding(roster, people, units, teams, who, following) * ~announced
    at_once = np.where(on_trial, 1.0, same_month_share(following))
    parts = _other_parts(roster, people, who, on_trial, following)
    parts = parts * ~announced[:, None]
    return Hazards(
        who=who,
        deciding=deciding,
        voluntary=np.where(announced, due * 1.0, deciding * at_once),
        other=parts.sum(axis=1),
        parts=parts,
        on_trial=on_trial,
    )
