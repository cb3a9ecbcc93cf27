"""How often the follow-up says that something moved, where it did and where not.

Run by ``python -m benchmarks.initiatives 6``: so many companies are simulated, a
minute each, and things that change nothing are followed up in them, and as many
that take a known share of sick months away. Writes benchmarks/initiatives.json
and its lines in benchmarks/README.md.
"""

import json
import sys
from collections import Counter
from itertools import product
from typing import TypeAlias

import numpy as np
import pandas as pd

from benchmarks.cold_run import PAGE, ROOT, with_table
from connectors.simulator import clock
from connectors.simulator.records import absences, organisation
from connectors.simulator.records.people import names, teams
from connectors.simulator.truth.history import History, simulate
from connectors.simulator.truth.structure import team_codes
from contracts import params
from contracts.params import Params
from privacy.tables.initiatives import initiative_follow_up
from privacy.tables.panels import Tried
from privacy.units.groups import grouped_months
from privacy.units.remainder import Crowd
from privacy.units.tree import read_tree

RESULT = ROOT / "benchmarks" / "initiatives.json"
MARKS = ("<!-- initiatives -->", "<!-- end of initiatives -->")
FIRST_SEED = 11
TEAMS, TIMES = 6, 15
# Months that stay before a start, and from it on.
EARLIEST, LONGEST = 12, 6
PLACEBO, TOP = "placebo", "ETS"
SICK = ("sickness", "accident")
TAKEN_AWAY = (0.0, 0.2, 0.4)
CHOSEN = ("drawn", "worst")
OF = ("one team", "all six together")

Counted: TypeAlias = dict[tuple[str, float, str], Counter[str]]


def roster_of(history: History) -> pd.DataFrame:
    """Give who is where at each month's end, supervisors left out."""
    codes = np.array(names(history).to_pylist())
    units = np.array(team_codes(history.teams))
    supervisor = history.company.roster.supervisor
    found = []
    for month in history.recorded:
        who = month.hazards.who[~supervisor[month.hazards.who]]
        day = pd.Timestamp(clock.last_day(month.number), unit="D")
        placed = {"person_id": codes[who], "team_id": units[month.team[who]]}
        found.append(pd.DataFrame({"month": day, **placed}))
    return pd.concat(found, ignore_index=True)


def sick_days(history: History, roster: pd.DataFrame) -> pd.DataFrame:
    """Give each person's sick days and days, month by month."""
    spells = absences.absences(history).to_pandas()
    spells = spells[spells["kind"].isin(SICK)]
    starts = pd.to_datetime(spells["starts_on"])
    ends = pd.to_datetime(spells["ends_on"]).fillna(
        pd.Timestamp("2200-01-01").as_unit("s")
    )
    rows = []
    for month in roster["month"].unique():
        first = month.replace(day=1)
        here = (starts <= month) & (ends >= first)
        days = ends[here].clip(upper=month) - starts[here].clip(lower=first)
        sick = {"person_id": spells["person_id"][here], "numerator": days.dt.days + 1}
        rows.append(pd.DataFrame(sick).assign(month=month))
    sums = pd.concat(rows).groupby(["month", "person_id"], as_index=False).sum()
    found = roster.merge(sums, on=["month", "person_id"], how="left")
    length = found["month"].dt.day.astype(float)
    return found.assign(
        kpi="sickness_absence_rate",
        numerator=found["numerator"].fillna(0.0).clip(upper=length).astype(float),
        denominator=length,
    )


