"""Plain figures from surveys: means of a sample, told with how sure they are."""

import numpy as np
import pandas as pd

from privacy.history.guesses import (
    beyond_a_guess,
    beyond_guessing,
    with_published,
)
from privacy.months import with_months
from privacy.rounding import (
    Floats,
    interval,
    rate_step,
    rounded_people,
    two_digits_up,
    upward,
)
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
SPREAD_STEP = 5.0
# So many must have answered otherwise than most: else one would know of each.
FEWEST_OTHERS = 3
BANDS = (20, 50, 100, 200, 500)
KEYS = ["month", "unit_id", "kpi"]
SAME = ["month", "campaign_id", "kpi", "questions", "window_months"]


def survey_kpis(
    answers: pd.DataFrame, crowd: Crowd, stand: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give units' means of the last survey, with their intervals.

    Parameters
    ----------
    answers : DataFrame
        ``ANSWERS``: how many of a team gave each score, in points, to the
        ``questions`` of a figure, in the last survey known at the month's end.
    crowd : Crowd
    stand : DataFrame, optional
        ``month, unit_id, kpi, value`` of what was published.

    Returns
    -------
    DataFrame
        Rows of ``team_kpis`` with ``low``, ``high`` and ``answers`` as a band. A
        unit that was another one when the survey became known stays empty: the
        difference would be the answers of whoever came or went.
    """
    if answers.empty:
        return pd.DataFrame(columns=[*KEYS, "value"])
    answers = with_months(answers)
    sums = _sums(answers, crowd)
    columns = ["month", "unit_id", "unit_level", "parent_id"]
    units = crowd.units.loc[crowd.units["status"] == "published", columns]
    cells = units.merge(sums, on=["month", "unit_id"]).sort_values(KEYS)
    cells = cells.reset_index(drop=True)
    cells = cells.assign(pairs=cells["people"].round().astype("int64"))
    enough = cells["pairs"] >= max(
        crowd.settings.min_people, crowd.settings.min_answers
    )
    mixed = cells["others"] >= FEWEST_OTHERS * cells["questions"]
    cells = cells.assign(shown=enough & mixed & _as_it_was(cells))
    rows = _told(cells, answers, crowd, stand)
    shown = nobody_left_over(rows, rows["shown"], ["kpi"], crowd)
    rows = rows.assign(
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
    scores = scores.assign(total=scores["score"] * scores["answers"])
    grouped = scores.groupby(["unit_id", *SAME], as_index=False)
    sums = grouped.agg(
        total=("total", "sum"),
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


def _told(
    cells: pd.DataFrame,
    answers: pd.DataFrame,
    crowd: Crowd,
    stand: pd.DataFrame | None,
) -> pd.DataFrame:
    """Round in the month that a survey becomes known; later months repeat that."""
    firsts = cells.groupby("campaign_id")["month"].transform("min")
    new = cells[cells["month"] == firsts]
    rounded = _rounded(
        with_published(new, stand, ["month", "unit_id", "kpi"]), answers, crowd
    )
    key = ["campaign_id", "unit_id", "kpi"]
    told = [*key, "value", "low", "high", "answers", "shown"]
    beside = cells.merge(rounded[told], on=key, how="left", suffixes=("", "_then"))
    then = beside.pop("shown_then").fillna(False).astype(bool)
    return beside.assign(shown=beside["shown"] & then)


def _rounded(new: pd.DataFrame, answers: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Round means until the rest of those who answered do no better than guess.

    The interval follows from the rounded mean, from how many answered, rounded, and
    from how far answers lie apart in the whole company: that of a few would tell.
    """
    ends = [SCALES.get(name, PLAIN_SCALE) for name in new["kpi"]]
    lowest, highest = np.array(ends, dtype=float).reshape(-1, 2).T
    people = rounded_people(new["people"], crowd.settings)
    apart = new["kpi"].map(_apart(answers)).to_numpy(np.float64)
    steps = np.maximum(
        (highest - lowest) * rate_step(people, crowd.settings),
        np.maximum(FINEST_POINTS, beyond_a_guess(apart, people, crowd.settings)),
    )
    exact = new["total"] / new["said"]
    cells = new.assign(figure=new["kpi"], exact=exact, step=steps, apart=apart)
    found = beyond_guessing(cells, _who_answered(new, answers, crowd))
    spread = new["kpi"].map(_spread(answers)).to_numpy(np.float64)
    value = found["value"].to_numpy(np.float64)
    # What was rounded lies anywhere within its step.
    off = found["step"].to_numpy(np.float64) ** 2 / 12
    half = Z * np.sqrt(spread**2 / people + off)
    low, value, high = interval(value - half, value, value + half, FINEST_POINTS)
    return found.assign(
        value=np.clip(value, lowest, highest),
        low=np.clip(low, lowest, highest),
        high=np.clip(high, lowest, highest),
        answers=[_band(number) for number in new["people"]],
    )


def _who_answered(
    new: pd.DataFrame, answers: pd.DataFrame, crowd: Crowd
) -> pd.DataFrame:
    """Give one of each team who answered: how many hide them in each unit above.

    Who answered is not known, and what they said neither: neither matters.
    """
    places = crowd.places[["month", "team_id", "unit_id"]]
    teams = answers[["month", "team_id", "kpi"]].drop_duplicates()
    rows = new.merge(places, on=["month", "unit_id"]).merge(
        teams, on=["month", "team_id", "kpi"]
    )
    return rows.assign(
        figure=rows["kpi"],
        person_id=rows["team_id"],
        value=0.0,
        weight=1.0,
        times=rows["people"].astype(float),
    )[
        [
            "month",
            "unit_id",
            "unit_level",
            "figure",
            "person_id",
            "value",
            "weight",
            "times",
        ]
    ]


def _apart(answers: pd.DataFrame) -> "pd.Series[float]":
    """Say how far answers of one team lie apart, rounded up to two digits."""
    mean = _mean(answers, ["month", "team_id", "kpi"])
    error = (answers["score"] - mean).abs()
    return pd.Series(two_digits_up(_weighted(error, answers)), _names(answers))


def _spread(answers: pd.DataFrame) -> "pd.Series[float]":
    """Say how far answers lie apart in the company: a standard deviation, rounded."""
    squares = (answers["score"] - _mean(answers, ["month", "kpi"])) ** 2
    return pd.Series(
        upward(np.sqrt(_weighted(squares, answers)), SPREAD_STEP), _names(answers)
    )


def _mean(answers: pd.DataFrame, by: list[str]) -> "pd.Series[float]":
    total = answers.assign(total=answers["score"] * answers["answers"])
    sums = total.groupby(by)[["total", "answers"]].transform("sum")
    return sums["total"] / sums["answers"]


def _weighted(figures: "pd.Series[float]", answers: pd.DataFrame) -> Floats:
    """Average over answers, figure by figure."""
    sums = answers.assign(sum=figures * answers["answers"]).groupby("kpi")
    return (sums["sum"].sum() / sums["answers"].sum()).to_numpy(np.float64)


def _names(answers: pd.DataFrame) -> list[str]:
    return sorted(answers["kpi"].unique())


def _band(number: float) -> str:
    below = [edge for edge in BANDS if edge <= number]
    above = [edge for edge in BANDS if edge > number]
    if not above:
        return f"{below[-1]}+"
    return f"{below[-1]}-{above[0] - 1}" if below else f"<{above[0]}"
