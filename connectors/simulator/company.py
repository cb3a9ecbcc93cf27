"""The simulated company as an export: every table of the contracts it fills."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyarrow as pa

from connectors.simulator.records import (
    absences,
    calls,
    contacts,
    errors,
    milestones,
    organisation,
    people,
    rotas,
    shifts,
    surveys,
    tool_errors,
)
from connectors.simulator.truth import tables
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month

# Tables that come month by month, being too large to hold whole.
MONTHLY = ("shifts", "interactions")


def whole_tables(
    history: History, seen: Callable[[int], object] = lambda _: None
) -> Mapping[str, pa.Table]:
    """Write every table but those of ``MONTHLY``, each sorted by its key.

    Parameters
    ----------
    history : History
    seen : callable
        Told each month that the truth has been lived on from.
    """
    return {**exported_tables(history), **tables.written(history, seen)}


def exported_tables(history: History) -> Mapping[str, pa.Table]:
    """Write what systems would show, with what goes wrong on the way."""
    found, asked = dict(record_tables(history)), history.settings.record_errors
    if asked.other_ids:
        found["keys"] = tool_errors.keys(history)
    return errors.whole(found, asked, history.settings.seed)


def record_tables(history: History) -> Mapping[str, pa.Table]:
    """Write what systems would show, but for the tables of ``MONTHLY``."""
    return {
        "people": people.people(history),
        "assignments": people.assignments(history),
        "teams": people.teams(history),
        "departures": people.departures(history),
        "absences": absences.absences(history),
        "milestones": milestones.milestones(history),
        "survey_questions": surveys.questions(),
        "survey_invitations": surveys.invitations(history),
        "survey_answers": surveys.answers(history),
        "initiatives": organisation.initiatives(history),
        "team_plans": organisation.team_plans(history),
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
    customers = contacts.customer_names(history)
    for month in months:
        rota = rotas.of_month(history, month, known)
        taken = calls.of_month(history, month, rota)
        written = {
            "shifts": shifts.shifts(history, month, rota),
            "interactions": contacts.interactions(history, month, taken, customers),
        }
        yield tool_errors.monthly(written, history, month)
