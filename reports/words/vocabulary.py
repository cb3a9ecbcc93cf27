"""The English words of every code that the released tables use."""

from collections.abc import Mapping


def later(sentence: str) -> str:
    """Mark a sentence that is put into the reader's language where it is shown."""
    return sentence


OUTCOMES: Mapping[str, str] = {
    "turnover": later("Voluntary departures"),
    "absence": later("Sickness absence"),
    "long_absence": later("Long absence"),
}
SHORT_OUTCOMES: Mapping[str, str] = {
    "turnover": later("Departures"),
    "absence": later("Absence"),
    "long_absence": later("Long absence"),
}
SHARES: Mapping[str, str] = {
    "turnover": later("of the people present"),
    "absence": later("of contracted hours"),
    "long_absence": later("of the people present"),
}
# By whether more came than was forecast, or less.
STRAYED: Mapping[str, Mapping[bool, str]] = {
    "turnover": {
        True: later("Since %(month)s more people have left than was forecast."),
        False: later("Since %(month)s fewer people have left than was forecast."),
    },
    "absence": {
        True: later("Since %(month)s there has been more sickness than was forecast."),
        False: later("Since %(month)s there has been less sickness than was forecast."),
    },
    "long_absence": {
        True: later("Since %(month)s more long absences began than were forecast."),
        False: later("Since %(month)s fewer long absences began than were forecast."),
    },
}
LEVELS: Mapping[str, str] = {
    "low": later("Low"),
    "watch": later("Watch"),
    "elevated": later("Elevated"),
    "high": later("High"),
}
MEANINGS: Mapping[str, str] = {
    "low": later("Nothing out of the ordinary: no particular action is called for."),
    "watch": later("Worth keeping in mind: look again next month."),
    "elevated": later("Worth talking over with the team this month."),
    "high": later("To be looked at first, with the team and its supervisor."),
}
LEVEL_CHANCES: Mapping[str, str] = {
    "low": later("less than 2 chances in 10 of being above the agreed threshold"),
    "watch": later("2 to less than 5 chances in 10"),
    "elevated": later("5 to less than 8 chances in 10"),
    "high": later("8 chances in 10 or more"),
}
UNIT_LEVELS: Mapping[str, str] = {
    "team": later("Team"),
    "site": later("Site"),
    "activity": later("Activity"),
    "company": later("Company"),
}
TABLES: Mapping[str, str] = {
    "people": later("People"),
    "assignments": later("Assignments to teams"),
    "teams": later("Teams"),
    "departures": later("Departures"),
    "absences": later("Absences"),
    "milestones": later("Recognition, training, one-to-ones"),
    "shifts": later("Shifts"),
    "interactions": later("Contacts with customers"),
    "activity_days": later("Daily totals of contacts"),
    "queue_days": later("Queues by day"),
    "survey_questions": later("Survey questions"),
    "survey_invitations": later("Survey invitations"),
    "survey_answers": later("Survey answers"),
    "survey_scores": later("Survey results by team"),
    "team_plans": later("Planned headcount"),
    "events": later("Outages and product changes"),
    "initiatives": later("Actions under way"),
    "unit_kpis": later("Figures by unit"),
    "keys": later("Matching of codes between systems"),
}
FOLLOW_UPS: Mapping[str, str] = {
    "too_early": later("Too early to say"),
    "no_clear_change": later("No clear change"),
    "moved_as_hoped": later("Moved as hoped"),
    "moved_against": later("Moved the other way"),
}
# Why nothing can be said yet, in place of the word above.
NOT_YET: Mapping[str, str] = {
    "too_few_months": later("Too early to say"),
    "no_comparison": later("Too few comparable units to say"),
    "not_followed": later("Not followed for this unit"),
    "not_shown": later("Unit not shown"),
}
CHOSEN_BY: Mapping[str, str] = {
    "worst_teams": later("The units with the hardest figures"),
    "volunteers": later("Volunteers"),
    "whole_site": later("A whole site"),
    "drawn": later("Drawn by lot"),
}
# Against the company's figure; the mark says it without colour.
SIDES: Mapping[str, str] = {
    "above": later("above"),
    "like": later("alike"),
    "below": later("below"),
}
SIDE_MARKS: Mapping[str, str] = {"above": "▲", "like": "≈", "below": "▽"}
# Of which month's end a forecast is.
WHEN: Mapping[str, str] = {
    "now": later("This month"),
    "month": later("A month earlier"),
    "year": later("A year earlier"),
    "over": later("Latest forecast that is over"),
}
FAMILIES: Mapping[str, str] = {
    "workload": later("workload"),
    "emotional_load": later("emotional load"),
    "fragmentation": later("fragmentation of work"),
    "predictability": later("predictability of rotas"),
    "recognition": later("recognition"),
    "support": later("support and autonomy"),
    "climate": later("team climate"),
    "development": later("development"),
    "work_life": later("work and life"),
    "service_quality": later("service quality"),
    "absence_history": later("past absence"),
    "career": later("career"),
    "team": later("the team around"),
    "means": later("means to do the work"),
}
