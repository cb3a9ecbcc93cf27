"""What is said of a figure on paper: the sentences of the screen, as plain text."""

from collections.abc import Sequence

from reports.content.figures import Figure, Unit
from reports.content.unit import Track
from reports.paper import blocks
from reports.paper.blocks import Piece
from reports.words import vocabulary
from reports.words.language import Language


def about(people: int, language: Language) -> str:
    """Say how large a unit is."""
    return language.say_many("about %(num)s person", "about %(num)s people", people)


def level(code: str, language: Language) -> Piece:
    """Name a level."""
    return blocks.level(code, language.say(vocabulary.LEVELS[code]))


def status(figure: Figure, language: Language) -> str:
    """Say why a figure is not this month's own."""
    if figure.status == "merged":
        return language.say(
            "Too small to be shown alone: counted with a neighbouring team."
        )
    if figure.status == "carried" and figure.month:
        return language.say(
            "Figure of %(month)s, carried on: this month's would say too much about "
            "single people.",
            month=language.numbers.month(figure.month),
        )
    return language.say(
        "Not published this month: showing it could say something about one person."
    )


def settling(figure: Figure, language: Language) -> str:
    """Say what this month alone would say, where that is another level."""
    if figure.settling is None:
        return ""
    word = language.say(vocabulary.LEVELS[figure.settling])
    return language.say("this month alone: %(level)s", level=word)


def meaning(figure: Figure, code: str, language: Language) -> str:
    """Say what a figure's level asks of its reader."""
    if figure.settling:
        return language.say(
            "This month points to “%(level)s”: the level changes if next month says "
            "so too.",
            level=language.say(vocabulary.LEVELS[figure.settling]),
        )
    return language.say(vocabulary.MEANINGS[code])


def shares(outcome: str, language: Language) -> str:
    """Say of what an outcome's rate is a share."""
    return language.say(vocabulary.SHARES[outcome])


def trend(figure: Figure, language: Language) -> str:
    """Say in words what a trend shows."""
    name = language.say(vocabulary.OUTCOMES[figure.outcome])
    if len(figure.points) < 2:
        return name
    first, last, write = figure.points[0], figure.points[-1], language.numbers
    return language.say(
        "%(outcome)s: from %(first)s in %(start)s to %(last)s in %(end)s.",
        outcome=name,
        first=write.percent(first.rate),
        start=write.month(first.month),
        last=write.percent(last.rate),
        end=write.month(last.month),
    )


def held(lines: Sequence[Track], language: Language) -> str:
    """Say how often the range held what came."""
    judged = [line.inside for line in lines if line.inside is not None]
    write = language.numbers.whole
    return language.say(
        "The range held what came %(inside)s times out of %(total)s.",
        inside=write(sum(judged)),
        total=write(len(judged)),
    )


def came(lines: Sequence[Track], outcome: str, months: int, language: Language) -> str:
    """Say what was forecast last and what came of it."""
    last, write = lines[-1], language.numbers
    counted = outcome == "turnover"
    span = write.counts if counted else write.percents
    values = {
        "month": write.month(last.month),
        "said": span(last.low, last.high),
        "came": span(last.observed_low, last.observed_high),
    }
    if counted:
        return language.say_many(
            "At the end of %(month)s, %(said)s departures were expected in the month "
            "that followed; there were %(came)s.",
            "At the end of %(month)s, %(said)s departures were expected over the "
            "%(num)s months that followed; there were %(came)s.",
            months,
            **values,
        )
    return language.say_many(
        "At the end of %(month)s, %(said)s of contracted hours were expected to be "
        "lost in the month that followed; %(came)s were.",
        "At the end of %(month)s, %(said)s of contracted hours were expected to be "
        "lost over the %(num)s months that followed; %(came)s were.",
        months,
        **values,
    )


def before(figure: Figure, language: Language) -> list[Piece]:
    """Say how the level stands to last month's."""
    if figure.level_before is None or figure.level is None:
        return [language.say("no earlier month to compare with")]
    if figure.steps:
        then, now = (
            level(code, language) for code in (figure.level_before, figure.level)
        )
        return [then, " → ", now]
    same = language.say("same level")
    if figure.since is None:
        return [same]
    since = language.say("since %(month)s", month=language.numbers.month(figure.since))
    return [f"{same}, {since}"]


def place(unit: Unit, site: Unit | None, language: Language) -> str:
    """Say where a unit belongs, if its name does not, and how large it is."""
    where = site.name if site and unit.name_in(site) == unit.name else ""
    size = about(unit.people, language) if unit.people is not None else ""
    return " · ".join(part for part in (where, size) if part)
