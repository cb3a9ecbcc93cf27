"""Who may leave next month, and how likely: the truth that models are held to.

A resignation is decided first and takes effect later: under trial at once,
afterwards mostly with notice. So the chance of an exit *in* the next month, for
somebody who has not announced one, is the chance of deciding times the chance
that the last day still falls into that month. Whoever has announced an exit
leaves on the day that was set, and nothing else happens to them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Floats, Ints
from connectors.simulator.truth import logit
from connectors.simulator.truth.state import Company, tenure_months
from connectors.simulator.truth.world import World
from contracts.people_tables import DEPARTURE_REASONS

TRIAL_MONTHS = 3
NOTICE_SHARE = 0.9
# Days of notice: from 10 to 45, short ones more often.
NOTICE_DAYS = np.arange(10, 46)
NOTICE_WEIGHTS = (46.0 - NOTICE_DAYS) ** 2 / ((46.0 - NOTICE_DAYS) ** 2).sum()

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
    terms : Floats, shape (present, len(logit.TERMS))
        Of the logit of ``deciding``.
    deciding : Floats
        P(decides next month to resign); 0 once an exit is announced.
    voluntary, other : Floats
        P(voluntary exit in the next month), P(any other).
    parts : Floats, shape (present, len(OTHER_REASONS))
        ``other`` by reason.
    on_trial : Flags
    """

    who: Ints
    terms: Floats
    deciding: Floats
    voluntary: Floats
    other: Floats
    parts: Floats
    on_trial: Flags


@cache
def share_leaving_by(month: int, until: int) -> float:
    """Give P(last day by the end of ``until`` | decided in ``month``), past trial."""
    days = np.arange(clock.first_day(month), clock.last_day(month) + 1)[:, None]
    in_time = days + NOTICE_DAYS <= clock.last_day(until)
    inside = (in_time * NOTICE_WEIGHTS).sum(axis=1)
    return float(1 - NOTICE_SHARE + NOTICE_SHARE * inside.mean())


def _other_parts(company: Company, who: Ints, on_trial: Flags, month: int) -> Floats:
    """Give the chances of leaving otherwise in ``month``, a column a reason."""
    ends = company.people.term_on[who]
    term_ends = (ends >= clock.first_day(month)) & (ends <= clock.last_day(month))
    old = 1970 + month // 12 - company.roster.birth_year[who] >= RETIREMENT_AGE
    return np.column_stack(
        [
            TRIAL_EMPLOYER * on_trial,
            np.full(len(who), INVOLUNTARY),
            TERM_NOT_RENEWED * term_ends,
            RETIREMENT * old,
            np.full(len(who), OTHER),
        ]
    )


def of_next_month(company: Company, world: World, who: Ints, month: int) -> Hazards:
    """Give everybody present at the end of a month their chances of the next.

    Parameters
    ----------
    company : Company
        At the end of ``month``.
    world : World
    who : Ints
        People employed after the month's last day.
    month : int

    Returns
    -------
    Hazards
    """
    roster, people, following = company.roster, company.people, month + 1
    tenure = tenure_months(roster.hired_on[who], clock.last_day(month))
    on_trial = (tenure < TRIAL_MONTHS) & ~roster.supervisor[who]
    announced = people.leaves_on[who] < NEVER
    due = people.leaves_on[who] <= clock.last_day(following)
    terms = logit.terms(company, world, who, following)
    deciding = 1 / (1 + np.exp(-terms.sum(axis=1))) * ~announced
    at_once = np.where(on_trial, 1.0, share_leaving_by(following, following))
    parts = _other_parts(company, who, on_trial, following) * ~announced[:, None]
    return Hazards(
        who=who,
        terms=terms,
        deciding=deciding,
        voluntary=np.where(announced, due * 1.0, deciding * at_once),
        other=parts.sum(axis=1),
        parts=parts,
        on_trial=on_trial,
    )
