"""The document of a unit that has others under it: a site, or an activity."""

from collections.abc import Iterator

from reports.content.figures import Figure, Unit
from reports.content.unit import UnitPage
from reports.paper import (
    blocks,
    changing,
    past_forecasts,
    sections,
    sentences,
    strain,
    upper,
)
from reports.paper.blocks import Block, Text
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def unit_blocks(page: UnitPage, names: Names) -> Iterator[Block]:
    """Say on paper what the page of a unit says."""
    language, unit = names.language, page.unit
    say, months = language.say, names.report.horizon_months
    yield from _expected(page, names)
    yield from past_forecasts.past_blocks(unit, 2, names)
    yield from changing.changes_blocks(page.changes, unit.shown, names)
    if page.below:
        yield blocks.heading(2, say("Its teams"))
        codes = vocabulary.SHORT_OUTCOMES
        shown = [code for code in codes if code in unit.figures]
        yield from sections.map_of(page.below, unit, shown, language)
    yield from upper.upper_blocks(page.upper, names)
    if not unit.shown:
        return
    yield from strain.strain_blocks(unit, names)
    yield from sections.factors(unit, page.factors, names)
    yield from _tries(page, names)
    yield from sections.trends(unit, months, say("Trend"), True, language)
    yield from sections.records(page.tracks, months, False, language)
    yield from sections.kpis(page.kpis, True, language)


def _expected(page: UnitPage, names: Names) -> Iterator[Block]:
    language, unit = names.language, page.unit
    target = names.report.company.target
    facts = [language.say(vocabulary.UNIT_LEVELS[unit.level])]
    if unit.people is not None:
        facts.append(sentences.about(unit.people, language))
    if target:
        months = language.numbers.months(*target)
        facts.append(language.say("forecast for %(months)s", months=months))
    yield blocks.heading(1, unit.name)
    yield blocks.paragraph(" · ".join(facts), tone="quiet")
    yield blocks.cards(
        _figure(figure, unit, language) for figure in unit.figures.values()
    )


def _figure(figure: Figure, unit: Unit, language: Language) -> list[Block]:
    name = sections.outcome(figure.outcome, language)
    if not figure.shown:
        text = sentences.status(figure, language)
        return [blocks.heading(2, name), blocks.paragraph(text)]
    found = [blocks.heading(2, name)]
    if figure.level:
        level = sentences.level(figure.level, language)
        found.append(blocks.paragraph(level, tone="strong"))
    if figure.chance is not None and figure.threshold is not None:
        found += _chances(figure, figure.chance, figure.threshold, language)
    if figure.level:
        found.append(
            blocks.paragraph(sentences.meaning(figure, figure.level, language))
        )
    found.append(blocks.terms(_facts(figure, unit, language)))
    return [*found, *sections.status([figure], language)]


def _chances(
    figure: Figure, chance: float, threshold: float, language: Language
) -> list[Block]:
    of_it = language.say(
        "of being above the agreed threshold: %(threshold)s %(of)s",
        threshold=language.numbers.percent(threshold),
        of=sentences.shares(figure.outcome, language),
    )
    chances = language.chances(chance)
    return [
        blocks.paragraph(chances[:1].upper() + chances[1:], tone="big"),
        blocks.paragraph(blocks.dots(chance), " ", of_it, tone="quiet"),
    ]


def _facts(
    figure: Figure, unit: Unit, language: Language
) -> Iterator[tuple[str, Text]]:
    say, write = language.say, language.numbers
    yield say("Since last month"), sentences.before(figure, language)
    if figure.low is not None and figure.high is not None:
        counted = ""
        if figure.count_low is not None and figure.count_high is not None:
            span = write.counts(figure.count_low, figure.count_high)
            counted = f" · {say('%(range)s departures', range=span)}"
        span = write.percents(figure.low, figure.high)
        yield say("Expected range"), f"{span} ({say('8 chances in 10')}){counted}"
    if figure.company is not None:
        yield say("In the company"), write.percent(figure.company)


def _tries(page: UnitPage, names: Names) -> Iterator[Block]:
    if not page.cards:
        return
    say = names.language.say
    yield blocks.heading(2, say("What could be tried"))
    yield blocks.paragraph(
        say(
            "Nothing calls for action this month. Should the team wish to try "
            "something all the same, here is a start."
        )
        if page.unit.ordinary
        else say(
            "Choose one with the team. Its effect will be measured, not assumed: note "
            "the start, and look on the date given."
        ),
        tone="intro",
    )
    yield blocks.cards(
        (
            sections.action(card, names.family(family), 0, names.language)
            for card, family in page.cards
        ),
        columns=3,
    )
