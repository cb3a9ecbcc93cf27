"""Surveys as team means of the latest campaign known, never of a few answers.

Means that came ready-made, ``survey_scores``, stand in where there are no answers
or nobody says what the questions measure.
"""

from collections.abc import Collection, Mapping

import narwhals as nw

from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import Past, share
from features._sums import TEAM, exact_sum

CAMPAIGN = (*TEAM, "campaign_id")
# What of an answer says of whom and when it is.
ASKED = ("campaign_id", "closed_on", "team_id", "published_on")
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


def _latest(past: Past, rows: Lazy, table: str) -> Lazy:
    """Keep each team's latest campaign known.

    Campaigns closed before the long window are too old to say anything.
    """
    age = days_between(nw.col("closed_on"), nw.col("as_of"))
    known = past.known(rows, table).filter(age < past.long_months * DAYS_A_MONTH)
    latest = known.with_columns(_latest=nw.col("closed_on").max().over(*TEAM))
    return latest.filter(nw.col("closed_on") == nw.col("_latest"))


def _latest_totals(past: Past) -> Lazy:
    """Sum up the latest campaigns: a row a team, campaign and question or score.

    Returns
    -------
    LazyFrame
        ``as_of, team_id, campaign_id, item, construct, total, answers``.
    """
    if has_answers(past.tables):
        return _latest(past, _answered(past.tables), "survey_answers")
    scores = past.tables[SCORES].with_columns(
        item=nw.col("construct"), total=nw.col("mean") * nw.col("answers")
    )
    return _latest(past, scores, SCORES)


def _answered(tables: Mapping[str, Lazy]) -> Lazy:
    """Add answers up by campaign, team and question, before snapshots look at them.

    A mean of eNPS is promoters less detractors; a reversed question is turned.
    """
    asked = tables["survey_questions"].select("question", "construct", "reversed")
    # A question that nobody says the meaning of still counts as answered.
    answers = tables["survey_answers"].join(asked, on="question", how="left")
    width = nw.col("scale_max") - nw.col("scale_min")
    score = share(nw.col("answer") - nw.col("scale_min"), width)
    turned = nw.when(nw.col("reversed").fill_null(False)).then(1 - score)
    leaning = (
        nw.when(10 * score >= PROMOTER)
        .then(100.0)
        .when(10 * score < PASSIVE)
        .then(-100.0)
        .otherwise(0.0)
    )
    value = nw.when(nw.col("construct") == "enps").then(leaning)
    return (
        answers.with_columns(
            item=nw.col("question"), value=value.otherwise(turned.otherwise(score))
        )
        .group_by(*ASKED, "item", "construct")
        .agg(total=exact_sum(nw.col("value")), answers=nw.len())
    )


def construct_means(past: Past) -> Lazy:
    """Give each construct's team mean, of enough answers.

    Returns
    -------
    LazyFrame
        ``as_of, team_id, construct, mean``: 0 to 1; eNPS as promoters less
        detractors, -100 to 100.
    """
    questions = (
        _latest_totals(past)
        .group_by(*TEAM, "construct", "item")
        .agg(total=exact_sum(nw.col("total")), answers=nw.col("answers").sum())
    )
    enough = questions.filter(
        nw.col("answers") >= past.min_answers, ~nw.col("construct").is_null()
    )
    return (
        enough.group_by(*TEAM, "construct")
        .agg(total=exact_sum(nw.col("total")), answers=nw.col("answers").sum())
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
        _latest_totals(past)
        .group_by(*CAMPAIGN, "item")
        .agg(answers=nw.col("answers").sum())
        .group_by(*CAMPAIGN)
        .agg(answers=nw.col("answers").max())
    )
    asked = past.tables["survey_invitations"].select(
        "campaign_id", "team_id", "invited"
    )
    found = answered.join(asked, on=["campaign_id", "team_id"], how="inner")
    enough = found.filter(nw.col("invited") >= past.min_answers)
    rate = share(nw.col("answers"), nw.col("invited"))
    return enough.select(*TEAM, response_rate=nw.min_horizontal(rate, nw.lit(1.0)))
