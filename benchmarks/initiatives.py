"""How often the follow-up says that something moved, where it did and where not.

Run by ``python -m benchmarks.initiatives 8``: so many companies are simulated, a
quarter of a minute each, and hundreds of things that change nothing are followed
up in them, and as many that take a known share of sick days away. Writes
benchmarks/initiatives.json and its lines in benchmarks/README.md.
"""

import json
import sys
from collections import Counter

import numpy as np
import pandas as pd

from benchmarks.cold_run import ROOT
from connectors.simulator import clock
from connectors.simulator.records import absences, organisation
from connectors.simulator.records.people import names, teams
from connectors.simulator.truth.history import History, simulate
from contracts import params
from contracts.params import Params
from privacy.groups import grouped_months
from privacy.initiatives import Tried, initiative_follow_up
from privacy.remainder import Crowd
from privacy.tree import read_tree

RESULT = ROOT / "benchmarks" / "initiatives.json"
MARKS = ("<!-- initiatives -->", "<!-- end of initiatives -->")
FIRST_SEED = 11
RELEASED_MONTHS = 12
TEAMS, TIMES, LONGEST = 6, 30, 6
SICK = ("sickness", "accident")
TAKEN_AWAY = (0.0, 0.2, 0.4)
CHOSEN = ("drawn", "worst")
WORDS = ("moved_as_hoped", "moved_against", "no_clear_change", "too_early")


def roster_of(history: History) -> pd.DataFrame:
    """Give who is where at each month's end, supervisors left out."""
    codes = np.array(names(history).to_pylist())
    units = np.array(_team_codes(history))
    supervisor = history.company.roster.supervisor
    found = []
    for month in history.recorded:
        who = month.hazards.who[~supervisor[month.hazards.who]]
        day = pd.Timestamp(clock.last_day(month.number), unit="D")
        found.append(
            pd.DataFrame(
                {
                    "month": day,
                    "person_id": codes[who],
                    "team_id": units[month.team[who]],
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def _team_codes(history: History) -> list[str]:
    from connectors.simulator.truth.structure import team_codes

    return list(team_codes(history.teams))


def sick_days(history: History, roster: pd.DataFrame) -> pd.DataFrame:
    """Give each person's sick days and days, month by month."""
    spells = absences.absences(history).to_pandas()
    spells = spells[spells["kind"].isin(SICK)]
    starts = pd.to_datetime(spells["starts_on"])
    ends = pd.to_datetime(spells["ends_on"]).fillna(pd.Timestamp("2099-12-31"))
    rows = []
    for month in roster["month"].unique():
        first = month.replace(day=1)
        here = (starts <= month) & (ends >= first)
        days = ends[here].clip(upper=month) - starts[here].clip(lower=first)
        one = pd.DataFrame(
            {"person_id": spells["person_id"][here], "numerator": days.dt.days + 1}
        )
        rows.append(one.assign(month=month))
    sums = pd.concat(rows).groupby(["month", "person_id"], as_index=False).sum()
    found = roster.merge(sums, on=["month", "person_id"], how="left")
    days = found["month"].dt.day.astype(float)
    return found.assign(
        kpi="sickness_absence_rate",
        numerator=found["numerator"].fillna(0.0).clip(upper=days).astype(float),
        denominator=days,
    )


def with_less(
    ratios: pd.DataFrame, chosen: pd.DataFrame, share: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Take sick months away from chosen teams after their start, by chance."""
    begun = ratios["team_id"].map(
        chosen.drop_duplicates("team_id").set_index("team_id")["starts_on"]
    )
    spared = (ratios["month"] >= begun) & (rng.random(len(ratios)) < share)
    return ratios.assign(numerator=ratios["numerator"].where(~spared, 0.0))


def placebo(
    ratios: pd.DataFrame,
    busy: pd.DataFrame,
    how: str,
    last: pd.Timestamp,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Choose teams and a start; the worst are those of the last month's sickness."""
    months = np.sort(ratios["month"].unique())
    start = pd.Timestamp(rng.choice(months[12 : -LONGEST + 1])).replace(day=1)
    seen = ratios[ratios["month"] < start]
    latest = seen[seen["month"] == seen["month"].max()]
    sums = latest.groupby("team_id")[["numerator", "denominator"]].sum()
    able = sums[~sums.index.isin(busy["team_id"])]
    rate = (able["numerator"] / able["denominator"]).sort_values()
    teams = rng.choice(rate.index, TEAMS, replace=False)
    if how == "worst":
        teams = rate.index[-TEAMS:].to_numpy()
    return pd.DataFrame(
        {
            "initiative_id": "placebo",
            "team_id": teams,
            "action": "placebo",
            "starts_on": start,
            "indicator": "sickness_absence_rate",
        }
    )


def words_of(
    tried: Tried, crowd: Crowd, settings: Params
) -> tuple[Counter[str], Counter[str]]:
    """Count the words on single units, and on all together."""
    found = initiative_follow_up(tried, crowd, settings.follow_up)
    found = found[found["initiative_id"] == "placebo"]
    together = found["unit_id"] == "ETS"
    return (
        Counter(found.loc[~together, "status"]),
        Counter(found.loc[together, "status"]),
    )


def company(seed: int, settings: Params) -> dict[str, Counter[str]]:
    """Follow things up in one company; count the words."""
    asked = settings.simulator.model_copy(update={"seed": seed})
    history = simulate(asked)
    roster = roster_of(history)
    ratios = sick_days(history, roster)
    tree = read_tree(teams(history).to_pandas())
    busy = organisation.initiatives(history).to_pandas()
    busy = busy.drop(columns=["recorded_on", "decided_on"])
    months = np.sort(roster["month"].unique())
    late = roster[roster["month"].isin(months[-RELEASED_MONTHS:])]
    places, units = grouped_months(late, tree, settings.privacy)
    crowd = Crowd(late, places, units, settings.privacy)
    rng = np.random.default_rng(seed)
    counted: dict[str, Counter[str]] = {}
    for how in CHOSEN:
        for share in TAKEN_AWAY:
            for _ in range(TIMES):
                one = placebo(ratios, busy, how, months[-1], rng)
                less = with_less(ratios, one, share, rng) if share else ratios
                tried = Tried(pd.concat([busy, one]), roster, less)
                for of, words in zip(
                    ("unit", "all"), words_of(tried, crowd, settings), strict=True
                ):
                    key = f"{how} {share:.0%} {of}"
                    counted[key] = counted.get(key, Counter()) + words
    real = initiative_follow_up(Tried(busy, roster, ratios), crowd, settings.follow_up)
    for row in real[real["unit_id"] == "ETS"].itertuples():
        key = f"{row.initiative_id} all"
        counted[key] = counted.get(key, Counter()) + Counter([row.status])
    return counted


def main() -> None:
    """Count over companies of other seeds."""
    settings = params.load(ROOT / "params.yaml")
    totals: dict[str, Counter[str]] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + int(sys.argv[1])):
        for key, words in company(seed, settings).items():
            totals[key] = totals.get(key, Counter()) + words
    shown = {key: {w: words[w] for w in WORDS} for key, words in totals.items()}
    RESULT.write_text(json.dumps(shown, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
