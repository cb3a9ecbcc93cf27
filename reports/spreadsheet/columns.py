"""The columns that several sheets share."""

from reports.spreadsheet.cells import Column
from reports.words.language import Language


def unit(language: Language) -> Column:
    """Give the column of names."""
    say = language.say
    return Column(say("Unit"), say("A team, teams counted together, or a site."), 30)


def code(language: Language) -> Column:
    """Give the column of codes."""
    say = language.say
    return Column(say("Code"), say("The unit's code in the data."), 14)


def who(language: Language) -> list[Column]:
    """Give the columns that say which unit a row is of."""
    return [unit(language), code(language)]


def outcome(language: Language) -> Column:
    """Give the column of what is forecast."""
    say = language.say
    return Column(say("Outcome"), say("What is forecast."), 22)


def level(language: Language) -> Column:
    """Give the column of levels."""
    say = language.say
    meaning = say(
        "How sure it is that the underlying rate is above the agreed threshold: four "
        "levels, see below."
    )
    return Column(say("Level"), meaning, 14)


def month(language: Language) -> Column:
    """Give the column of months."""
    say = language.say
    return Column(say("Month"), say("The month at whose end the figure was made."), 15)


def rate(language: Language) -> Column:
    """Give the column of central figures."""
    say = language.say
    meaning = say(
        "The central figure: share of people who leave, or of contracted hours lost, "
        "over the months forecast."
    )
    return Column(say("Expected"), meaning, 12)


def low(language: Language) -> Column:
    """Give the column of lower ends."""
    say = language.say
    meaning = say("Lower end of the range; 8 chances in 10 of falling in it.")
    return Column(say("From"), meaning, 10)


def high(language: Language) -> Column:
    """Give the column of upper ends."""
    say = language.say
    return Column(say("To"), say("Upper end of the range."), 10)


def company(language: Language) -> Column:
    """Give the column of the company's figures."""
    say = language.say
    return Column(say("Company"), say("The same figure for the whole company."), 12)


def threshold(language: Language) -> Column:
    """Give the column of thresholds."""
    say = language.say
    meaning = say("The agreed rate that the level is held against.")
    return Column(say("Threshold"), meaning, 12)


def figure_month(language: Language) -> Column:
    """Give the column of the months that figures are of."""
    say = language.say
    return Column(say("Figure of"), say("The month that the figure is of."), 15)


def state(language: Language) -> Column:
    """Give the column that says why a cell is empty."""
    say = language.say
    meaning = say(
        "Whether the figure is this month's, carried on from an earlier one, counted "
        "with another unit, or not published. An empty cell is never a zero."
    )
    return Column(say("State"), meaning, 26)
