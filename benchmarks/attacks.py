"""Attacks on a naive release and on ours, and what protection costs in use.

Run by ``python -m benchmarks.attacks``: it needs the default company's features and
models (``dvc repro promote_model``), and makes a company of 300 agents of its own,
whose known chances stand for forecasts. Naive is what dashboards do: the exact mean
of every team of five or more, each month. Writes benchmarks/attacks.json, its lines in
benchmarks/README.md, and the picture docs/protection.svg.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from benchmarks.attacked_companies import Company, default_company, small_company
from benchmarks.attacked_figures import attacked_figures
from benchmarks.cold_run import PAGE, ROOT, with_table
from privacy.attack.coalition import Members, Memory, Told
from privacy.attack.movers import Month, narrow_movers

RESULT = ROOT / "benchmarks" / "attacks.json"
PICTURE = ROOT / "docs" / "protection.svg"
PROMISE = ROOT / "docs" / "privacy.md"
MARKS = ("<!-- attacks -->", "<!-- end of attacks -->")
POINTS = (5, 10, 15, 20, 30)
EXACT = 1e-9
CONFIDENCE = 0.95
DRAWS = 1000
SHOWN = ("published", "carried")


def of_coalitions(company: Company, outcome: str, rates: pd.DataFrame | None) -> Any:
    """Let all but one of the company collude, over all units; else on exact means.

    Returns
    -------
    dict
        Share of person-months bounded too narrowly, and how far the middle of the
        range lies from the truth, against a guess by the unit's own figure.
    """
    safe = company.settings.privacy.protection_points / 100
    figures = company.naive(outcome) if rates is None else company.figures(outcome)
    figures = figures.assign(above=figures["unit_level"] != "team")
    codes = {p: at for at, p in enumerate(sorted(figures["person_id"].unique()))}
    new = {} if rates is None else _told(rates)
    memory, narrow, misses, guesses = Memory(len(codes)), [], [], []
    for month, everybody in figures.groupby("month", sort=True):
        guess: dict[int, float] = {}
        known = []
        for (_, unit), here in everybody.groupby(["above", "unit_id"], sort=True):
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
            memory.keep(who, told)
            middle = (told.low + told.high) / 2
            guess = dict.fromkeys(who.codes.tolist(), middle) | guess
            known.append(who)
        truth = {c: v for w in known for c, v in zip(w.codes, w.values, strict=True)}
        at = np.array(sorted(truth), dtype=np.int64)
        found = memory.of(at)
        narrow += ((found.high - found.low) < safe - EXACT).tolist()
        low, high = np.clip(found.low, 0, 1), np.clip(found.high, 0, 1)
        exact = np.array([truth[c] for c in at.tolist()])
        misses += np.abs((low + high) / 2 - exact).tolist()
        guesses += np.abs(np.array([guess[c] for c in at.tolist()]) - exact).tolist()
        memory.end_month()
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
        "| attack, default company, 13 months | figure | naive | ours |",
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
    lines += [
        f"| all but one collude: error, of a guess's (least of any figure) | {name} "
        f"| {both['naive']:.2f} ({both['naive_worst']:.2f}) "
        f"| {both['ours']:.2f} ({both['ours_worst']:.2f}) |"
        for name, both in result["figures"].items()
    ]
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
    result = {
        "protection_points": points,
        "attacks": attacks,
        "figures": attacked_figures(),
        "usefulness": useful,
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    picture(result)
    for page, text in ((PAGE, table(result)), (PROMISE, attacked(result))):
        page.write_text(with_table(page.read_text("utf-8"), text, MARKS), "utf-8")
    sys.stdout.write(table(result))


if __name__ == "__main__":
    main()
