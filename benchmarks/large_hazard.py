"""Time and memory of one hazard on a very large company: a hundred thousand people.

Run by ``python -m benchmarks.large_hazard``: person-months of random features, in
single precision, are learned from once by each candidate, in a process of its own.
Writes benchmarks/large_hazard.json and its lines in benchmarks/README.md.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks.cold_run import PAGE, ROOT, with_table
from contracts import params
from models import stack, targets
from models.candidates import CANDIDATES

RESULT = ROOT / "benchmarks" / "large_hazard.json"
MARKS = ("<!-- hazard -->", "<!-- end of hazard -->")
PEOPLE, MONTHS, FEATURES = 100_000, 36, 80
LEARNED = ("life_table", "regression", "boosting")
BASE_RATE, EFFECT = 0.03, 0.3
KIB_A_GIB = 2**20


def person_months() -> pd.DataFrame:
    """Make rows of which a few features raise the hazard; the rest is noise."""
    rng = np.random.default_rng(0)
    size = PEOPLE * MONTHS
    names = ["career__tenure_months", *(f"made_up__f{i}" for i in range(1, FEATURES))]
    values = rng.standard_normal((size, FEATURES), dtype="float32")
    logit = np.log(BASE_RATE) + EFFECT * values[:, 1:4].sum(axis=1)
    values[:, 0] = rng.integers(0, 120, size)
    month = pd.date_range("2023-11-30", periods=MONTHS, freq="ME").astype("M8[us]")
    rows = pd.DataFrame(values, columns=names, copy=False).assign(
        person_id=np.repeat(np.arange(PEOPLE), MONTHS),
        team_id=np.repeat(np.arange(PEOPLE) // 13, MONTHS),
        as_of=np.tile(month, PEOPLE),
        label_month=np.tile(month, PEOPLE),
        lead=1,
        exposure=1.0,
        voluntary=(rng.random(size) < 1 / (1 + np.exp(-logit))).astype("float32"),
    )
    return stack.with_season(rows)


def learn(name: str) -> dict[str, float]:
    """Fit one candidate; give seconds and the peak of memory, rows included."""
    rows = person_months()
    settings = params.load(ROOT / "params.yaml").models
    fitting = targets.fitting_of("turnover", stack.feature_columns(rows), {}, settings)
    columns = tuple(c for c in fitting.columns if c not in stack.SEASON)
    one = replace(fitting.targets, names=("voluntary",))
    start = time.perf_counter()
    before = time.process_time()
    with threadpool_limits(1):  # as the line does: origins stand side by side
        CANDIDATES[name].fit(rows, replace(fitting, columns=columns, targets=one))
    seconds = time.perf_counter() - start
    of_cores = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_GIB
    return {
        "seconds": round(seconds, 1),
        "core_seconds": round(of_cores, 1),
        "peak_gib": round(peak, 1),
    }


def measured() -> dict[str, dict[str, float]]:
    """Run each candidate in a process of its own."""
    found = {}
    for name in LEARNED:
        command = (sys.executable, "-m", "benchmarks.large_hazard", name)
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        found[name] = json.loads(done.stdout)
    return found


def table(found: dict[str, dict[str, float]]) -> str:
    """Lay the result out."""
    lines = [
        f"{PEOPLE * MONTHS:,} person-months, {FEATURES} features, one origin, one "
        "target; the rows themselves, 1.1 GiB, are in the peak.",
        "",
        "| candidate | seconds | seconds of a core | peak GiB |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {one['seconds']:.0f} | {one['core_seconds']:.0f} "
            f"| {one['peak_gib']:.1f} |"
            for name, one in found.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn by one candidate if one is named, else by all, and write the lines."""
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(learn(sys.argv[1])))
        return
    found = measured()
    RESULT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(found), MARKS), "utf-8")
    sys.stdout.write(table(found))


if __name__ == "__main__":
    main()
