"""What a document says of itself: gaps, thresholds, limits, and how to read it."""

from collections.abc import Iterator, Sequence

from reports.content.company import Gap, Option
from reports.paper import blocks, sections, sentences
from reports.paper.blocks import Block, Text
from reports.words import reading, vocabulary
from reports.words.naming import Names


def closing_blocks(names: Names) -> Iterator[Block]:
    """Give the last part of the company's document."""
    yield from _gaps(names)
    yield from _thresholds(names)
    yield from _limits(names)
    yield from _glossary(names)


def _gaps(names: Names) -> Iterator[Block]:
    say = names.language.say
    yield blocks.heading(2, say("What the data can't see"))
    gaps = names.report.company.gaps
    if gaps:
        yield blocks.bullets(_gap(gap, names) for gap in gaps)
    never = say(
        "It never sees what is not recorded: what is said at the coffee machine, a "
        "life outside work, or what makes somebody want to stay."
    )
    yield blocks.paragraph(never, tone="quiet")


def _gap(gap: Gap, names: Names) -> Text:
    language = names.language
    say = language.say
    table = say(vocabulary.TABLES.get(gap.table, gap.table))
    if gap.absent:
        what = say("no data")
    elif gap.people_share is not None:
        share = language.numbers.percent(gap.people_share)
        what = say("data on %(share)s of the people", share=share)
    else:
        what = say("data in part")
    line: list[blocks.Piece] = [blocks.strong(table), " ", blocks.quiet(what)]
    if gap.families:
        families = names.listed(gap.families)
        lost = say("The report says nothing about: %(families)s.", families=families)
        line += [blocks.under(), lost]
    return line


def _thresholds(names: Names) -> Iterator[Block]:
    language = names.language
    say, write = language.say, language.numbers
    title = say("The agreed thresholds")
    columns = [
        blocks.column(say("Outcome"), 1.2),
        blocks.column(say("Threshold"), 1.6),
        blocks.column(say("Agreed on"), 1.2),
        blocks.column(say("Agreed with"), 1.2),
    ]
    rows: list[list[Text]] = [
        [
            sections.outcome(term.outcome, language),
            f"{write.percent(term.rate)} {sentences.shares(term.outcome, language)}",
            write.day(term.agreed_on),
            language.pick(term.agreed_with),
        ]
        for term in names.report.company.agreed
    ]
    yield blocks.heading(2, title)
    yield blocks.table(columns, rows, title)
    if names.report.company.options:
        yield from _options(names)


def _options(names: Names) -> Iterator[Block]:
    language, page = names.language, names.report.company
    say = language.say
    yield blocks.heading(3, say("What if the threshold were another one?"))
    yield blocks.paragraph(
        say(
            "How many teams would be elevated or high this month. It helps to agree on "
            "a threshold together: low enough to see trouble coming, high enough that "
            "each team marked can be helped. It doesn't say which teams."
        ),
        tone="intro",
    )
    yield blocks.cards(
        _other(code, options, names) for code, options in page.options.items()
    )


def _other(code: str, options: Sequence[Option], names: Names) -> list[Block]:
    language = names.language
    write, total = language.numbers, names.report.company.teams.get(code, 0)
    places = write.places(option.rate for option in options)
    rows: list[list[Text]] = [
        [
            write.percent(one.rate, places),
            language.say("agreed") if one.agreed else "",
            language.say_many(
                "%(num)s team of %(all)s",
                "%(num)s teams of %(all)s",
                one.marked,
                all=write.whole(total),
            ),
        ]
        for one in options
    ]
    columns = [
        blocks.column(language.say("Threshold")),
        blocks.column(""),
        blocks.column(language.say("Teams"), 1.5, right=True),
    ]
    title = sections.outcome(code, language)
    return [blocks.heading(4, title), blocks.table(columns, rows, title)]


def _limits(names: Names) -> Iterator[Block]:
    title = names.language.say("What this report must not be used for")
    forbidden = blocks.bullets(reading.limits(names), mark="cross")
    yield blocks.notice(blocks.heading(2, title), forbidden)


def _glossary(names: Names) -> Iterator[Block]:
    say = names.language.say
    yield blocks.heading(2, say("How to read it"))
    yield blocks.terms(reading.explained(names))
    levels: list[Text] = [
        [sentences.level(code, names.language), " ", say(chances)]
        for code, chances in vocabulary.LEVEL_CHANCES.items()
    ]
    yield blocks.bullets(levels, mark="none")
