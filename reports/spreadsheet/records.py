"""The sheets that say how far to trust the rest: what came, and what the data hold."""

from collections.abc import Iterator, Mapping, Sequence

from reports.content.figures import Unit
from reports.content.unit import Track
from reports.spreadsheet import columns, units
from reports.spreadsheet.cells import Cell, Column, Sheet, month, share
from reports.words import vocabulary
from reports.words.naming import Names

Tracks = Mapping[str, Sequence[Track]]


def track_record(names: Names) -> Sheet:
    """Give what was said beside what came, for sites and the company."""
    language = names.language
    say = language.say
    found = [
        *columns.who(language),
        columns.outcome(language),
        columns.month(language),
        Column(
            say("We said, from"),
            say("Lower end forecast: people leaving, or share of hours lost."),
            16,
        ),
        Column(say("We said, to"), say("Upper end of what was forecast."), 16),
        Column(say("Came, from"), say("Lower end of what came, rounded."), 16),
        Column(say("Came, to"), say("Upper end of what came, rounded."), 16),
        Column(say("In the range?"), say("Whether what came fell in the range."), 17),
    ]
    return Sheet(say("Said and came"), found, list(_tracks(names)))


def _tracks(names: Names) -> Iterator[Sequence[Cell]]:
    for unit, page in units.shown(names.report):
        yield from _unit(unit, page.tracks, names)


def _unit(unit: Unit, tracks: Tracks, names: Names) -> Iterator[Sequence[Cell]]:
    who, say = units.who(unit, names), names.language.say
    for outcome, lines in tracks.items():
        for line in lines:
            figures = (line.low, line.high, line.observed_low, line.observed_high)
            yield [
                *who,
                say(vocabulary.OUTCOMES[outcome]),
                month(line.month),
                *(round(f) if outcome == "turnover" else share(f) for f in figures),
                _inside(line, names),
            ]


def _inside(line: Track, names: Names) -> str | None:
    if line.inside is None:
        return None
    return names.language.say("yes") if line.inside else names.language.say("no")


def coverage(names: Names) -> Sheet:
    """Give what the data hold of each table."""
    say = names.language.say
    found = [
        Column(say("Table"), say("What the data tell of."), 34),
        Column(say("State"), say("Whether it came whole, in part, or not at all."), 14),
        Column(
            say("Share of people"), say("Share of the people that it speaks of."), 18
        ),
        Column(
            say("Nothing is said about"),
            say("Families of working conditions that are lost without it."),
            50,
        ),
    ]
    states = {
        "complete": say("complete"),
        "partial": say("in part"),
        "absent": say("absent"),
    }
    rows: list[Sequence[Cell]] = [
        [
            say(vocabulary.TABLES.get(one.table, one.table)),
            states[one.state],
            share(one.people_share),
            names.listed(one.families) or None,
        ]
        for one in names.report.coverage
    ]
    return Sheet(say("Data coverage"), found, rows)
