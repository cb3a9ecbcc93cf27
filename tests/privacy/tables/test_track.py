import pandas as pd
import pytest

from privacy.tables.track import track_record
from privacy.units.groups import grouped_months
from privacy.units.remainder import Crowd
from tests.privacy.small_company import MONTH, privacy, roster_of, tree_of

FIVE = privacy(min_people=5)
ROSTER = roster_of({"A": 20, "B": 20})
HERE = Crowd(
    ROSTER,
    *grouped_months(ROSTER, tree_of({"C": None, "S": "C", "A": "S", "B": "S"}), FIVE),
    FIVE,
)


def told(outcome: str, came: float, low: float, high: float) -> pd.Series:
    """The company's row; ``came`` people left, or that share of hours was lost."""
    whole = len(ROSTER) if outcome == "turnover" else 1.0
    observed = ROSTER[["month", "person_id"]].assign(
        outcome=outcome, numerator=came / whole, denominator=1.0
    )
    forecasts = pd.DataFrame({"unit_id": ["C", "S", "A", "B"]}).assign(
        month=MONTH, outcome=outcome, low_drawn=low, high_drawn=high
    )
    rows = track_record(observed, forecasts, HERE)
    assert set(rows["unit_id"]) == {"C", "S"}
    return rows.set_index("unit_id").loc["C"]


def test_what_came_is_a_band_and_the_forecast_whole_people() -> None:
    row = told("turnover", 11.0, 3.4, 12.2)
    assert (row["low"], row["high"]) == (3, 13)
    assert (row["observed_low"], row["observed_high"]) == (10, 15)


@pytest.mark.parametrize(
    ("came", "inside"), [(3.0, False), (4.0, True), (12.0, True), (13.0, False)]
)
def test_inside_is_told_from_the_exact_figures(came: float, inside: bool) -> None:
    assert bool(told("turnover", came, 3.4, 12.2)["inside"]) is inside


def test_absence_is_told_in_shares() -> None:
    row = told("absence", 0.0512, 0.0431, 0.0688)
    assert (row["low"], row["high"]) == (0.04, 0.07)
    assert (row["observed_low"], row["observed_high"]) == (0.05, 0.06)
