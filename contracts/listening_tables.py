"""The tables of surveys: by team and question, never by person."""

import narwhals as nw

from contracts._table import Column, Table, optional

CONSTRUCTS = (
    "enps",
    "engagement",
    "exhaustion",
    "workload",
    "recognition",
    "autonomy",
    "manager_support",
    "listening",
    "means",
    "team_bonds",
    "meaning",
    "development",
    "balance",
    "predictability",
    "stay_intention",
)

SURVEY_QUESTIONS = Table(
    "survey_questions",
    "What each question measures.",
    key=("question",),
    columns=(
        Column("question", "id", "The question's code."),
        Column("construct", "choice", "What it measures.", one_of=CONSTRUCTS),
        optional("reversed", "flag", "A high answer means little of the construct."),
        optional("label_fr", "text", "The question in French."),
        optional("label_en", "text", "The question in English."),
    ),
)

SURVEY_INVITATIONS = Table(
    "survey_invitations",
    "How many people of a team were asked.",
    key=("campaign_id", "team_id"),
    columns=(
        Column("campaign_id", "id", "The campaign."),
        Column("closed_on", "day", "Last day to answer."),
        Column("team_id", "id", "The team asked."),
        Column("invited", "count", "People asked."),
    ),
    rules={"nobody is asked a negative number of times": nw.col("invited") >= 0},
)

SURVEY_ANSWERS = Table(
    "survey_answers",
    "A row an answer; no person. Several answers may be alike, so no key.",
    key=(),
    columns=(
        Column("campaign_id", "id", "The campaign."),
        Column("closed_on", "day", "Last day to answer."),
        Column("team_id", "id", "The team of whoever answered."),
        Column("question", "id", "The question's code."),
        Column("answer", "number", "The answer, on its scale."),
        Column("scale_min", "number", "Lowest possible answer."),
        Column("scale_max", "number", "Highest possible answer."),
        optional("published_on", "day", "When the results were made known."),
    ),
    rules={
        "an answer lies on its scale": (nw.col("answer") >= nw.col("scale_min"))
        & (nw.col("answer") <= nw.col("scale_max")),
    },
)

SURVEY_SCORES = Table(
    "survey_scores",
    "Means by team, where the survey exists only so; read where answers or questions "
    "are missing.",
    key=("campaign_id", "team_id", "construct"),
    columns=(
        Column("campaign_id", "id", "The campaign."),
        Column("closed_on", "day", "Last day to answer."),
        Column("team_id", "id", "The team."),
        Column("construct", "choice", "What was measured.", one_of=CONSTRUCTS),
        Column(
            "mean",
            "number",
            "Mean answer, from 0 (lowest possible) to 1 (highest possible: much of "
            "what was measured); of enps, promoters less detractors, -100 to 100.",
        ),
        Column("answers", "count", "Number of answers."),
        optional("promoters", "count", "Answers of 9 or 10."),
        optional("passives", "count", "Answers of 7 or 8."),
        optional("detractors", "count", "Answers of 0 to 6."),
        optional("published_on", "day", "When the results were made known."),
    ),
    rules={
        "a mean rests on at least one answer": nw.col("answers") >= 1,
        "a mean lies between 0 and 1, that of enps between -100 and 100": (
            (nw.col("construct") == "enps") & nw.col("mean").is_between(-100, 100)
        )
        | ((nw.col("construct") != "enps") & nw.col("mean").is_between(0, 1)),
    },
)
