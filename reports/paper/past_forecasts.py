"""A forecast beside last month's, last year's, and what came, on paper."""

from collections.abc import Iterator

from reports.content.figures import Unit
from reports.content.past_forecasts import Forecast, Range
from reports.paper import blocks, sections, sentences
from reports.paper.blocks import Block, Piece, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def past_blocks(unit: Unit, level: int, names: Names) -> Iterator[Block]:
    """Give what a unit was told before, under a heading of a level."""
    found, language = names.report.past.get(unit.id, ()), names.language
    if not found:
        return
    say, codes = language.say, list(found[0].ranges)
    columns = [blocks.column(say("Forecast"), 1.6)]
    columns += [blocks.column(sections.outcome(code, language), 2) for code in codes]
    rows = [_forecast(one, codes, language) for one in found]
    yield blocks.heading(level, say("Beside last month and last year"))
    yield blocks.table(columns, rows, say("What was expected, and what came of it"))
    if all(one.when != "year" for one in found):
        missing = say("The same months of last year are not among those released.")
        yield blocks.paragraph(missing, tone="quiet")


def _forecast(one: Forecast, codes: list[str], language: Language) -> list[Text]:
    months = language.numbers.months(one.first, one.last)
    when = language.say(vocabulary.WHEN[one.when])
    cells = [_range(one.ranges.get(code), code, one, language) for code in codes]
    return [[when, blocks.under(), blocks.quiet(months)], *cells]


def _range(told: Range | None, code: str, one: Forecast, language: Language) -> Text:
    say, write = language.say, language.numbers
    if told is None:
        return [blocks.quiet(say("not published"))]
    span = write.counts if told.counted else write.percents
    said = span(told.low, told.high)
    line: list[Piece] = (
        [say("%(range)s departures", range=said)]
        if told.counted
        else [f"{said} ", blocks.quiet(sentences.shares(code, language))]
    )
    if told.last != one.last:
        line.append(blocks.quiet(f" ({write.months(told.first, told.last)})"))
    if told.came:
        came = say("what came: %(range)s", range=span(*told.came))
        line += [blocks.under(), blocks.strong(came)]
    return line
