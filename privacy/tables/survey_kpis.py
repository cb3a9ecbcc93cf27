"""Plain figures from surveys: means of a sample, told with how sure they are."""

import numpy as np
import pandas as pd

from privacy.months import with_months
from privacy.rounding import interval, rate_step, rounded_people
from privacy.tables.kpis import TOO_LITTLE_DATA, beside_the_company, beside_the_past
from privacy.units.remainder import Crowd, nobody_left_over

ANSWERS = (
    *("month", "campaign_id", "team_id", "kpi", "score", "answers", "questions"),
    "window_months",
)
# 95 chances in 100: a survey is read as one, not as a forecast.
Z = 1.959964
# Ends of each scale, in points; of all others 0 to 100.
SCALES = {"enps": (-100.0, 100.0)}
PLAIN_SCALE = (0.0, 100.0)
FINEST_POINTS = 1.0
# So many must have answered otherwise than most: else one would know of each.
FEWEST_OTHERS = 3
BANDS = (20, 50, 100, 200, 500)
KEYS = ["month", "unit_id", "kpi"]
SAME = ["month", "campaign_id", "kpi", "questions", "window_months"]


def survey_kpis(answers: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Give units' means of the last survey, with their intervals.

    Parameters
    ----------
    answers : DataFrame
        ``ANSWERS``: how many of a team gave each score, in points, to the
        ``questions`` of a figure, in the last survey known at the month's end.
    crowd : Crowd

    Returns
    -------
    DataFrame
        Rows of ``team_kpis`` with ``low``, ``high`` and ``answers`` as a band. A
        unit that was another one when the survey became known stays empty: the
        difference would be the answers of whoever came or went.
    """
    if answers.empty:
        return pd.DataFrame(columns=[*KEYS, "value"])
    sums = _sums(with_months(answers), crowd)
    columns = ["month", "unit_id", "unit_level", "parent_id"]
    units = crowd.units.loc[crowd.units["status"] == "published", columns]
    cells = units.merge(sums, on=["month", "unit_id"]).sort_values(KEYS)
    cells = cells.reset_index(drop=True)
    cells = cells.assign(pairs=cells["people"].round().astype("int64"))
    enough = cells["pairs"] >= max(
        crowd.settings.min_people, crowd.settings.min_answers
    )
    mixed = cells["others"] >= FEWEST_OTHERS * cells["questions"]
    stands = enough & mixed & _as_it_was(cells)
    shown = nobody_left_over(cells, stands, ["kpi"], crowd)
    rows = _told(cells, crowd).assign(
        figure_month=cells["month"].where(shown),
        status=np.where(shown, "published", "withheld"),
        reason=pd.Series(TOO_LITTLE_DATA, index=cells.index).where(~shown),
    )
    for name in ("value", "low", "high", "answers"):
        rows[name] = rows[name].where(shown)
    kept = [*KEYS, "unit_level", "value", "low", "high", "answers", "window_months"]
    figures = rows[[*kept, "figure_month", "status", "reason"]]
    told: pd.DataFrame = beside_the_company(beside_the_past(figures))
    return told.drop(columns="unit_level")


def _sums(answers: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Add answers up by unit and figure; ``others`` are not of the commonest score."""
    places = crowd.places[["month", "team_id", "unit_id"]]
    placed = answers.merge(places, on=["month", "team_id"])
    by_score = placed.groupby(["unit_id", *SAME, "score"], as_index=False)["answers"]
    scores = by_score.sum()
    scores = scores.assign(
        total=scores["score"] * scores["answers"],
        squares=scores["score"] ** 2 * scores["answers"],
    )
    grouped = scores.groupby(["unit_id", *SAME], as_index=False)
    sums = grouped.agg(
        total=("total", "sum"),
        squares=("squares", "sum"),
        said=("answers", "sum"),
        most=("answers", "max"),
    )
    people = sums["said"] / sums["questions"]
    told: pd.DataFrame = sums.assign(people=people, others=sums["said"] - sums["most"])
    return told


def _as_it_was(cells: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which units were the same in the first month that knew their survey."""
    first = cells.groupby("campaign_id")["month"].transform("min")
    at_first = cells[cells["month"] == first]
    known = set(zip(at_first["campaign_id"], at_first["unit_id"], strict=True))
    pairs = zip(cells["campaign_id"], cells["unit_id"], strict=True)
    return pd.Series([pair in known for pair in pairs], index=cells.index)


def _told(cells: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Round means to the unit's step, their intervals outward, answers to a band."""
    ends = [SCALES.get(name, PLAIN_SCALE) for name in cells["kpi"]]
    lowest, highest = np.array(ends, dtype=float).reshape(-1, 2).T
    mean = cells["total"] / cells["said"]
    spread = np.sqrt((cells["squares"] / cells["said"] - mean**2).clip(lower=0))
    half = Z * spread / np.sqrt(cells["people"])
    people = rounded_people(cells["people"], crowd.settings)
    step = np.maximum(
        (highest - lowest) * rate_step(people, crowd.settings), FINEST_POINTS
    )
    low, value, high = interval(mean - half, mean, mean + half, step)
    return cells.assign(
        value=np.clip(value, lowest, highest),
        low=np.clip(low, lowest, highest),
        high=np.clip(high, lowest, highest),
        answers=[_band(number) for number in cells["people"]],
    )


def _band(number: float) -> str:
    below = [edge for edge in BANDS if edge <= number]
    above = [edge for edge in BANDS if edge > number]
    if not above:
        return f"{below[-1]}+"
    return f"{below[-1]}-{above[0] - 1}" if below else f"<{above[0]}"
