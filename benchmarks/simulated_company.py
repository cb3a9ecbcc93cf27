"""The simulated company against published figures, over several seeds.

Run by ``python -m benchmarks.simulated_company``; writes
benchmarks/simulated_company.json and its table in benchmarks/README.md.
"""

import json
import sys
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from scipy import stats

from benchmarks.cold_run import PAGE, ROOT, with_table
from connectors.simulator import clock
from connectors.simulator.truth import counterfactual, history
from connectors.simulator.truth.history import History
from contracts import params

RESULT = ROOT / "benchmarks" / "simulated_company.json"
MARKS = ("<!-- company -->", "<!-- end of company -->")
SEEDS = 10
# From call-centre surveys; the last four are what was aimed at.
RANGES: Mapping[str, tuple[float, float]] = {
    "voluntary_turnover_a_year": (0.20, 0.35),
    "leaving_a_month_first_three": (0.06, 0.10),
    "other_exits_a_month": (0.005, 0.01),
    "absent_share": (0.04, 0.08),
    "absent_share_in_long_spells": (0.25, 0.40),
    "person_months_without_absence": (0.70, 0.75),
    "auc_of_known_chances": (0.72, 0.80),
    "people_a_team": (8.0, 20.0),
    "median_tenure_months": (12.0, 36.0),
    "overdispersion_of_team_exits": (1.2, 2.4),
    "autocorrelation_of_team_absence": (0.30, 0.75),
}
ABOUT: Mapping[str, str] = {
    "voluntary_turnover_a_year": "voluntary turnover a year",
    "leaving_a_month_first_three": "voluntary exits a month, first three months",
    "other_exits_a_month": "other exits a month",
    "absent_share": "sick share of days",
    "absent_share_in_long_spells": "share of them in spells of 30 days or more",
    "person_months_without_absence": "person-months without a sick day",
    "auc_of_known_chances": "AUC of who knows every chance of next month",
    "people_a_team": "agents a team",
    "median_tenure_months": "median tenure, months",
    "overdispersion_of_team_exits": "variance of team exits in 3 months over the mean",
    "autocorrelation_of_team_absence": "team absence with last month's, correlation",
}
Floats = npt.NDArray[np.float64]


def auc(chance: Floats) -> float:
    """Give the AUC to expect of somebody who knows every chance; no draw in it."""
    _, rank = np.unique(chance, return_inverse=True)
    events, others = np.bincount(rank, chance), np.bincount(rank, 1 - chance)
    below = np.cumsum(others) - others
    alike = (chance * (1 - chance)).sum()
    won = (events * (below + 0.5 * others)).sum() - 0.5 * alike
    return float(won / (chance.sum() * (1 - chance).sum() - alike))


def figures(lived: History) -> dict[str, float]:
    """Measure one company."""
    return {**_of_people(lived), **_of_spells(lived), **_of_teams(lived)}


def _of_people(lived: History) -> dict[str, float]:
    roster = lived.company.roster
    rows = []
    for month in lived.recorded:
        chances = month.hazards
        agents = ~roster.supervisor[chances.who]
        hired = roster.hired_on[chances.who[agents]]
        tenure = (clock.last_day(month.number) - hired) / clock.DAYS_A_MONTH
        columns = (chances.voluntary, chances.other, chances.deciding)
        rows.append(np.column_stack([tenure, *(c[agents] for c in columns)]))
    tenure, voluntary, other, deciding = np.concatenate(rows).T
    return {
        "voluntary_turnover_a_year": 1 - (1 - float(voluntary.mean())) ** 12,
        "leaving_a_month_first_three": float(voluntary[tenure < 3].mean()),
        "other_exits_a_month": float(other.mean()),
        "auc_of_known_chances": auc(voluntary[deciding > 0]),
        "median_tenure_months": float(np.median(tenure)),
    }


def _of_spells(lived: History) -> dict[str, float]:
    who, first, last = (
        np.concatenate([getattr(month.sick, name) for month in lived.months])
        for name in ("who", "first", "last")
    )
    people = lived.company.people
    last = np.minimum(last, people.leaves_on[who])
    shares = []
    for month in lived.recorded[:-1]:
        begin, end = clock.first_day(month.number + 1), clock.last_day(month.number + 1)
        days = np.clip(np.minimum(last, end) - np.maximum(first, begin) + 1, 0, None)
        total = np.bincount(who, days, minlength=len(people.team))
        stays = month.rates.who[people.leaves_on[month.rates.who] > end]
        shares.append(total[stays] / (end - begin + 1))
    share = np.concatenate(shares)
    seen = last >= lived.first_day
    length = (last - first + 1)[seen]
    return {
        "absent_share": float(share.mean()),
        "absent_share_in_long_spells": float(length[length >= 30].sum() / length.sum()),
        "person_months_without_absence": float((share == 0).mean()),
    }


def _of_teams(lived: History) -> dict[str, float]:
    measured = counterfactual.team_outcomes(lived)
    place = counterfactual.MEASURES.index
    agents, leavers = measured[:, :, place("agents")], measured[:, :, place("leavers")]
    sick = measured[:, :, place("sick_rate")]
    always = (agents >= 4).all(axis=0)
    months = len(agents) // 3 * 3
    counts = leavers[:months, always].reshape(-1, 3, always.sum()).sum(axis=1)
    rate = counts.sum() / agents[:months:3, always].sum()
    mean = rate * agents[:months:3, always]
    away = sick[:, always] - sick[:, always].mean(axis=1, keepdims=True)
    again = np.corrcoef(away[1:].ravel(), away[:-1].ravel())[0, 1]
    return {
        "people_a_team": float(agents[:, always].mean()),
        "overdispersion_of_team_exits": float(((counts - mean) ** 2 / mean).mean()),
        "autocorrelation_of_team_absence": float(again),
    }


def measured(seeds: int, seen: Callable[[int], None]) -> dict[str, list[float]]:
    """Measure the default company under several seeds."""
    asked = params.load().simulator
    found = []
    for seed in range(1, seeds + 1):
        lived = history.simulate(asked.model_copy(update={"seed": seed}))
        found.append(figures(lived))
        seen(seed)
    return {name: [one[name] for one in found] for name in RANGES}


def table(found: Mapping[str, list[float]]) -> str:
    """Lay the figures out: mean with its interval, lowest, highest, and the range."""
    seeds = len(next(iter(found.values())))
    lines = [
        f"{seeds} seeds of the default company; the mean with its 95 % interval.",
        "",
        "| figure | mean | lowest | highest | range |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, (low, high) in RANGES.items():
        values = found[name]
        lines.append(
            f"| {ABOUT[name]} | {np.mean(values):.3f} ± {half_width(values):.3f} "
            f"| {min(values):.3f} | {max(values):.3f} | {low:g} to {high:g} |"
        )
    return "\n".join(lines) + "\n"


def half_width(values: list[float]) -> float:
    """Give half the width of the mean's 95 % interval, by Student's t."""
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return float(stats.t.ppf(0.975, len(values) - 1) * error)


def main() -> None:
    """Measure, and write the table."""
    found = measured(SEEDS, lambda seed: None)
    RESULT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    page = with_table(PAGE.read_text("utf-8"), table(found), MARKS)
    PAGE.write_text(page, "utf-8")
    sys.stdout.write(table(found))


if __name__ == "__main__":
    main()
