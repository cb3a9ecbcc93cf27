"""Attacks on a naive release and on ours, and what protection costs in use.

Run by ``python -m benchmarks.attacks``: it needs the default company's features and
models (``dvc repro promote_model``), and makes a company of 300 agents of its own,
whose known chances stand for forecasts. Naive is what dashboards do: the exact mean
of every team of five or more, each month. Writes benchmarks/attacks.json, its lines in
benchmarks/README.md, and the picture docs/protection.svg.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import chdir
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import yaml

from benchmarks.cold_run import PAGE, ROOT, with_table
from benchmarks.fresh_checkout import fresh_checkout
from benchmarks.observable_ceiling import run
from contracts import params
from pipelines import _files, _forecasts, _people
from privacy.attack.coalition import Members, Memory, Told, own_ranges
from privacy.attack.movers import Month, narrow_movers
from privacy.groups import grouped_months, members_of
from privacy.months import with_months
from privacy.rounding import rounded_people
from privacy.tree import read_tree
from privacy.walk import safe_rates

RESULT = ROOT / "benchmarks" / "attacks.json"
PICTURE = ROOT / "docs" / "protection.svg"
PROMISE = ROOT / "docs" / "privacy.md"
MARKS = ("<!-- attacks -->", "<!-- end of attacks -->")
POINTS = (5, 10, 15, 20, 30)
NAIVE_PEOPLE = 5
EXACT = 1e-9
SMALL_AGENTS, SMALL_TEAMS = 300, 22
CONFIDENCE = 0.95
DRAWS = 1000
SHOWN = ("published", "carried")


class Company:
    """Who is where, and what is expected of each, in months of one company."""

    def __init__(
        self,
        roster: pd.DataFrame,
        teams: pd.DataFrame,
        expected: Mapping[str, pd.DataFrame],
        settings: params.Params,
    ) -> None:
        """Group people into the units that may be shown."""
        self.settings, self.teams, self.expected = settings, teams, expected
        self.roster = with_months(roster)[["month", "person_id", "team_id"]]
        places, units = grouped_months(self.roster, read_tree(teams), settings.privacy)
        large = units[units["status"] == "published"]
        people = rounded_people(large["people"].astype(float), settings.privacy)
        self.units, self.members = (
            large.assign(people=people),
            members_of(self.roster, places),
        )

    def rates(self, outcome: str, points: float) -> pd.DataFrame:
        """Give what we release, at so many points of protection."""
        asked = self.settings.privacy.model_copy(update={"protection_points": points})
        return safe_rates(self.units, self.members, self.expected[outcome], asked)

    def figures(self, outcome: str) -> pd.DataFrame:
        """Give every member of a unit with their figure, exact."""
        known = with_months(self.expected[outcome])
        return self.members.merge(known, on=["month", "person_id"])

    def naive(self, outcome: str) -> pd.DataFrame:
        """Give members of what a dashboard shows: all units of five or more."""
        everybody = self.roster.rename(columns={"team_id": "unit_id"})
        company = everybody.assign(unit_id="the company")
        members = pd.concat([everybody.assign(unit_level="team"), company])
        size = members.groupby(["month", "unit_id"])["person_id"].transform("size")
        known = with_months(self.expected[outcome])
        shown = members[size >= NAIVE_PEOPLE]
        return shown.merge(known, on=["month", "person_id"])


def default_company() -> Company:
    """Take the checkout's company, as its champion expects it."""
    settings = params.load()
    features = _files.read_features()
    months = _people.released_months(settings, settings.outcomes.modelled)
    here = features[features["as_of"].isin(months) & ~features["announced"]]
    expected = {
        outcome: _forecasts.expected(outcome, features, months, settings)
        for outcome in settings.outcomes.modelled
    }
    roster = here.rename(columns={"as_of": "month"})
    return Company(roster, _files.read_table("teams"), expected, settings)


def small_company(folder: Path) -> Company:
    """Make a company of 300 agents; its known chances are what is expected."""
    fresh_checkout(folder)
    path = folder / "params.yaml"
    asked = yaml.safe_load(path.read_text("utf-8"))
    asked["simulator"] |= {"agents": SMALL_AGENTS, "teams": SMALL_TEAMS}
    asked["simulator"]["oracle"]["continuations"] = 0
    path.write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    for stage in ("simulate_company", "ingest_sources"):
        run(folder, stage)
    with chdir(folder):
        settings = params.load()
        truth, teams = _files.read_table("truth"), _files.read_table("teams")
    truth = with_months(truth.rename(columns={"as_of": "month"}))
    truth = truth[truth["month"] > truth["month"].max() - pd.DateOffset(months=12)]
    horizon = settings.time.horizon_months
    value = {
        "turnover": 1 - (1 - truth["hazard_voluntary"]) ** horizon,
        "absence": truth["sick_rate"],
    }
    expected = {
        name: truth[["month", "person_id"]].assign(value=share, weight=1.0)
        for name, share in value.items()
    }
    return Company(truth, teams, expected, settings)


