"""The simulated company as an export: every table of the contracts it fills."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from connectors.simulator import (
    calls,
    contact_records,
    milestone_records,
    organisation_records,
    people_records,
    rotas,
    shift_records,
    survey_records,
)
from connectors.simulator.history import History, Month

# Tables that come month by month, being too large to hold whole.
MONTHLY = ("shifts", "interactions")
FIRST_SHIFT, FIRST_CONTACT = 10_000_000, 1_000_000_000


def whole_tables(history: History) -> Mapping[str, pa.Table]:
    """Write every table but those of ``MONTHLY``, each sorted by its key."""
    return {
        "people": people_records.people(history),
        "assignments": people_records.assignments(history),
        "teams": people_records.teams(history),
        "departures": people_records.departures(history),
        "absences": people_records.absences(history),
        "milestones": milestone_records.milestones(history),
        "survey_questions": survey_records.questions(),
        "survey_invitations": survey_records.invitations(history),
        "survey_answers": survey_records.answers(history),
        "initiatives": organisation_records.initiatives(history),
        "team_plans": organisation_records.team_plans(history),
        "truth": people_records.truth(history),
    }


def monthly_tables(
    history: History, months: Iterable[Month]
) -> Iterator[Mapping[str, pa.Table]]:
    """Write shifts and interactions, month after month.

    Parameters
    ----------
    history : History
    months : iterable of Month
        ``history.recorded``, or a bar that goes through it.

    Yields
    ------
    mapping of table name to pyarrow.Table
        A part of each of ``MONTHLY``; the parts one after the other are sorted
        by key.
    """
    known = rotas.facts(history)
    customers = contact_records.customer_names(history)
    shift, contact = FIRST_SHIFT, FIRST_CONTACT
    for month in months:
        rota = rotas.of_month(history, month, known)
        taken = calls.of_month(history, month, rota)
        yield {
            "shifts": shift_records.shifts(history, rota, shift),
            "interactions": contact_records.interactions(
                history, month, taken, contact, customers
            ),
        }
        shift += len(rota.who)
        contact += len(taken.who)
