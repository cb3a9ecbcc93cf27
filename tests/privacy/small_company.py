"""A small made-up company for the door's tests: a tree, who is where, plain figures."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from contracts.params import Params, Privacy, load
from privacy.figures import PeopleFigures
from privacy.months import with_months
from privacy.units.tree import Tree, read_tree

ROOT = Path(__file__).parent.parent.parent
PARAMS = load(ROOT / "params.yaml")
MONTH = pd.Timestamp("2026-10-31")
FAMILIES = ("workload", "career")


def privacy(**changes: float) -> Privacy:
    """The settings of params.yaml, some changed."""
    return Privacy.model_validate(PARAMS.privacy.model_dump() | changes)


def params(**changes: float) -> Params:
    return PARAMS.model_copy(update={"privacy": privacy(**changes)})


def teams_of(parents: Mapping[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {"team_id": list(parents), "parent_id": list(parents.values())}, dtype=object
    )


def tree_of(parents: Mapping[str, str | None]) -> Tree:
    return read_tree(teams_of(parents))


def roster_of(*sizes: Mapping[str, int], last: pd.Timestamp = MONTH) -> pd.DataFrame:
    """People by team, a mapping a month; nobody changes teams."""
    months = pd.date_range(end=last, periods=len(sizes), freq="ME")
    rows = [
        (month, f"person-{team}-{number:03d}", team)
        for month, teams in zip(months, sizes, strict=True)
        for team, people in teams.items()
        for number in range(people)
    ]
    return with_months(pd.DataFrame(rows, columns=["month", "person_id", "team_id"]))


def drawn(roster: pd.DataFrame, seed: int = 1) -> PeopleFigures:
    """Figures drawn for everybody on a roster, the same whatever the row order."""
    people = roster[["month", "person_id"]].sort_values(
        ["month", "person_id"], ignore_index=True
    )
    rng = np.random.default_rng(seed)
    size = len(people)
    hours = people.assign(
        kpi="sickness_absence_rate",
        numerator=rng.gamma(0.5, 12.0, size).round(2),
        denominator=140.0,
        window_months=3,
    )
    left = people.assign(
        outcome="turnover",
        numerator=(rng.random(size) < 0.1).astype(float),
        denominator=1.0,
    )
    return PeopleFigures(
        roster=roster,
        expected={name: flat_expectation(people) for name in OUTCOMES},
        forecasts={"turnover": flat_forecast, "absence": flat_forecast},
        contributions={name: _contributions(people, rng) for name in OUTCOMES},
        data_seen=people.assign(workload=rng.random(size) < 0.9, career=True),
        indicators=_indicators(people, rng),
        ratios=hours,
        observed=left,
        coverage=pd.DataFrame(
            {"month": [MONTH], "table": ["people"], "state": ["complete"]}
        ),
        state=pd.DataFrame(
            {"month": MONTH, "outcome": OUTCOMES, "state": ["steady", "steady"]}
        ),
    )


OUTCOMES = ("turnover", "absence")


def flat_expectation(people: pd.DataFrame) -> pd.DataFrame:
    """Expect the same tenth of everybody."""
    return people[["month", "person_id"]].assign(value=0.1, weight=1.0)


def flat_forecast(units: pd.DataFrame) -> pd.DataFrame:
    """Expect between 4 and 21 percent of whatever unit."""
    return units[["month", "unit_id"]].assign(
        low=0.04,
        high=0.21,
        probability_above=0.52,
        expected_count=0.1 * units["people"],
        low_drawn=np.floor(0.04 * units["people"]),
        high_drawn=np.ceil(0.21 * units["people"]),
    )


def shuffled(people: PeopleFigures, seed: int) -> PeopleFigures:
    """The same figures in another row order."""

    def mix(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1.0, random_state=seed, ignore_index=True)

    return PeopleFigures(
        roster=mix(people.roster),
        expected={k: mix(v) for k, v in people.expected.items()},
        forecasts=people.forecasts,
        contributions={k: mix(v) for k, v in people.contributions.items()},
        data_seen=mix(people.data_seen),
        indicators=mix(people.indicators),
        ratios=mix(people.ratios),
        observed=mix(people.observed),
        coverage=people.coverage,
        state=people.state,
    )


def _contributions(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A team's own lean, the same in every refit, and each person's noise."""
    team = people["person_id"].str.split("-").str[1]
    lean = team.map({code: rng.normal(0, 0.02) for code in sorted(set(team))})
    frames = []
    for refit in range(3):
        frame = people.assign(refit=refit)
        for family in FAMILIES:
            frame[family] = lean + rng.normal(0, 0.01, len(people))
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _indicators(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    seen = people[rng.random(len(people)) < 0.9]
    return seen.assign(
        family="workload",
        indicator="workload__contacts_per_hour",
        unit="contacts",
        value=rng.normal(8, 2, len(seen)),
    )