def of_coalitions(company: Company, outcome: str, rates: pd.DataFrame | None) -> Any:
    """Let all but one collude, in every unit; without rates, on exact means.

    Returns
    -------
    dict
        Share of person-months bounded too narrowly, and how far the middle of the
        range lies from the truth, against a guess by the unit's own figure.
    """
    safe = company.settings.privacy.protection_points / 100
    figures = company.naive(outcome) if rates is None else company.figures(outcome)
    figures = figures[figures["unit_level"] == "team"]
    codes = {p: at for at, p in enumerate(sorted(figures["person_id"].unique()))}
    new = {} if rates is None else _told(rates)
    memory, narrow, misses, guesses = Memory(len(codes)), [], [], []
    for (month, unit), here in figures.groupby(["month", "unit_id"], sort=True):
        who = Members(
            np.array([codes[p] for p in here["person_id"]], dtype=np.int64),
            here["value"].to_numpy("float64"),
            here["weight"].to_numpy("float64"),
        )
        told = (
            Told(who.mean - EXACT, who.mean + EXACT)
            if rates is None
            else new.get((month, unit))
        )
        if told is None:
            continue
        found = (
            memory.with_month(who, told) if rates is not None else own_ranges(who, told)
        )
        memory.keep(who, told)
        narrow += ((found.high - found.low) < safe - EXACT).tolist()
        low, high = np.clip(found.low, 0, 1), np.clip(found.high, 0, 1)
        misses += np.abs((low + high) / 2 - who.values).tolist()
        guesses += np.abs((told.low + told.high) / 2 - who.values).tolist()
    return _attack(narrow, misses, guesses)


def of_movers(company: Company, outcome: str, rates: pd.DataFrame | None) -> Any:
    """Hold two months at a time against each other; without rates, exact means."""
    safe = company.settings.privacy.protection_points / 100
    figures = company.naive(outcome) if rates is None else company.figures(outcome)
    months = [
        _month(here, month, None if rates is None else _told(rates))
        for month, here in figures.groupby("month", sort=True)
    ]
    narrow = movers = 0
    for before, now in pairwise(months):
        narrow += len(narrow_movers(before, now, safe))
        both = {*before.units, *now.units}
        movers += sum(before.units.get(p) != now.units.get(p) for p in both)
    return {"found": narrow, "of": movers}


def _told(rates: pd.DataFrame) -> dict[tuple[Any, str], Told]:
    new = rates[rates["status"] == "published"]
    return {
        (month, unit): Told.by(rate, step)
        for month, unit, rate, step in zip(
            new["month"], new["unit_id"], new["rate"], new["step"], strict=True
        )
    }


def _month(here: pd.DataFrame, month: Any, told: dict[Any, Told] | None) -> Month:
    units = here.sort_values("unit_id").groupby("person_id")["unit_id"].agg(tuple)
    weights = here.drop_duplicates("person_id").set_index("person_id")["weight"]
    if told is None:
        product = here["value"] * here["weight"]
        sums = (
            here.assign(product=product).groupby("unit_id")[["product", "weight"]].sum()
        )
        means = (sums["product"] / sums["weight"]).items()
        bounds = {unit: Told(mean - EXACT, mean + EXACT) for unit, mean in means}
    else:
        bounds = {unit: found for (at, unit), found in told.items() if at == month}
    return Month(units.to_dict(), weights.to_dict(), bounds)


def _attack(narrow: list[bool], misses: list[float], guesses: list[float]) -> Any:
    """Sum up an attack, with an interval of what it gains over a guess."""
    gain = np.array(guesses) - np.array(misses)
    rng = np.random.default_rng(1)
    drawn = [gain[rng.integers(len(gain), size=len(gain))].mean() for _ in range(DRAWS)]
    tail = (1 - CONFIDENCE) / 2
    return {
        "narrow_share": float(np.mean(narrow)),
        "miss_points": 100 * float(np.mean(misses)),
        "guess_points": 100 * float(np.mean(guesses)),
        "gain_points": [100 * float(q) for q in np.quantile(drawn, [tail, 1 - tail])],
    }


