"""How a report is to be read, and what it must not be used for."""

from reports.words.naming import Names
from reports.words.vocabulary import later

# What a word of the report means, the levels last.
WORDS = (
    (
        later("Range"),
        later(
            "There are 8 chances in 10 that what comes falls in it. Small teams "
            "have wide ranges: chance weighs more there."
        ),
    ),
    (
        later("Associated factor"),
        later(
            "A working condition that goes with a higher forecast in this team "
            "than elsewhere. Shown only where repeated calculations agree and "
            "where no single person weighs too much."
        ),
    ),
    (
        later("Protective factor"),
        later(
            "A working condition that goes with a lower forecast: something to lean on."
        ),
    ),
    (
        later("Groups"),
        later(
            "A team of fewer than %(people)s people is counted together with a "
            "neighbouring team.",
        ),
    ),
    (
        later("Rounding"),
        later(
            "Figures are rounded, the more so the smaller the team, so that nobody "
            "can be recognised in them. Totals may therefore differ a little from "
            "the sum of their parts."
        ),
    ),
    (
        later("Carried on, not published"),
        later(
            "When a new figure would say too much about single people, "
            "the last one stays, with its month; otherwise nothing is shown."
        ),
    ),
    (
        later("Voluntary departures"),
        later(
            "Resignations and their like, among the people present at the end of "
            "the month who have not given notice."
        ),
    ),
    (
        later("Levels"),
        later(
            "They say how sure it is that the underlying rate is above the agreed "
            "threshold. A level changes only when it holds two months."
        ),
    ),
)


def limits(names: Names) -> list[str]:
    """Say what a report must not be used for."""
    say = names.language.say
    return [
        say("To judge, rank or choose people. It says nothing about any one person."),
        say(
            "To appraise supervisors and managers, or to compare them with one another."
        ),
        say("To decide on pay, discipline or a contract."),
        say("To set a team a target of absence or of departures."),
        say(
            "To conclude that a factor explains a departure or an absence: two things "
            "may go together without one leading to the other."
        ),
    ]


def explained(names: Names) -> list[tuple[str, str]]:
    """Explain the words of a report, the levels last."""
    say = names.language.say
    people = names.language.numbers.whole(names.report.min_people)
    return [(say(word), say(meaning, people=people)) for word, meaning in WORDS]
