"""The sheets of what people decide: the thresholds, and what was tried."""

from collections.abc import Iterator, Sequence

from reports.content.tried import Initiative, Verdict
from reports.spreadsheet import columns, units
from reports.spreadsheet.cells import Cell, Column, Sheet, share
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names


def thresholds(names: Names) -> Sheet:
    """Give how many teams each threshold would mark."""
    language, page = names.language, names.report.company
    say = language.say
    found = [
        columns.outcome(language),
        Column(say("Threshold"), say("A rate that might be agreed on."), 12),
        Column(say("Agreed"), say("Whether it is the one agreed on."), 10),
        Column(
            say("Teams marked"),
            say("How many teams would be elevated or high this month."),
            15,
        ),
        Column(say("Teams in all"), say("How many teams have a level this month."), 15),
    ]
    rows = [
        [
            say(vocabulary.OUTCOMES[code]),
            share(option.rate),
            say("yes") if option.agreed else say("no"),
            option.marked,
            page.teams.get(code, 0),
        ]
        for code, options in page.options.items()
        for option in options
    ]
    return Sheet(say("Thresholds"), found, rows)


def tried(names: Names) -> Sheet:
    """Give what was tried, a row a unit, and what came of it."""
    language = names.language
    say = language.say
    found = [
        *columns.who(language),
        Column(say("Action"), say("What was done."), 42),
        Column(say("Figure that should move"), say("The figure that is followed."), 34),
        Column(say("Started on"), say("Its first day."), 14),
        Column(say("To review on"), say("When it is looked at again."), 14),
        Column(say("Ended on"), say("Its last day; empty while it goes on."), 14),
        Column(
            say("How the units were chosen"),
            say("The hardest ones, volunteers, a whole site, or by lot."),
            32,
        ),
        Column(
            say("What came of it"),
            say(
                "Whether the figure moved beside comparable units. A figure that moved "
                "is no proof that the action moved it."
            ),
            34,
        ),
        Column(
            say("Comparable units"),
            say("How many units without it were compared with."),
            18,
        ),
    ]
    rows = [row for one in names.report.company.tried for row in _tried(one, names)]
    return Sheet(say("What was tried"), found, rows)


def _tried(one: Initiative, names: Names) -> Iterator[Sequence[Cell]]:
    about = _about(one, names.language)
    for verdict in one.verdicts:
        yield [*_who(verdict, names), *about, *_came(verdict, names.language)]
    if one.together:
        together = names.language.say("All its units together")
        yield [together, None, *about, *_came(one.together, names.language)]


def _who(verdict: Verdict, names: Names) -> list[Cell]:
    if verdict.link is None:
        return [verdict.code, verdict.code]
    return units.who(verdict.link.unit, names)


def _about(one: Initiative, language: Language) -> list[Cell]:
    chosen = vocabulary.CHOSEN_BY.get(one.chosen_by or "")
    return [
        language.pick(one.card.title) if one.card else one.action,
        language.pick(one.kpi.label) if one.kpi else one.indicator,
        one.starts_on,
        one.review_on,
        one.ends_on,
        language.say(chosen) if chosen else None,
    ]


def _came(verdict: Verdict, language: Language) -> list[Cell]:
    not_yet = vocabulary.NOT_YET.get(verdict.reason or "")
    word = language.say(not_yet or vocabulary.FOLLOW_UPS[verdict.status])
    return [word, verdict.compared or None]
