import pandas as pd
import pytest

from privacy.months import with_months
from privacy.tables.levels import level_of, steady_levels


def walked(*probabilities: float | None) -> pd.DataFrame:
    """One unit's months from January; None where it has no figure."""
    months = pd.date_range("2026-01-31", periods=len(probabilities), freq="ME")
    rows = pd.DataFrame(
        {"month": months, "unit_id": "T", "outcome": "turnover"}
    ).assign(probability_above=probabilities)
    return steady_levels(with_months(rows.dropna()))


@pytest.mark.parametrize(
    ("probability", "level"),
    [(0.0, "low"), (0.1, "low"), (0.2, "watch"), (0.5, "elevated"), (0.8, "high")],
)
def test_a_level_begins_at_its_bound(probability: float, level: str) -> None:
    assert level_of(pd.Series([probability])).tolist() == [level]


def test_a_level_changes_only_when_it_holds_two_months() -> None:
    levels = walked(0.1, 0.6, 0.1, 0.6, 0.6, 0.6)
    assert levels["level"].tolist() == ["low"] * 4 + ["elevated"] * 2
    assert levels["change"].tolist() == ["unknown", *["same"] * 3, "up", "same"]


def test_two_months_at_two_new_levels_change_nothing() -> None:
    assert walked(0.1, 0.6, 0.9)["level"].tolist() == ["low"] * 3


def test_a_level_says_since_when() -> None:
    since = walked(0.9, 0.1, 0.1, 0.1)["level_since"].dt.month.tolist()
    assert since == [1, 1, 3, 3]


def test_a_level_that_falls_says_down() -> None:
    assert walked(0.9, 0.1, 0.1)["change"].tolist()[-1] == "down"


def test_a_gap_starts_anew() -> None:
    levels = walked(0.1, 0.1, None, 0.9)
    assert levels["level"].tolist() == ["low", "low", "high"]
    assert levels["change"].tolist() == ["unknown", "same", "unknown"]
    assert levels["level_since"].dt.month.tolist() == [1, 1, 4]


def test_units_and_outcomes_walk_apart() -> None:
    rows = pd.DataFrame(
        {
            "month": pd.to_datetime(["2026-01-31", "2026-02-28"] * 2),
            "unit_id": ["A", "B", "B", "A"],
            "outcome": ["turnover", "turnover", "absence", "absence"],
            "probability_above": [0.1, 0.9, 0.3, 0.6],
        }
    )
    assert set(steady_levels(rows)["change"]) == {"unknown"}
