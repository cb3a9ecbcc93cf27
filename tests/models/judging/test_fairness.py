import numpy as np
import pandas as pd
import pytest

from models.judging import fairness

MONTHS = pd.date_range("2025-01-31", periods=2, freq="ME")


def judged(rate_of_yes, people=400):
    """Half of the people are in the group, and leave at this rate; 0.2 is forecast."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        [(m, p, f"t{p % 20}") for m in MONTHS for p in range(people)],
        columns=["as_of", "person_id", "team_id"],
    )
    rate = np.where(frame["person_id"] % 2 == 1, rate_of_yes, 0.2)
    came = (rng.random(len(frame)) < rate).astype(float)
    return frame.assign(observed=came, expected=0.2, weight=1.0)


def attribute(people=400):
    return {"women": pd.Series([p % 2 * 1.0 for p in range(people)])}


def test_groups_forecast_alike_have_a_ratio_of_about_one():
    (found,) = fairness.by_group(judged(0.2), attribute(), 2, 1).to_dict("records")
    assert found["low"] < 1 < found["high"]
    assert (found["attribute"], found["people"]) == ("women", 200)


def test_a_group_that_leaves_twice_as_often_as_forecast_shows():
    (found,) = fairness.by_group(judged(0.4), attribute(), 2, 1).to_dict("records")
    assert found["ratio"] == pytest.approx(2.0, abs=0.4)
    assert found["low"] > 1


def test_groups_of_few_people_are_not_looked_at():
    assert fairness.by_group(judged(0.4, 120), attribute(120), 2, 1).empty


def test_people_whose_attribute_nobody_knows_are_left_out():
    unknown = attribute()["women"].where(lambda known: known.index < 320)
    (found,) = fairness.by_group(judged(0.2), {"women": unknown}, 2, 1).to_dict(
        "records"
    )
    assert found["people"] == 160
