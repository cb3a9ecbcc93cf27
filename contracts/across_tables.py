"""Rules that need more than one row; each a sentence, like those of a table."""

EMPLOYED = "the person is employed on that day"
ONE_SHIFT = "a person works one shift at a time"
TEAM_THERE = "the team is still there on the last day to answer"
RULES = {
    EMPLOYED: "interactions, activity_days, and shifts that were worked: on or after "
    "the first day known in people or assignments, and not after the last day in "
    "departures, unless an assignment began since.",
    ONE_SHIFT: "shifts: of two that were worked at the same time, the later one.",
    TEAM_THERE: "survey_invitations, survey_answers, survey_scores: the campaign "
    "closed by the ends_on of the team.",
}
