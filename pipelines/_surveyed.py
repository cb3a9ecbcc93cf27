"""Answers to the last survey known, by team and score: no person stands in them."""

import numpy as np
import pandas as pd

from pipelines import _files
from pipelines._listening import last_survey
from privacy.tables.survey_kpis import ANSWERS

# Constructs that are plain figures of a unit, by what the figure is called.
FIGURES = {
    "enps": "enps",
    "engagement": "engagement",
    "exhaustion": "exhaustion",
    "workload": "felt_workload",
}
PROMOTER, PASSIVE = 0.9, 0.7
DAYS_A_MONTH, USUAL_WINDOW = 30.4375, 12


def answers(months: list[pd.Timestamp]) -> pd.DataFrame:
    """Count the scores of each month's last survey.

    Returns
    -------
    DataFrame
        ``privacy.tables.survey_kpis.ANSWERS``; empty without answers, or where nobody
        says what the questions measure.
    """
    needed = ("survey_answers", "survey_questions")
    if not all(_files.has_table(name) for name in needed):
        return pd.DataFrame(columns=list(ANSWERS))
    given = _files.read_latest("survey_answers")
    counted = scored(given, _files.read_latest("survey_questions"))
    found = [of_month(given, counted, month) for month in months]
    return pd.concat(found, ignore_index=True)[list(ANSWERS)]


def scored(given: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Bring answers to points, a reversed question turned, and count them.

    Returns
    -------
    DataFrame
        ``campaign_id, team_id, kpi, score, answers, questions``: eNPS as 100, 0 or
        -100, all else 0 to 100.
    """
    asked = questions[questions["construct"].isin(FIGURES)]
    rows = given.merge(asked[["question", "construct", "reversed"]], on="question")
    width = rows["scale_max"] - rows["scale_min"]
    share = ((rows["answer"] - rows["scale_min"]) / width).astype("float64")
    turned = share.mask(rows["reversed"].fillna(False).astype(bool), 1 - share)
    leaning = np.select([share >= PROMOTER, share < PASSIVE], [100.0, -100.0], 0.0)
    enps = rows["construct"] == "enps"
    rows = rows.assign(
        kpi=rows["construct"].map(FIGURES),
        score=(100 * turned).round(2).mask(enps, pd.Series(leaning, rows.index)),
    )
    number = rows.groupby(["campaign_id", "kpi"])["question"].nunique()
    keys = ["campaign_id", "team_id", "kpi", "score"]
    counts = rows.groupby(keys).size().rename("answers").reset_index()
    return counts.merge(number.rename("questions").reset_index())


def of_month(
    given: pd.DataFrame, counted: pd.DataFrame, month: pd.Timestamp
) -> pd.DataFrame:
    """Keep the last survey known by a month's end, and the months between surveys."""
    found = last_survey(given, month)
    campaign = found[0] if found else ""
    closed = pd.to_datetime(given["closed_on"]).groupby(given["campaign_id"]).max()
    here = closed.get(campaign, month)
    earlier = closed[closed < here]
    window = (
        round((here - earlier.max()).days / DAYS_A_MONTH)
        if len(earlier)
        else USUAL_WINDOW
    )
    return counted[counted["campaign_id"] == campaign].assign(
        month=month, window_months=max(window, 1)
    )
