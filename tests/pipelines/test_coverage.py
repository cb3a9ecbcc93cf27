import pandas as pd

from pipelines._people import coverage

CLEAN = {"rows": 5, "broken": {}}


def lost(*came):
    found = coverage(pd.Timestamp("2026-05-31"), dict.fromkeys(came, CLEAN))
    names = found["families_missing"].fillna("").str.split(",")
    return dict(zip(found["table"], names, strict=True))


def test_an_absent_table_names_the_families_lost_with_it():
    assert "climate" in lost("people")["survey_answers"]
    assert "support" in lost("people")["milestones"]


def test_what_another_table_stands_in_for_is_not_lost():
    assert lost("survey_scores")["survey_answers"] == [""]
    assert "support" not in lost("interactions")["milestones"]
