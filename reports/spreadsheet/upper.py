"""The sheets of what only sites and the company tell: staffing, and listening."""

from collections.abc import Iterator, Sequence

from reports.content.listening import Mirror
from reports.content.staffing import Outlook
from reports.spreadsheet import columns, units
from reports.spreadsheet.cells import Cell, Column, Sheet, month, share
from reports.words.naming import Names


def staffing(names: Names) -> Sheet:
    """Give the full-time equivalents missing in the months ahead."""
    say = names.language.say
    found = [
        *columns.who(names.language),
        Column(say("Month ahead"), say("The month that is looked ahead to."), 15),
        Column(say("Planned"), say("Full-time equivalents planned."), 11),
        Column(
            say("Missing, from"),
            say(
                "Fewest full-time equivalents missing if nobody were hired; below "
                "zero, there are more than planned."
            ),
            15,
        ),
        Column(say("Missing, to"), say("Most full-time equivalents missing."), 15),
    ]
    rows = [
        row
        for _, page in units.shown(names.report)
        for outlook in page.upper.ahead[:1]  # The unit itself; its sites have pages.
        for row in _ahead(outlook, names)
    ]
    return Sheet(say("Staffing"), found, rows)


def _ahead(outlook: Outlook, names: Names) -> Iterator[Sequence[Cell]]:
    who = units.who(outlook.link.unit, names)
    for one in outlook.months:
        yield [*who, month(one.month), one.planned, one.low, one.high]


def listening(names: Names) -> Sheet:
    """Give the wait of customers beside the wait of teams."""
    say = names.language.say
    found = [
        *columns.who(names.language),
        Column(
            say("Customers, hours"),
            say("Hours until a first answer, mean over the latest months."),
            18,
        ),
        Column(
            say("Teams, days"),
            say(
                "Days from the last survey's results to a first action; empty where "
                "none was recorded, or nothing is known."
            ),
            16,
        ),
        Column(
            say("Took part"),
            say("Share of those invited who answered the last survey."),
            14,
        ),
    ]
    rows = [
        _mirror(mirror, names)
        for _, page in units.shown(names.report)
        for mirror in page.upper.mirrors[:1]
    ]
    return Sheet(say("Listening"), found, rows)


def _mirror(one: Mirror, names: Names) -> Sequence[Cell]:
    who = units.who(one.link.unit, names)
    days = None if one.team_days is None else round(one.team_days)
    return [*who, one.customer_hours, days, share(one.participation)]