def with_less(
    ratios: pd.DataFrame, chosen: pd.DataFrame, share: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Take a share of the sick months of chosen teams away, from their start on."""
    begun = ratios["team_id"].map(chosen.set_index("team_id")["starts_on"])
    spared = (ratios["month"] >= begun) & (rng.random(len(ratios)) < share)
    return ratios.assign(numerator=ratios["numerator"].where(~spared, 0.0))


def placebo(
    ratios: pd.DataFrame, busy: pd.DataFrame, how: str, rng: np.random.Generator
) -> pd.DataFrame:
    """Choose a start and teams: drawn, or those that were sick most just before."""
    months = np.sort(ratios["month"].unique())
    start = pd.Timestamp(rng.choice(months[EARLIEST : -LONGEST + 1])).replace(day=1)
    latest = ratios[ratios["month"] == start - pd.Timedelta(days=1)]
    sums = latest.groupby("team_id")[["numerator", "denominator"]].sum()
    able = sums[~sums.index.isin(busy["team_id"])]
    rate = (able["numerator"] / able["denominator"]).sort_values()
    chosen = rng.choice(rate.index, TEAMS, replace=False)
    if how == "worst":
        chosen = rate.index[-TEAMS:].to_numpy()
    return pd.DataFrame(
        {
            "initiative_id": PLACEBO,
            "team_id": chosen,
            "action": PLACEBO,
            "starts_on": start,
            "indicator": "sickness_absence_rate",
        }
    )


def words_of(
    tried: Tried, crowd: Crowd, settings: Params
) -> tuple[Counter[str], Counter[str]]:
    """Count the words on single units, and on all together."""
    found = initiative_follow_up(tried, crowd, settings.follow_up)
    found = found[found["initiative_id"] == PLACEBO]
    together = found["unit_id"] == TOP
    return (
        Counter(found.loc[~together, "status"]),
        Counter(found.loc[together, "status"]),
    )


def company(seed: int, settings: Params) -> Counted:
    """Follow things up in one company; count the words."""
    history = simulate(settings.simulator.model_copy(update={"seed": seed}))
    roster = roster_of(history)
    ratios = sick_days(history, roster)
    busy = organisation.initiatives(history).to_pandas()
    busy = busy.drop(columns=["recorded_on", "decided_on"])
    crowd = crowd_of(history, roster, settings)
    rng = np.random.default_rng(seed)
    counted: Counted = {}
    for how, share in product(CHOSEN, TAKEN_AWAY):
        for _ in range(TIMES):
            one = placebo(ratios, busy, how, rng)
            less = with_less(ratios, one, share, rng)
            tried = Tried(pd.concat([busy, one]), roster, less)
            for of, found in zip(OF, words_of(tried, crowd, settings), strict=True):
                key = (how, share, of)
                counted[key] = counted.get(key, Counter()) + found
    return counted


def crowd_of(history: History, roster: pd.DataFrame, settings: Params) -> Crowd:
    """Give the units of the months that would be released."""
    months = np.sort(roster["month"].unique())[-settings.release.months :]
    late = roster[roster["month"].isin(months)]
    tree = read_tree(teams(history).to_pandas())
    places, units = grouped_months(late, tree, settings.privacy)
    return Crowd(late, places, units, settings.privacy)


def table(counted: Counted) -> str:
    """Lay the shares of each word out for the page."""
    lines = [
        "| teams | sick months taken away | word on | said | as hoped | against |",
        "|---|---:|---|---:|---:|---:|",
    ]
    for (how, share, of), words in counted.items():
        said = words.total() - words["too_early"]
        hoped, against = (words[w] / said for w in ("moved_as_hoped", "moved_against"))
        lines.append(
            f"| {how} | {share:.0%} | {of} | {said:,} | {hoped:.1%} | {against:.1%} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Count over companies of other seeds; write both files."""
    settings = params.load(ROOT / "params.yaml")
    counted: Counted = {}
    for seed in range(FIRST_SEED, FIRST_SEED + int(sys.argv[1])):
        for key, words in company(seed, settings).items():
            counted[key] = counted.get(key, Counter()) + words
    rows = [
        {"chosen": how, "taken_away": share, "of": of, **words}
        for (how, share, of), words in counted.items()
    ]
    RESULT.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    page = with_table(PAGE.read_text("utf-8"), table(counted), MARKS)
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
