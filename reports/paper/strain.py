"""Signs of strain on paper, beside the company and the past."""

from collections.abc import Iterator

from reports.content.figures import Unit
from reports.content.strain import Sign
from reports.paper import blocks
from reports.paper.blocks import Block, Piece, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names

NONE = "–"


def strain_blocks(unit: Unit, names: Names) -> Iterator[Block]:
    """Give a unit's signs, how to read them, and its teams above the company."""
    signs, say = names.report.strain.get(unit.id, ()), names.language.say
    if not signs:
        return
    title = say("Signs of strain")
    yield blocks.heading(2, title)
    yield blocks.paragraph(_intro(unit, names.language), tone="intro")
    yield _table(signs, title, names.language)
    yield blocks.paragraph(
        say(
            "A figure of a survey is above or below when its whole range is; any other "
            "when it lies more than %(share)s away, and further than its rounding "
            "hides.",
            share=names.language.numbers.percent(names.report.near_share),
        ),
        tone="quiet",
    )


def short_table(unit: Unit, names: Names) -> Block | None:
    """Give those of a team's signs that have a figure, in few columns."""
    language = names.language
    found = names.report.strain.get(unit.id, ())
    signs = [sign for sign in found if sign.value is not None]
    if not signs:
        return None
    columns = [
        blocks.column(language.say("Sign"), 2.2),
        blocks.column(language.say("Now"), 1.2, right=True),
        blocks.column(language.say("Against the company"), 1.5),
        blocks.column(language.say("One period earlier"), 1.2, right=True),
    ]
    rows = [
        [
            language.pick(sign.kpi.label),
            _now(sign, language),
            _side(sign, language),
            _figure(sign, sign.before, language),
        ]
        for sign in signs
    ]
    return blocks.table(columns, rows, language.say("Signs of strain"))


def _intro(unit: Unit, language: Language) -> str:
    said = language.say(
        "What the surveys say of exhaustion and workload, with sickness absence and "
        "load beside it. This is no diagnosis, and says nothing about any one person."
    )
    if unit.level == "company":
        return said
    several = language.say(
        "Several signs above the company, or rising together, are a reason to talk it "
        "over; one alone says little."
    )
    return f"{said} {several}"


def _table(signs: tuple[Sign, ...], title: str, language: Language) -> Block:
    say = language.say
    compared = any(sign.side for sign in signs)
    last_year = any(sign.year_ago is not None for sign in signs)
    columns = [
        blocks.column(say("Sign"), 2.2),
        blocks.column(say("Now"), 1.3, right=True),
        *([blocks.column(say("Against the company"), 1.5)] if compared else []),
        blocks.column(say("One period earlier"), 1.1, right=True),
        *([blocks.column(say("A year earlier"), right=True)] if last_year else []),
        blocks.column(say("Teams above the company"), 1.2, right=True),
    ]
    rows: list[list[Text]] = [
        [
            language.pick(sign.kpi.label),
            _now(sign, language),
            *([_side(sign, language)] if compared else []),
            _figure(sign, sign.before, language),
            *([_figure(sign, sign.year_ago, language)] if last_year else []),
            _teams(sign, language),
        ]
        for sign in signs
    ]
    return blocks.table(columns, rows, title)


def _figure(sign: Sign, value: float | None, language: Language) -> str:
    return NONE if value is None else language.numbers.measured(value, sign.kpi.unit)


def _now(sign: Sign, language: Language) -> Text:
    if sign.value is None:
        return [blocks.quiet(language.say("no figure to show"))]
    line: list[Piece] = [blocks.strong(_figure(sign, sign.value, language))]
    if sign.low is not None and sign.high is not None:
        span = language.numbers.decimals(sign.low, sign.high)
        line.append(blocks.quiet(f" ({span})"))
    if sign.month:
        line.append(blocks.quiet(f" ({language.numbers.month(sign.month)})"))
    return line


def _side(sign: Sign, language: Language) -> Text:
    if sign.side is None:
        return NONE
    word = language.say(vocabulary.SIDES[sign.side])
    there = _figure(sign, sign.company, language)
    mark = vocabulary.SIDE_MARKS[sign.side]
    return [f"{mark}\N{NO-BREAK SPACE}{word} ", blocks.quiet(f"({there})")]


def _teams(sign: Sign, language: Language) -> str:
    if not sign.of:
        return NONE
    write = language.numbers.whole
    return language.say(
        "%(above)s of %(all)s", above=write(sign.above), all=write(sign.of)
    )
