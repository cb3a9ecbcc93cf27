"""Answers counted by team and score, as the last survey known has them."""

import pandas as pd

from pipelines import _surveyed

ANSWERS = pd.DataFrame(
    [
        ("spring", "2026-05-20", "T1", "Q1", 9.0, 0.0, 10.0, "2026-06-07"),
        ("spring", "2026-05-20", "T1", "Q1", 7.0, 0.0, 10.0, "2026-06-07"),
        ("spring", "2026-05-20", "T1", "Q1", 6.0, 0.0, 10.0, "2026-06-07"),
        ("spring", "2026-05-20", "T1", "Q2", 5.0, 1.0, 5.0, "2026-06-07"),
        ("spring", "2026-05-20", "T1", "Q3", 5.0, 1.0, 5.0, "2026-06-07"),
        ("winter", "2025-11-20", "T1", "Q1", 10.0, 0.0, 10.0, "2025-12-08"),
    ],
    columns=[
        *("campaign_id", "closed_on", "team_id", "question", "answer"),
        *("scale_min", "scale_max", "published_on"),
    ],
)
QUESTIONS = pd.DataFrame(
    [("Q1", "enps", False), ("Q2", "exhaustion", None), ("Q3", "exhaustion", True)],
    columns=["question", "construct", "reversed"],
)


def counted(month: str) -> dict[tuple[str, float], int]:
    scores = _surveyed.scored(ANSWERS, QUESTIONS)
    found = _surveyed.of_month(ANSWERS, scores, pd.Timestamp(month))
    return {(row.kpi, row.score): row.answers for row in found.itertuples()}


def test_nine_is_a_promoter_seven_is_not_and_six_speaks_against() -> None:
    enps = {s: n for (kpi, s), n in counted("2026-06-30").items() if kpi == "enps"}
    assert enps == {100.0: 1, 0.0: 1, -100.0: 1}


def test_a_reversed_question_is_turned() -> None:
    said = {s: n for (k, s), n in counted("2026-06-30").items() if k == "exhaustion"}
    assert said == {100.0: 1, 0.0: 1}


def test_a_survey_counts_once_its_results_are_known() -> None:
    assert counted("2026-05-31") == {("enps", 100.0): 1}
    assert counted("2025-11-30") == {}


def test_the_window_is_the_time_since_the_survey_before() -> None:
    scores = _surveyed.scored(ANSWERS, QUESTIONS)
    june, january = (
        _surveyed.of_month(ANSWERS, scores, pd.Timestamp(month))
        for month in ("2026-06-30", "2026-01-31")
    )
    assert set(june["window_months"]) == {6}
    assert set(january["window_months"]) == {12}