def usefulness(company: Company, outcome: str, points: float) -> dict[str, float]:
    """Say what is left to see at so many points of protection."""
    rates = company.rates(outcome, points)
    exact = company.figures(outcome)
    exact = exact.assign(product=exact["value"] * exact["weight"])
    sums = exact.groupby(["month", "unit_id"])[["product", "weight"]].sum()
    mean = (sums["product"] / sums["weight"]).rename("mean").reset_index()
    levels = company.units[["month", "unit_id", "unit_level"]]
    found = rates.merge(mean, on=["month", "unit_id"]).merge(levels)
    teams = found[found["unit_level"] == "team"]
    seen = teams[teams["status"].isin(SHOWN)]
    shown = company.members.merge(seen[["month", "unit_id"]])
    people = shown.drop_duplicates(["month", "person_id"])
    age = seen["month"].dt.to_period("M") - seen["figure_month"].dt.to_period("M")
    threshold = getattr(company.settings.thresholds, outcome).rate
    ranks = [
        here["rate"].corr(here["mean"], method="spearman")
        for _, here in seen.groupby("month")
    ]
    return {
        "points": points,
        "people_share": len(people) / len(company.roster),
        "carried_share": float((teams["status"] == "carried").mean()),
        "longest_months": int(age.map(lambda gap: gap.n).max()),
        "spearman": float(np.mean(ranks)),
        "same_side_share": float(
            ((seen["rate"] > threshold) == (seen["mean"] > threshold)).mean()
        ),
    }


def attacked(result: dict[str, Any]) -> str:
    """Lay out what the attacks found."""
    safe = result["protection_points"]
    lines = [
        "| attack, default company, 12 months | outcome | naive | ours |",
        "|---|---|---:|---:|",
    ]
    for outcome, found in result["attacks"].items():
        naive, ours = found["coalition"]
        lines += [
            f"| all but one collude: bounded within {safe:g} points | {outcome} "
            f"| {naive['narrow_share']:.0%} | {ours['narrow_share']:.0%} |",
            f"| … error of their best guess, points (guessing by the unit's figure: "
            f"{ours['guess_points']:.1f}) | {outcome} | {naive['miss_points']:.1f} "
            f"| {ours['miss_points']:.1f} |",
        ]
        naive, ours = found["movers"]
        lines.append(
            f"| who came, went or moved: bounded within {safe:g} points | {outcome} "
            f"| {naive['found']} of {naive['of']} | {ours['found']} of {ours['of']} |"
        )
    return "\n".join(lines) + "\n"


def table(result: dict[str, Any]) -> str:
    """Lay out the attacks, and what is left to see."""
    lines = [
        attacked(result),
        "| company | outcome | points | people in a unit with a figure | team-months "
        "carried | longest, months | rank correlation | same side of the threshold |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, outcomes in result["usefulness"].items():
        for outcome, rows in outcomes.items():
            lines += [
                f"| {name} | {outcome} | {one['points']} | {one['people_share']:.1%} "
                f"| {one['carried_share']:.1%} | {one['longest_months']} "
                f"| {one['spearman']:.3f} | {one['same_side_share']:.1%} |"
                for one in rows
            ]
    return "\n".join(lines) + "\n"


def picture(result: dict[str, Any]) -> None:
    """Draw what protection costs."""
    rows = [
        {"company": name, "outcome": outcome, **one}
        for name, outcomes in result["usefulness"].items()
        for outcome, found in outcomes.items()
        for one in found
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("points:Q", title="protection, points"),
        color=alt.Color("outcome:N", title=None),
        strokeDash=alt.StrokeDash("company:N", title=None),
    )
    charts = [
        base.mark_line(point=True)
        .encode(y=alt.Y(f"{name}:Q", title=title).scale(zero=False))
        .properties(width=260, height=200)
        for name, title in (
            ("spearman", "rank correlation with the exact figures"),
            ("carried_share", "team-months carried, a share"),
        )
    ]
    PICTURE.parent.mkdir(exist_ok=True)
    alt.hconcat(*charts).save(str(PICTURE))


def main() -> None:
    """Attack, measure, write."""
    with TemporaryDirectory() as place:
        companies = {
            "1,200 agents": default_company(),
            "300 agents": small_company(Path(place) / "small"),
        }
        default = companies["1,200 agents"]
        points = default.settings.privacy.protection_points
        attacks = {}
        for outcome in default.expected:
            asked = (None, default.rates(outcome, points))
            attacks[outcome] = {
                "coalition": [of_coalitions(default, outcome, r) for r in asked],
                "movers": [of_movers(default, outcome, r) for r in asked],
            }
        useful = {
            name: {
                outcome: [usefulness(company, outcome, p) for p in POINTS]
                for outcome in company.expected
            }
            for name, company in companies.items()
        }
    result = {"protection_points": points, "attacks": attacks, "usefulness": useful}
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    picture(result)
    for page, text in ((PAGE, table(result)), (PROMISE, attacked(result))):
        page.write_text(with_table(page.read_text("utf-8"), text, MARKS), "utf-8")
    sys.stdout.write(table(result))


if __name__ == "__main__":
    main()
