"""Rows to learn from and rows to score hold the same features, made coarse."""

import numpy as np
import pandas as pd

from models import stack

FEATURES = pd.DataFrame(
    {
        "as_of": pd.Timestamp("2026-03-31"),
        "person_id": ["bob", "ann", "cat"],
        "team_id": "red",
        "announced": [False, False, True],
        "weekly_hours": [35.0, 28.0, 35.0],
        "career__tenure_months": [12.34567, np.nan, 3.0],
    }
)


def test_features_keep_four_significant_digits() -> None:
    given = np.array([0.0, np.nan, 123456.0, -0.00123456, 7.0])
    wanted = np.array([0.0, np.nan, 123500.0, -0.001235, 7.0])
    np.testing.assert_allclose(stack.rounded(given), wanted, rtol=1e-12)


def test_rounding_twice_changes_nothing() -> None:
    once = stack.rounded(np.random.default_rng(1).lognormal(size=1000))
    np.testing.assert_array_equal(stack.rounded(once), once)


def test_everybody_at_risk_is_scored_at_every_lead() -> None:
    rows = stack.rows_to_score(FEATURES, pd.Timestamp("2026-03-31"), horizon=2)
    assert rows["person_id"].tolist() == ["ann", "ann", "bob", "bob"]
    assert rows["lead"].tolist() == [1, 2, 1, 2]
    assert rows["days"].tolist() == [30.0, 31.0] * 2
    assert rows["hours"].tolist() == [120.0, 124.0, 150.0, 155.0]


def test_rows_to_learn_from_carry_the_snapshot_s_features() -> None:
    ahead = stack.rows_to_score(FEATURES, pd.Timestamp("2026-03-31"), horizon=2)
    outcomes = ahead[["as_of", "person_id", "lead", "label_month"]].assign(rate=0.0)
    rows = stack.stacked(FEATURES, outcomes.iloc[::-1])
    columns = stack.feature_columns(FEATURES)
    np.testing.assert_array_equal(
        stack.matrix(rows, columns), stack.matrix(ahead, columns)
    )
