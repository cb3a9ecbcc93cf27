"""The sheet of notes: the month, the thresholds, the columns, and the limits."""

from collections.abc import Iterator, Sequence

from reports.spreadsheet.cells import Cell, Column, Sheet, month, share
from reports.words import reading, vocabulary
from reports.words.naming import Names


def notes(sheets: Sequence[Sheet], names: Names) -> Sheet:
    """Say what each column of the other sheets means, and what it is not for."""
    say = names.language.say
    columns = [
        Column(say("Subject"), "", 30),
        Column(say("What"), "", 30),
        Column(say("Note"), "", 90),
    ]
    rows = [
        *_month(names),
        *_thresholds(names),
        *(
            [say("What this report must not be used for"), None, one]
            for one in reading.limits(names)
        ),
        *_words(names),
        *_columns(sheets),
    ]
    return Sheet(say("Notes"), columns, rows, held=0)


def _month(names: Names) -> Iterator[Sequence[Cell]]:
    report, say = names.report, names.language.say
    subject = say("Monthly report")
    yield [subject, say("Company"), names.whole]
    yield [subject, say("Month"), month(report.month)]
    if report.company.target:
        ahead = names.language.numbers.months(*report.company.target)
        yield [subject, say("Months forecast"), ahead]
    if report.made_up:
        made_up = say("Made-up data: this company does not exist.")
        yield [subject, say("Data"), made_up]


def _thresholds(names: Names) -> Iterator[Sequence[Cell]]:
    language = names.language
    say = language.say
    subject = say("The agreed thresholds")
    rate, when, whom = say("Threshold"), say("Agreed on"), say("Agreed with")
    for term in names.report.company.agreed:
        outcome = say(vocabulary.OUTCOMES[term.outcome])
        yield [subject, f"{outcome} · {rate}", share(term.rate)]
        yield [subject, f"{outcome} · {when}", term.agreed_on]
        yield [subject, f"{outcome} · {whom}", language.pick(term.agreed_with)]


def _words(names: Names) -> Iterator[Sequence[Cell]]:
    say = names.language.say
    subject = say("How to read it")
    for word, meaning in reading.explained(names):
        yield [subject, word, meaning]
    for code, chances in vocabulary.LEVEL_CHANCES.items():
        yield [subject, say(vocabulary.LEVELS[code]), say(chances)]


def _columns(sheets: Sequence[Sheet]) -> Iterator[Sequence[Cell]]:
    for sheet in sheets:
        for column in sheet.columns:
            yield [sheet.name, column.title, column.meaning]
