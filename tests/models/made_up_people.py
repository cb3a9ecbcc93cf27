"""A made-up workforce whose hazards are known, small enough for a test."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

LAST = pd.Timestamp("2026-10-31")
STRAIN = "workload__strain"
TENURE = "career__tenure_months"
NOISE = "team__noise"
HAZARDS = ["hazard_voluntary", "hazard_other", "sick_rate"]


@dataclass(frozen=True, slots=True)
class Workforce:
    """A feature table, what happened, and what was to be expected."""

    features: pd.DataFrame
    departures: pd.DataFrame
    absences: pd.DataFrame
    truth: pd.DataFrame


def workforce(
    seats: int = 300, months: int = 24, seed: int = 1, more: int = 0
) -> Workforce:
    """Let people come, feel strain, fall sick, leave and be replaced at once.

    Parameters
    ----------
    seats, months, seed : int
    more : int
        Columns of noise beside the three of the world.
    """
    rng = np.random.default_rng(seed)
    ends = pd.date_range(end=LAST, periods=months, freq="ME")
    tenure = rng.exponential(18.0, seats)
    strain = rng.normal(size=seats)
    person = np.arange(seats)
    team = person // 12
    shift = rng.normal(0, 0.3, team.max() + 1)[team]
    frames, leavers, spells = [], [], []
    upcoming = seats
    for end in ends:
        voluntary = expit(-3.9 + 1.0 * strain + 1.2 * np.exp(-tenure / 4) + shift)
        other = np.full(seats, 0.007)
        sick = np.minimum(0.05 * np.exp(0.5 * strain), 0.5)
        seen = {TENURE: tenure, STRAIN: strain, NOISE: rng.normal(size=seats)}
        hazards = dict(zip(HAZARDS, (voluntary, other, sick), strict=True))
        frames.append(snapshot(end, person, team, seen | hazards))
        following = end + pd.Timedelta(days=1)
        for i in np.flatnonzero(rng.random(seats) < sick / 5 * 30):
            start = following + pd.Timedelta(days=int(rng.integers(0, 24)))
            spells.append((f"p{person[i]:07d}", start, start + pd.Timedelta(days=4)))
        draw = rng.random(seats)
        gone = draw < voluntary + other
        for i in np.flatnonzero(gone):
            reason = "voluntary" if draw[i] < voluntary[i] else "involuntary"
            left = following + pd.Timedelta(days=int(rng.integers(0, 27)))
            leavers.append((f"p{person[i]:07d}", left, reason))
        tenure = np.where(gone, 0.0, tenure + 1)
        fresh = rng.normal(size=seats)
        strain = np.where(gone, fresh, 0.9 * strain + np.sqrt(1 - 0.81) * fresh)
        person = np.where(gone, upcoming + np.cumsum(gone) - 1, person)
        upcoming += int(gone.sum())
    everything = pd.concat(frames).sort_values(
        ["as_of", "person_id"], ignore_index=True
    )
    extra = rng.normal(size=(len(everything), more))
    noise = pd.DataFrame(extra, columns=[f"team__more_{i}" for i in range(more)])
    truth = everything[["person_id", "team_id", "as_of", *HAZARDS]]
    features = pd.concat([everything.drop(columns=HAZARDS), noise], axis=1)
    return Workforce(features, departures(leavers), absences(spells), truth)


def snapshot(
    end: pd.Timestamp,
    person: npt.NDArray[Any],
    team: npt.NDArray[Any],
    columns: dict[str, npt.NDArray[Any]],
) -> pd.DataFrame:
    """Lay out everybody at the end of one month."""
    people = {
        "as_of": end,
        "person_id": [f"p{i:07d}" for i in person],
        "team_id": [f"t{i:03d}" for i in team],
        "announced": False,
        "weekly_hours": 35.0,
    }
    return pd.DataFrame(people | columns)


def departures(rows: list[tuple[str, object, str]]) -> pd.DataFrame:
    """Lay out departures, recorded when they happened."""
    frame = pd.DataFrame(rows, columns=["person_id", "left_on", "reason"])
    return frame.assign(notified_on=None, recorded_on=frame["left_on"])


def absences(rows: list[tuple[str, object, object]]) -> pd.DataFrame:
    """Lay out sickness of whole days."""
    frame = pd.DataFrame(rows, columns=["person_id", "starts_on", "ends_on"])
    return frame.assign(kind="sickness", day_share=None)
