"""What was tried, and what came of it, on paper."""

from collections.abc import Iterator, Sequence
from itertools import islice

from reports.content.tried import Initiative, Verdict
from reports.paper import blocks
from reports.paper.blocks import Block, Piece, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names

UNITS_SHOWN = 5  # The page and the spreadsheet name the others.


def tried_blocks(found: Sequence[Initiative], names: Names) -> Iterator[Block]:
    """Give each thing tried with the word on it; nothing where nothing was noted."""
    if not found:
        return
    say = names.language.say
    title = say("What was tried")
    yield blocks.heading(2, title)
    yield blocks.paragraph(
        say(
            "Did the figure that should move go with a change? Each unit is held "
            "against comparable units where nothing was tried then."
        ),
        tone="intro",
    )
    columns = [
        blocks.column(say("Action"), 2),
        blocks.column(say("Since"), 1.1),
        blocks.column(say("What should move"), 1.8),
        blocks.column(say("What came of it"), 2.6),
    ]
    yield blocks.table(columns, [_tried(one, names) for one in found], title)
    reminder = say(
        "A figure that moved is no proof that the action moved it: something else may "
        "have happened at the same time. No clear change is no proof that it changed "
        "nothing: in a few teams only large effects can be told from chance."
    )
    yield blocks.paragraph(reminder, tone="quiet")


def _tried(one: Initiative, names: Names) -> list[Text]:
    language = names.language
    moves = language.pick(one.kpi.label) if one.kpi else one.indicator or ""
    return [
        language.pick(one.card.title) if one.card else one.action,
        language.numbers.day(one.starts_on),
        moves,
        _came(one, names),
    ]


def _came(one: Initiative, names: Names) -> list[Piece]:
    language = names.language
    if one.together:
        all_of_them = language.say("All its units together")
        return [
            *_word(one.together, language),
            blocks.under(),
            blocks.quiet(all_of_them),
        ]
    line: list[Piece] = []
    for verdict in islice(one.verdicts, UNITS_SHOWN):
        line += [blocks.under()] if line else []
        line += [*_word(verdict, language), " ", blocks.quiet(_where(verdict, names))]
    if len(one.verdicts) > UNITS_SHOWN:
        line += [blocks.under(), "…"]
    return line


def _word(verdict: Verdict, language: Language) -> list[Piece]:
    word = language.say(vocabulary.came(verdict.status, verdict.reason))
    if not verdict.compared:
        return [word]
    beside = language.say_many(
        "beside %(num)s comparable unit",
        "beside %(num)s comparable units",
        verdict.compared,
    )
    return [word, " ", blocks.quiet(beside)]


def _where(verdict: Verdict, names: Names) -> str:
    if verdict.link is None:
        return f"({verdict.code})"
    unit = verdict.link.unit
    return f"({names.company if unit.level == 'company' else unit.name})"
