"""Surveys as team means of the latest campaign known, never of a few answers.

Means that came ready-made, ``survey_scores``, stand in where there are no answers
or nobody says what the questions measure.
"""

from collections.abc import Collection

import narwhals as nw

from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import Past, share

TEAM = ("as_of", "team_id")
CAMPAIGN = (*TEAM, "campaign_id")
DAYS_A_MONTH = 30.4375
PROMOTER, PASSIVE = 9, 7
ANSWERS = frozenset({"survey_answers", "survey_questions"})
SCORES = "survey_scores"
TABLES = ("survey_answers", SCORES)


def has_means(tables: Collection[str]) -> bool:
    """Tell whether a source has any survey's means, or what makes them."""
    return has_answers(tables) or SCORES in tables


def has_answers(tables: Collection[str]) -> bool:
    """Tell whether a source has answers, and says what each question measures."""
    return set(tables) >= ANSWERS


def latest_answers(past: Past) -> Lazy:
    """Give each team's answers in its latest campaign known, on a scale of 0 to 1.

    Returns
    -------
    LazyFrame
        ``as_of, team_id, campaign_id, question, score`` (0 to 1).
    """
    width = nw.col("scale_max") - nw.col("scale_min")
    return _latest(past, "survey_answers").select(
        *CAMPAIGN,
        "question",
        score=share(nw.col("answer") - nw.col("scale_min"), width),
    )


def _latest(past: Past, table: str) -> Lazy:
    """Keep each team's latest campaign known.

    Campaigns closed before the long window are too old to say anything.
    """
    age = days_between(nw.col("closed_on"), nw.col("as_of"))
    known = past.records(table).filter(age < past.long_months * DAYS_A_MONTH)
    latest = known.with_columns(_latest=nw.col("closed_on").max().over(*TEAM))
    return latest.filter(nw.col("closed_on") == nw.col("_latest"))


def construct_means(past: Past) -> Lazy:
    """Give each construct's team mean, of enough answers.

    Returns
    -------
    LazyFrame
        ``as_of, team_id, construct, mean``: 0 to 1; eNPS as promoters less
        detractors, -100 to 100.
    """
    if has_answers(past.tables):
        return _means_of_answers(past)
    scores = _latest(past, SCORES).with_columns(
        total=nw.col("mean") * nw.col("answers")
    )
    return _means_of(scores, past)


def _means_of_answers(past: Past) -> Lazy:
    """Take the mean of each construct's questions, reversed ones turned."""
    asked = past.tables["survey_questions"].select("question", "construct", "reversed")
    scored = latest_answers(past).join(asked, on="question", how="inner")
    turned = nw.when(nw.col("reversed").fill_null(False)).then(1 - nw.col("score"))
    leaning = (
        nw.when(10 * nw.col("score") >= PROMOTER)
        .then(100.0)
        .when(10 * nw.col("score") < PASSIVE)
        .then(-100.0)
        .otherwise(0.0)
    )
    value = (
        nw.when(nw.col("construct") == "enps")
        .then(leaning)
        .otherwise(turned.otherwise(nw.col("score")))
    )
    questions = (
        scored.with_columns(value=value)
        .group_by(*TEAM, "construct", "question")
        .agg(total=nw.col("value").sum(), answers=nw.col("value").count())
    )
    return _means_of(questions, past)


def _means_of(totals: Lazy, past: Past) -> Lazy:
    """Bring totals of enough answers together, a mean a team and construct."""
    enough = totals.filter(nw.col("answers") >= past.min_answers)
    return (
        enough.group_by(*TEAM, "construct")
        .agg(total=nw.col("total").sum(), answers=nw.col("answers").sum())
        .select(*TEAM, "construct", mean=share(nw.col("total"), nw.col("answers")))
    )


def means_by_team(past: Past, constructs: tuple[str, ...]) -> Lazy:
    """Lay some constructs side by side, a row a team and snapshot."""
    return (
        construct_means(past)
        .group_by(*TEAM)
        .agg(
            *[
                nw.when(nw.col("construct") == name)
                .then(nw.col("mean"))
                .max()
                .alias(name)
                for name in constructs
            ]
        )
    )


def response_rates(past: Past) -> Lazy | None:
    """Give the share of those asked who answered; None without invitations.

    Nobody knows who answered, so whoever answered the question with the most
    answers is counted.
    """
    if "survey_invitations" not in past.tables:
        return None
    answered = (
        _answers_counted(past).group_by(*CAMPAIGN).agg(answers=nw.col("answers").max())
    )
    asked = past.tables["survey_invitations"].select(
        "campaign_id", "team_id", "invited"
    )
    found = answered.join(asked, on=["campaign_id", "team_id"], how="inner")
    enough = found.filter(nw.col("invited") >= past.min_answers)
    rate = share(nw.col("answers"), nw.col("invited"))
    return enough.select(*TEAM, response_rate=nw.min_horizontal(rate, nw.lit(1.0)))


def _answers_counted(past: Past) -> Lazy:
    """Count the answers of each team's latest campaign, by question or construct."""
    if has_answers(past.tables):
        return (
            latest_answers(past).group_by(*CAMPAIGN, "question").agg(answers=nw.len())
        )
    return _latest(past, SCORES).select(*CAMPAIGN, "answers")
