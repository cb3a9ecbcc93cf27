"""The sheet of a team: one page for its meeting, from facts to a date."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from reports.content.factors import Factor, Indicator
from reports.content.figures import Figure
from reports.content.unit import UnitPage
from reports.paper import blocks, sections, sentences, strain
from reports.paper.blocks import Line, Text
from reports.paper.questions import BY_FAMILY, DO_THEY_MATCH, IN_GENERAL
from reports.words import vocabulary
from reports.words.language import Language
from reports.words.naming import Names

FACTS, QUESTIONS = 2, 3


def team_sheet(page: UnitPage, names: Names) -> dict[str, Any]:
    """Say what a team's sheet holds.

    Parameters
    ----------
    page : UnitPage
        Of a team, or of teams that are counted together.
    names : Names

    Returns
    -------
    dict
        What ``templates/sheet.typ`` asks for.
    """
    say = names.language.say
    facts = list(islice(_facts(page, names), FACTS))
    nothing = say("No figure of this team stands out this month, or may be shown.")
    return {
        "name": page.unit.name,
        "place": _place(page, names),
        "members": _members(page, names),
        "threshold": {
            "title": say("The agreed threshold"),
            "table": _threshold(page, names),
        },
        "facts": {
            "title": say("Two facts"),
            "lines": [line for _, line in facts],
            "nothing": nothing,
        },
        "strain": {
            "title": say("Signs of strain, no diagnosis"),
            "table": strain.short_table(page.unit, names),
        },
        "questions": {
            "title": say("Three questions"),
            "lines": list(islice(_questions([f for f, _ in facts], names), QUESTIONS)),
        },
        "action": {
            "title": say("What we try"),
            "hint": _ideas(page, names),
            "line": say("Action"),
        },
        "review": {
            "title": say("When we look at it again"),
            "hint": _review(page, names.language),
            "start": say("Starts on"),
            "date": say("Review date"),
        },
    }


def _place(page: UnitPage, names: Names) -> str:
    language, target = names.language, names.report.company.target
    where = [link.unit.name for link in page.above]
    if page.unit.people is not None:
        where.append(sentences.about(page.unit.people, language))
    if target:
        months = language.numbers.months(*target)
        where.append(language.say("forecast for %(months)s", months=months))
    return " · ".join(where)


def _members(page: UnitPage, names: Names) -> str:
    if not page.members:
        return ""
    together = names.language.say(
        "Each of these teams is too small to be shown alone; this page counts them "
        "together:"
    )
    return f"{together} {' · '.join(link.unit.name for link in page.members)}"


def _threshold(page: UnitPage, names: Names) -> blocks.Block:
    say = names.language.say
    columns = [
        blocks.column(say("Outcome"), 1.3),
        blocks.column(say("Level"), 1.6),
        blocks.column(say("Above the agreed threshold"), 1.9),
        blocks.column(say("Threshold"), 1.4),
        blocks.column(say("Agreed"), 1.5),
    ]
    rows = [_outcome(figure, names) for figure in page.unit.figures.values()]
    return blocks.table(columns, rows, say("The agreed threshold"))


def _outcome(figure: Figure, names: Names) -> list[Text]:
    language = names.language
    name = sections.outcome(figure.outcome, language)
    level: Text = [blocks.quiet(language.say("not published"))]
    chances: Text = sections.NONE
    if figure.shown and figure.level:
        leaning = sentences.settling(figure, language)
        level = [sentences.level(figure.level, language)]
        level += [blocks.under(), blocks.quiet(leaning)] if leaning else []
    if figure.shown and figure.chance is not None:
        dots = blocks.dots(figure.chance)
        chances = [dots, blocks.under(), language.chances(figure.chance)]
    return [name, level, chances, *_agreed(figure.outcome, names)]


def _agreed(code: str, names: Names) -> list[Text]:
    language = names.language
    found = [term for term in names.report.company.agreed if term.outcome == code]
    if not found:
        return [sections.NONE, sections.NONE]
    term, shares = found[0], sentences.shares(code, language)
    rate = f"{language.numbers.percent(term.rate)} {shares}"
    who = language.pick(term.agreed_with)
    return [rate, [language.numbers.day(term.agreed_on), blocks.under(), who]]


def _facts(page: UnitPage, names: Names) -> Iterator[tuple[str, Line]]:
    """Give facts with the family that each is of, the most telling first."""
    if not page.unit.shown:
        return
    told: set[str] = set()
    for code, factor in _factors(page):
        telling = [i for i in factor.indicators if i.worse is factor.raises]
        if telling and factor.family not in told:
            told.add(factor.family)
            yield factor.family, _fact(factor, telling[0], code, names)
    yield from _plain(page, names.language)


def _factors(page: UnitPage) -> Iterator[tuple[str, Factor]]:
    by_level = sorted(
        (f for f in page.unit.figures.values() if f.shown and f.level),
        key=lambda f: -list(vocabulary.LEVELS).index(f.level or "low"),
    )
    found = [(f.outcome, page.factors.get(f.outcome, ())) for f in by_level]
    every = [(code, factor) for code, factors in found for factor in factors]
    yield from ((code, factor) for code, factor in every if factor.raises)
    yield from ((code, factor) for code, factor in every if not factor.raises)


def _fact(factor: Factor, shown: Indicator, code: str, names: Names) -> Line:
    language = names.language
    say, write = language.say, language.numbers
    name = names.indicator(factor.family, shown.name)
    here = write.measured(shown.value, shown.unit)
    there = write.measured(shown.reference or 0.0, shown.unit)
    compared = (
        say("%(here)s here, %(there)s in comparable teams", here=here, there=there)
        if factor.reference == "peers"
        else say("%(here)s here, %(there)s in the company", here=here, there=there)
    )
    direction = (
        say("associated factor: goes with a higher forecast")
        if factor.raises
        else say("protective factor: goes with a lower forecast")
    )
    outcome = sections.outcome(code, language)
    quiet = f"{names.family(factor.family)} – {direction} ({outcome})"
    return [
        blocks.strong(f"{name}{_colon(language)}"),
        compared,
        blocks.under(),
        blocks.quiet(quiet),
    ]


def _plain(page: UnitPage, language: Language) -> Iterator[tuple[str, Line]]:
    """Give plain figures, where no factor tells anything."""
    write = language.numbers
    for line in page.kpis:
        if line.value is not None and line.company is not None:
            compared = language.say(
                "%(here)s here, %(there)s in the company",
                here=write.measured(line.value, line.kpi.unit),
                there=write.measured(line.company, line.kpi.unit),
            )
            name = f"{language.pick(line.kpi.label)}{_colon(language)}"
            yield "", [blocks.strong(name), compared]


def _colon(language: Language) -> str:
    return "\N{NO-BREAK SPACE}: " if language.code == "fr" else ": "


def _questions(families: list[str], names: Names) -> Iterator[str]:
    say = names.language.say
    asked = [BY_FAMILY[family] for family in families if family in BY_FAMILY]
    first = [DO_THEY_MATCH] if families else []
    yield from (say(question) for question in chain(first, asked, IN_GENERAL))


def _ideas(page: UnitPage, names: Names) -> str:
    say, pick = names.language.say, names.language.pick
    if not page.cards or not page.unit.shown:
        return say("One thing, small enough to begin this month.")
    begin = say("Ideas to start from")
    titles = " · ".join(pick(card.title) for card, _ in page.cards)
    return f"{begin}{_colon(names.language)}{titles}"


def _review(page: UnitPage, language: Language) -> str:
    if not page.cards or not page.unit.shown:
        return language.say("A date on which the team looks at it together.")
    weeks = page.cards[0][0].weeks
    return language.say_many(
        "For the first idea: %(num)s week after the start.",
        "For the first idea: %(num)s weeks after the start.",
        weeks,
    )
