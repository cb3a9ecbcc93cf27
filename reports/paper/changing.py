"""What changed since last month, on paper."""

from collections.abc import Iterator, Sequence

from reports.content import crowd
from reports.content.changes import Changes, Gone, Move
from reports.pages.links import Link
from reports.paper import blocks, sections, sentences
from reports.paper.blocks import Block, Piece, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def changes_blocks(found: Changes, shown: bool, names: Names) -> Iterator[Block]:
    """Give what changed in some units since the month before.

    Parameters
    ----------
    found : Changes
    shown : bool
        Whether the unit that the document is about has figures.
    names : Names
    """
    say = names.language.say
    yield blocks.heading(2, say("What changed since last month"))
    if not found.compared:
        yield blocks.paragraph(say("There is no earlier month to compare with."))
    elif found.none:
        yield blocks.paragraph(
            say(
                "Nothing changed: same levels, and every figure inside last month's "
                "range."
            )
            if shown
            else say("Nothing changed: it was not shown last month either.")
        )
    else:
        yield from _told(found, names)


def _told(found: Changes, names: Names) -> Iterator[Block]:
    say = names.language.say
    ups = [move for move in found.levels if move.up]
    downs = [move for move in found.levels if not move.up]
    if not found.levels:
        yield blocks.paragraph(say("No level moved."), tone="quiet")
    level, note = say("Level"), say("Note")
    parts: list[tuple[str, str, list[list[Text]]]] = [
        (say("Level went up"), level, [_level(move, names) for move in ups]),
        (say("Level went down"), level, [_level(move, names) for move in downs]),
        (
            say("Same level, but outside last month's range"),
            note,
            [_strayed(move, names) for move in found.figures],
        ),
        (say("Newly shown"), note, [_appeared(one, names) for one in found.appeared]),
        (
            say("No longer shown by itself"),
            note,
            [_gone(one, names) for one in found.gone],
        ),
        (
            say("Earlier figures carried on"),
            note,
            [_carried(move, names) for move in found.carried],
        ),
    ]
    for title, last, rows in parts:
        if rows:
            yield from _part(title, last, rows, names.language)


def _part(
    title: str, last: str, rows: Sequence[Sequence[Text]], language: Language
) -> Iterator[Block]:
    many = language.numbers.whole(len(rows))
    yield blocks.heading(3, title, " ", blocks.quiet(f"({many})"))
    columns = [
        blocks.column(language.say("Team"), 1.6),
        blocks.column(language.say("Outcome"), 0.8),
        blocks.column(last, 2.6),
    ]
    yield blocks.table(columns, crowd.listed(rows), title)
    yield from sections.elsewhere(rows, language)


def _who(move: Move, names: Names) -> list[Text]:
    unit = move.link.unit
    name = names.company if unit.level == "company" else unit.name
    return [name, names.language.say(vocabulary.SHORT_OUTCOMES[move.figure.outcome])]


def _level(move: Move, names: Names) -> list[Text]:
    moved: list[Piece] = sentences.before(move.figure, names.language)
    return [*_who(move, names), moved]


def _strayed(move: Move, names: Names) -> list[Text]:
    figure, write = move.figure, names.language.numbers
    if figure.rate is None or figure.low_before is None or figure.high_before is None:
        return [*_who(move, names), ""]
    said = names.language.say(
        "%(now)s, where %(range)s was expected a month earlier",
        now=write.percent(figure.rate),
        range=write.percents(figure.low_before, figure.high_before),
    )
    return [*_who(move, names), f"{'↗' if move.up else '↘'} {said}"]


def _appeared(link: Link, names: Names) -> list[Text]:
    groups = {page.unit.id for page in names.report.unit_pages if page.members}
    together = names.language.say(
        "too small to be shown alone: counted together from now on"
    )
    return [link.unit.name, "", together if link.unit.id in groups else ""]


def _gone(one: Gone, names: Names) -> list[Text]:
    say = names.language.say
    if one.now is None:
        why = say("nobody in it any more, or no longer a unit")
    elif one.now.unit.joined:
        why = say("now counted with a neighbouring team")
    else:
        why = say("not published this month")
    return [one.unit.name, "", why]


def _carried(move: Move, names: Names) -> list[Text]:
    if move.figure.month is None:
        return [*_who(move, names), ""]
    month = names.language.numbers.month(move.figure.month)
    return [*_who(move, names), names.language.say("figure of %(month)s", month=month)]
