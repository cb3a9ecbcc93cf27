"""Counts of leavers forecast for teams, against how likely each is."""

import numpy as np
import pandas as pd
import pytest

from models import truth_counts
from models.leavers import count_chances

AS_OF = pd.Timestamp("2026-07-31")
CHANCES = {"calm": 0.02, "usual": 0.08, "tense": 0.25}
PEOPLE = 12


def people(forecast: dict[str, float]) -> pd.DataFrame:
    rows = [
        (AS_OF, team, known, forecast[team])
        for team, known in CHANCES.items()
        for _ in range(PEOPLE)
    ]
    frame = pd.DataFrame(rows, columns=["as_of", "team_id", "known", "boosting"])
    return frame.assign(as_of=frame["as_of"].astype("datetime64[us]"))


def true_counts() -> pd.DataFrame:
    parts = []
    for team, chance in CHANCES.items():
        chances = count_chances(np.full(PEOPLE, chance))
        parts.append(
            pd.DataFrame(
                {
                    "as_of": AS_OF,
                    "team_id": team,
                    "leavers": np.arange(PEOPLE + 1),
                    "chance": chances,
                }
            )
        )
    return pd.concat(parts)


def share(forecast: dict[str, float], min_people: int = 10) -> float:
    found = truth_counts.against(
        people(forecast), true_counts(), "boosting", min_people
    )
    return found["share_attainable"]


def test_knowing_the_chances_attains_everything() -> None:
    assert share(CHANCES) == pytest.approx(1)


def test_the_mean_for_everybody_attains_nothing() -> None:
    mean = float(np.mean(list(CHANCES.values())))
    assert share(dict.fromkeys(CHANCES, mean)) == pytest.approx(0)


def test_half_way_attains_something_and_the_wrong_way_less_than_nothing() -> None:
    assert 0.3 < share({"calm": 0.06, "usual": 0.1, "tense": 0.18}) < 0.95
    assert share({"calm": 0.25, "usual": 0.08, "tense": 0.02}) < 0


def test_small_teams_and_teams_unknown_are_left_out() -> None:
    found = truth_counts.against(people(CHANCES), true_counts(), "boosting", 13)
    assert found["teams"] == 0
    fewer = true_counts().query("team_id != 'calm'")
    assert truth_counts.against(people(CHANCES), fewer, "boosting", 10)["teams"] == 2
