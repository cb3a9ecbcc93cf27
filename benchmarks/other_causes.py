"""Our candidates beside other people's models, where people leave for other reasons.

Run by ``python -m benchmarks.other_causes 101 102``, seeds: companies smaller than the
default one are made by the same simulator with other numbers in its causes, and every
model is held against their known chances, as in ``benchmarks.candidates``. Nothing in
``models`` was set by looking at them. Kept between runs below the folder named by
``EQUIPAGE_COMPANIES``, or in a temporary one. Writes benchmarks/other_causes.json and
its lines in benchmarks/README.md.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks import candidates
from benchmarks.candidates import Found
from benchmarks.cold_run import ROOT, written
from benchmarks.observable_ceiling import lived
from contracts.model_params import Outcome
from models import truth
from pipelines import _files, simulate_company

RESULT = ROOT / "benchmarks" / "other_causes.json"
MARKS = ("<!-- causes -->", "<!-- end of causes -->")
OUTCOMES: tuple[Outcome, ...] = ("turnover", "absence")
SHOWN = ("champion", "regression", "boosting", "histogram_boosting")
AS_THEY_COME = ("LightGBM as it comes", "CatBoost as it comes", "Cox (lifelines)")
LEVEL: Mapping[Outcome, str] = {"turnover": "leave in a year", "absence": "days sick"}
Measured = dict[str, dict[str, dict[str, Found]]]


@dataclass(frozen=True, slots=True)
class World:
    """How one company differs from the default one.

    Parameters
    ----------
    why : str
        For whoever reads the table.
    causes : mapping of (module, name) to float
        Numbers of ``connectors.simulator.truth`` that are others.
    purpose : tuple of str
        Columns that this company has stated a purpose for.
    agents, teams : int
    """

    why: str
    causes: Mapping[tuple[str, str], float] = field(default_factory=dict)
    purpose: tuple[str, ...] = ()
    agents: int = 1000
    teams: int = 75


WORLDS: Mapping[str, World] = {
    "pay": World(
        "pay and commute, hardly strain; health of one's own",
        {
            ("logit", "LEVEL"): -4.3,
            ("logit", "STRAIN"): 0.1,
            ("logit", "PAY_GAP"): -4.5,
            ("logit", "COMMUTE_HOUR"): 1.0,
            ("logit", "NEWCOMER"): 0.5,
            ("logit", "PACE"): 0.0,
            ("structure", "UNSEEN_SPREAD"): 0.1,
            ("sickness", "SHORT_STRAIN"): 0.1,
            ("roster", "HEALTH_SPREAD"): 0.8,
        },
        purpose=("monthly_pay", "commute_minutes"),
    ),
    "leaders": World(
        "who leads, who led before, who left before; not the work itself",
        {
            ("logit", "LEVEL"): -5.3,
            ("logit", "QUALITY"): -0.5,
            ("logit", "NEW_LEAD"): 1.0,
            ("logit", "CONTAGION"): 3.0,
            ("strain", "PULL_QUALITY"): -0.16,
            ("strain", "PULL_LOAD"): 0.0,
            ("strain", "PULL_HOSTILE"): 0.0,
            ("strain", "PULL_SWITCHING"): 0.0,
            ("sickness", "SHORT_STRAIN"): 0.6,
            ("roster", "HEALTH_SPREAD"): 0.2,
        },
    ),
    "thresholds": World(
        "nothing but thresholds, which a straight line can't follow",
        {
            ("logit", "LEVEL"): -4.4,
            ("logit", "STRAIN"): 0.0,
            ("logit", "OVERLOAD"): 1.3,
            ("logit", "PART_TIME_NOTICE"): 1.5,
            ("logit", "UNPRAISED"): 1.3,
            ("logit", "PACE"): 0.0,
        },
    ),
    "arrivals": World(
        "the first year, whatever the work; teams alike",
        {
            ("logit", "LEVEL"): -4.6,
            ("logit", "STRAIN"): 0.15,
            ("logit", "NEWCOMER"): 1.8,
            ("logit", "NEWCOMER_MONTHS"): 8.0,
            ("logit", "CONTAGION"): 0.0,
            ("structure", "UNSEEN_SPREAD"): 0.05,
            ("roster", "FRAILTY_SPREAD"): 0.8,
        },
    ),
    "small": World("the default causes, a quarter of the people", agents=300, teams=22),
}


def live(name: str) -> None:
    """Let a world live: the simulator's stage, with its causes."""
    for (module, number), value in WORLDS[name].causes.items():
        home = import_module(f"connectors.simulator.truth.{module}")
        assert isinstance(getattr(home, number), float), number
        setattr(home, number, value)
    simulate_company.main()


def company(place: Path, name: str, seed: int) -> Path:
    """Make one company's features, unless they are there."""
    world = WORLDS[name]
    changes = {
        "simulator": {"seed": seed, "agents": world.agents, "teams": world.teams},
        "governance": {"purpose": list(world.purpose)},
    }
    live_on = ("benchmarks.other_causes", "live", name)
    return lived(place / f"{name}{seed}", changes, live_on)


def level(folder: Path, outcome: Outcome) -> float:
    """Give the share who leave in a year by the known chances, or of days sick."""
    with chdir(folder):
        known = _files.read_table("truth")[truth.KNOWN[outcome]]
    mean = float(np.mean(known))
    return 12 * mean if outcome == "turnover" else mean


def table(found: Measured) -> str:
    """Lay the result out: of each world, what every model knows of the knowable."""
    models = (*SHOWN, *AS_THEY_COME)
    lines = []
    for outcome in OUTCOMES:
        asked = [m for m in models if outcome == "turnover" or m != AS_THEY_COME[-1]]
        lines += [
            f"**{outcome}**, share of the attainable; the champion's Spearman of "
            "team-months, slope and O/E",
            "",
            f"| world | {LEVEL[outcome]} | {' | '.join(asked)} "
            "| Spearman | slope | O/E |",
            f"|---|---:|{'---:|' * len(asked)}---:|---:|---:|",
        ]
        for name, world in WORLDS.items():
            companies = list(found.get(name, {}).get(outcome, {}).values())
            if not companies:
                continue

            def mean(
                model: str, figure: str, companies: list[Found] = companies
            ) -> float:
                return float(
                    np.mean([c[model][figure] for c in companies if model in c])
                )

            shares = " | ".join(f"{mean(m, 'share_attainable'):.2f}" for m in asked)
            best = (mean("champion", f) for f in candidates.FIGURES[1:])
            lines.append(
                f"| {world.why} | {mean('level', 'level'):.0%} | {shares} "
                f"| {' | '.join(f'{one:.2f}' for one in best)} |"
            )
        lines.append("")
    return "\n".join(lines)


def measured() -> Any:
    """Read what was measured so far: of each world, outcome and seed, every model."""
    return json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}


def main() -> None:
    """Measure, and write the lines after each company."""
    if sys.argv[1] == "live":
        live(sys.argv[2])
        return
    with TemporaryDirectory() as passing:
        place = Path(os.environ.get("EQUIPAGE_COMPANIES", passing)).resolve()
        for seed, name, outcome in product(sys.argv[1:], WORLDS, OUTCOMES):
            folder = company(place, name, int(seed))
            one = candidates.of_company(folder, outcome)
            one["level"] = {"level": level(folder, outcome)}
            found = measured()
            found.setdefault(name, {}).setdefault(outcome, {})[seed] = one
            written(RESULT, found, table(found), MARKS)
    sys.stdout.write(table(measured()))


if __name__ == "__main__":
    main()
