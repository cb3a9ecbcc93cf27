"""Means of surveys and how sure they are, on answers that can be counted by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from privacy.release import release
from privacy.tables.survey_kpis import ANSWERS
from tests.privacy.small_company import MONTH, PARAMS, drawn, roster_of, teams_of

TEAMS = teams_of({"C": None, "S1": "C", "T1": "S1", "T2": "S1", "T3": "S1"})
SIZES = {"T1": 30, "T2": 30, "T3": 40}
BEFORE = MONTH - pd.offsets.MonthEnd(1)


def answers(month: pd.Timestamp = MONTH, **teams: dict[float, int]) -> pd.DataFrame:
    """So many answers a score, by team, in the last survey."""
    rows = [
        (month, "spring", team, "enps", score, number, 1, 6)
        for team, scores in teams.items()
        for score, number in scores.items()
    ]
    return pd.DataFrame(rows, columns=list(ANSWERS))


MIXED = {100.0: 4, 0.0: 3, -100.0: 5}
MANY = {100.0: 20, 0.0: 5, -100.0: 5}


def told(given: pd.DataFrame, *sizes: dict[str, int]) -> pd.DataFrame:
    people = replace(drawn(roster_of(*(sizes or (SIZES,)))), answers=given)
    kpis = release(people, TEAMS, PARAMS).tables["team_kpis"]
    last = kpis[(kpis["kpi"] == "enps") & (kpis["month"] == MONTH)]
    return last.set_index("unit_id")


def test_twelve_answers_leave_enps_unsure_by_nearly_fifty_points() -> None:
    row = told(answers(T1=MIXED, T2=MANY, T3=MANY)).loc["T1"]
    # Mean -8.3, to a step of 40 by which the other eleven can but guess; answers lie
    # 85 apart in the whole company: 1.96 * sqrt(85 ** 2 / 10 + 40 ** 2 / 12) = 57.3.
    assert (row["low"], row["value"], row["high"]) == (-58, 0, 58)
    assert row["answers"] == "<20"


def test_more_answers_make_it_surer() -> None:
    found = told(answers(T1=MIXED, T2=MANY, T3=MANY))
    width = found["high"] - found["low"]
    assert width["C"] < width["T2"] < width["T1"]
    assert found.loc["C", "answers"] == "50-99"


def test_an_interval_stays_on_its_scale() -> None:
    happy = {100.0: 9, 0.0: 3}
    row = told(answers(T1=happy, T2=MANY, T3=MANY)).loc["T1"]
    assert row["high"] <= 100


@pytest.mark.parametrize(
    "scores", [{100.0: 10}, {100.0: 20, 0.0: 2}, {0.0: 5, 100.0: 4}]
)
def test_few_answers_or_answers_nearly_all_alike_are_withheld(scores) -> None:
    row = told(answers(T1=scores, T2=MANY, T3=MANY)).loc["T1"]
    assert row["status"] == "withheld"
    assert row[["value", "low", "high", "answers"]].isna().all()


def test_a_site_less_its_teams_leaves_nobody_over() -> None:
    found = told(answers(T1={100.0: 3, -100.0: 3}, T2=MANY, T3=MANY))
    shown = found[found["status"] == "published"].index
    assert set(shown) == {"C", "S1", "T3"} or set(shown) == {"C", "S1", "T2"}


def test_a_group_that_formed_after_the_survey_became_known_waits() -> None:
    small = {"T1": 30, "T2": 5, "T3": 40}
    months = (BEFORE, MONTH)
    given = [answers(month, T1=MANY, T2=MANY, T3=MANY) for month in months]
    status = told(pd.concat(given), SIZES, small)["status"].to_dict()
    assert status.pop("T1") == status.pop("S1") == status.pop("C") == "published"
    assert list(status.values()) == ["withheld"]


def test_without_a_survey_no_figure_of_one_stands_there() -> None:
    assert told(answers()).empty
