"""Our candidates beside other people's models, on companies of several seeds.

Run by ``python -m benchmarks.candidates turnover absence -- 1 2 3``: outcomes, then
seeds. What was measured before of other seeds stays and counts; start anew by deleting
benchmarks/candidates.json. The companies are those of
``benchmarks.observable_ceiling``, kept below the folder named by
``EQUIPAGE_COMPANIES``, or made anew. CatBoost and lifelines are asked where they are
installed (benchmarks/requirements.txt); nothing else here needs them.
Writes benchmarks/candidates.json and its lines in benchmarks/README.md.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import chdir
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from benchmarks import rivals
from benchmarks.cold_run import ROOT, written
from benchmarks.observable_ceiling import company
from contracts import params
from contracts.model_params import Outcome
from models import candidates, choice, clock, stack, targets, truth
from models.clock import Floats
from models.targets import Fitting
from pipelines import _files, _models

RESULT = ROOT / "benchmarks" / "candidates.json"
CEILING = ROOT / "benchmarks" / "observable_ceiling.json"
MARKS = ("<!-- candidates -->", "<!-- end of candidates -->")
# Months before the last: before and after everybody became likelier to leave.
BACK = (8, 0)
MIN_PEOPLE = 10
CONFIDENCE = 0.95
FIGURES = ("share_attainable", "team_spearman", "slope", "o_over_e")
Found = dict[str, dict[str, float]]


def every_forecast(
    known: pd.DataFrame, asked: pd.DataFrame, settings: Fitting
) -> dict[str, Floats]:
    """Fit everybody to the same rows; give what each forecasts of the next month."""
    fitted = candidates.fit_all(known, settings)
    found = {
        name: one.predict(fitted[name], asked)[:, 0]
        for name, one in candidates.CANDIDATES.items()
    }
    for name, one in candidates.RIVALS.items():
        found[name] = one.predict(one.fit(known, settings), asked)[:, 0]
    binary = settings.targets.objective == "binary"
    for name, (package, forecast, of_shares) in rivals.RIVALS.items():
        if find_spec(package) and (binary or of_shares):
            found[name] = forecast(known, asked, settings)
    return found


def of_company(folder: Path, outcome: Outcome) -> Found:
    """Hold every model against one company's known chances."""
    with chdir(folder):
        features = _files.read_features()
        known = _files.read_table("truth")
        # The company's own months and the models' settings of this checkout.
        own = params.load(ROOT / "params.yaml")
        settings = _models.for_outcome(outcome, own)
        came = _models.read_outcomes(outcome, features, settings)
    if truth.KNOWN[outcome] not in known:
        return {}
    rows = stack.stacked(features, came)
    columns = stack.feature_columns(features)
    fitting = targets.fitting_of(outcome, columns, _models.signs(), settings.models)
    first, last = features["as_of"].min(), features["as_of"].max()
    gap = settings.models.gap_months
    origins = [clock.shifted(last, -back) for back in BACK]
    inner = clock.inner_origins(first, origins[0], settings.time, settings.models)
    parts = choice.inner(rows, inner, gap)
    chosen = choice.choose(parts, fitting, settings.models.choice.grid)
    people = []
    for origin in origins:
        asked = stack.rows_to_score(features, origin, horizon=1)
        seen = clock.training_rows(rows, origin, gap)
        found = every_forecast(seen, asked, chosen.settings)
        found["champion"] = found[chosen.champion]
        here = asked[["as_of", "person_id", "team_id"]].assign(
            weight=asked["hours"] if outcome == "absence" else 1.0, **found
        )
        people.append(truth.beside(here, known, truth.KNOWN[outcome]))
    every = pd.concat(people)
    return {
        name: truth.against(outcome, every, name, MIN_PEOPLE)
        for name in (*candidates.EVERY, *rivals.RIVALS, "champion")
        if name in every
    }


def summary(companies: list[Found]) -> dict[str, Any]:
    """Average over companies; intervals of the mean, and of the champion's lead.

    Other people's packages may have been asked on fewer: their name says on how many.
    """
    found: dict[str, Any] = {}
    for name in dict.fromkeys(model for found_of in companies for model in found_of):
        asked = [one for one in companies if name in one]
        fewer = f" ({len(asked)} of them)" if len(asked) < len(companies) else ""
        of_all = {
            figure: _mean([one[name][figure] for one in asked]) for figure in FIGURES
        }
        lead = [
            one["champion"]["share_attainable"] - one[name]["share_attainable"]
            for one in asked
        ]
        found[name + fewer] = {**of_all, "behind_champion": _mean(lead)}
    return found


def _mean(values: list[float]) -> dict[str, float]:
    """Give mean and half the width of its interval, by Student's t over companies."""
    count = len(values)
    if count < 2:
        return {"mean": float(np.mean(values)), "within": float("nan")}
    error = float(np.std(values, ddof=1)) / count**0.5
    within = float(student.ppf((1 + CONFIDENCE) / 2, count - 1)) * error
    return {"mean": float(np.mean(values)), "within": within}


def table(found: Mapping[str, Mapping[str, Found]]) -> str:
    """Lay the result out."""
    ceiling = json.loads(CEILING.read_text("utf-8"))
    lines = [
        f"One month ahead, {len(BACK)} origins each; mean and {CONFIDENCE:.0%} "
        "interval over companies. The ceiling was measured on the default company.",
    ]
    for outcome, by_seed in found.items():
        models = summary(list(by_seed.values()))
        seeds = ", ".join(by_seed)
        lines += ["", f"**{outcome}**, {len(by_seed)} companies (seeds {seeds})", ""]
        lines += [
            "| model | share of the attainable | behind the champion "
            "| Spearman of team-months | slope | O/E |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        ordered = sorted(
            models, key=lambda name: -models[name]["share_attainable"]["mean"]
        )
        for name in ordered:
            one = models[name]
            lines.append(
                f"| {name} | {_said(one['share_attainable'])} "
                f"| {_said(one['behind_champion'])} | {_said(one['team_spearman'])} "
                f"| {one['slope']['mean']:.2f} | {one['o_over_e']['mean']:.2f} |"
            )
        if outcome in ceiling:
            top = ceiling[outcome]
            lines.append(
                f"| *observable ceiling* | {top['share_attainable']:.3f} | "
                f"| {top['team_spearman']:.3f} | {top['slope']:.2f} "
                f"| {top['o_over_e']:.2f} |"
            )
    return "\n".join(lines) + "\n"


def _said(figure: Mapping[str, float]) -> str:
    mean, within = figure["mean"], figure["within"]
    return f"{mean:.3f}" if np.isnan(within) else f"{mean:.3f} ± {within:.3f}"


def measured() -> dict[str, dict[str, Found]]:
    """Read what was measured so far: of each outcome and seed, every model."""
    if not RESULT.exists():
        return {}
    found: dict[str, dict[str, Found]] = json.loads(RESULT.read_text("utf-8"))
    return found


def main() -> None:
    """Measure, and write the lines after each company."""
    split = sys.argv.index("--")
    outcomes: list[Any] = sys.argv[1:split]
    with TemporaryDirectory() as passing:
        place = Path(os.environ.get("EQUIPAGE_COMPANIES", passing)).resolve()
        for seed, outcome in product(sys.argv[split + 1 :], outcomes):
            one = of_company(company(place, int(seed)), outcome)
            if not one:
                continue
            found = measured()
            found.setdefault(outcome, {})[seed] = one
            written(RESULT, found, table(found), MARKS)
    sys.stdout.write(table(measured()))


if __name__ == "__main__":
    main()
