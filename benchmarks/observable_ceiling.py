"""What can be known at most from the records: learned from other companies alike.

Run by ``python -m benchmarks.observable_ceiling 20``: so many companies of other
seeds are made, their features built, and one large model learned from all of them
is asked about the default company. Kept between runs below the folder named by
``EQUIPAGE_COMPANIES``, or in a temporary one. Writes
benchmarks/observable_ceiling.json and its lines in benchmarks/README.md.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import yaml

from benchmarks.cold_run import PAGE, ROOT, with_table
from benchmarks.fresh_checkout import environment, fresh_checkout
from benchmarks.simulated_company import auc
from contracts import params
from contracts.model_params import Outcome
from models import boosting, measures, stack, targets, truth
from pipelines import _files, _models

RESULT = ROOT / "benchmarks" / "observable_ceiling.json"
MARKS = ("<!-- ceiling -->", "<!-- end of ceiling -->")
OUTCOMES: tuple[Outcome, ...] = ("turnover", "absence")
# Many companies bear more and larger trees than one does.
LARGE = {"trees": 600, "leaves": 16, "min_rows_per_leaf": 600, "recency_per_month": 1.0}
TARGET = "boosting"
DEALS, MIN_PEOPLE = 5, 10


def company(place: Path, seed: int) -> Path:
    """Make one company's features, unless they are there."""
    return lived(place / f"seed{seed}", {"simulator": {"seed": seed}})


def lived(
    folder: Path,
    changes: Mapping[str, Mapping[str, object]],
    simulate: tuple[str, ...] = ("pipelines.simulate_company",),
) -> Path:
    """Make the features of a company with other parameters, unless they are there.

    Parameters
    ----------
    folder : Path
        The checkout to make it in.
    changes : mapping of section to mapping of name to value
        Of params.yaml.
    simulate : tuple of str
        The module that lets it live, and its words.

    Returns
    -------
    Path
        The folder.
    """
    if (folder / _files.FEATURES).exists():
        return folder
    fresh_checkout(folder)
    path = folder / "params.yaml"
    asked = yaml.safe_load(path.read_text("utf-8"))
    for section, values in changes.items():
        asked[section] |= values
    asked["simulator"]["oracle"]["continuations"] = 0
    path.write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    run(folder, *simulate)
    for stage in ("ingest_sources", "summarise_activity", "build_features"):
        run(folder, f"pipelines.{stage}")
    return folder


def run(folder: Path, *module: str) -> None:
    """Run a module in a checkout."""
    subprocess.run(
        (sys.executable, "-m", *module),
        cwd=folder,
        env=environment() | {"PYTHONPATH": str(folder)},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def rows_of(folder: Path, outcome: Outcome, name: str) -> pd.DataFrame:
    """Give what one company has to learn from: one month ahead, ids of its own."""
    with chdir(folder):
        settings = params.load()
        one_month = settings.time.model_copy(update={"horizon_months": 1})
        settings = settings.model_copy(update={"time": one_month})
        features = _files.read_features()
        rows = stack.stacked(
            features, _models.read_outcomes(outcome, features, settings)
        )
    return rows.assign(person_id=name + rows["person_id"].astype(str))


def learned(
    rows: pd.DataFrame, outcome: Outcome, large: bool, signed: bool = True
) -> boosting.Boosting:
    """Learn from rows; ``large`` for many companies, ``signed`` with known signs."""
    models = params.load(ROOT / "params.yaml").models
    asked = models.boosting(outcome).model_copy(update=LARGE if large else {})
    models = models.model_copy(update={outcome: asked})
    columns = stack.feature_columns(rows)
    columns = tuple(c for c in columns if c not in stack.SEASON)
    signs = _models.signs() if signed else {}
    fitting = targets.fitting_of(outcome, columns, signs, models)
    return boosting.fit(rows, fitting)


def held(folder: Path, outcome: Outcome, fitted: boosting.Boosting) -> pd.DataFrame:
    """Set what the model says of a company's last months beside what is known."""
    with chdir(folder):
        features = _files.read_features()
        known = _files.read_table("truth")
        origins = params.load().models.origins
    found = []
    for origin in sorted(features["as_of"].unique())[-origins:]:
        rows = stack.rows_to_score(features, pd.Timestamp(origin), horizon=1)
        people = rows[["as_of", "person_id", "team_id"]].assign(
            weight=1.0 if outcome == "turnover" else rows["hours"]
        )
        people[TARGET] = boosting.predict(fitted, rows)[:, 0]
        found.append(truth.beside(people, known, truth.KNOWN[outcome]))
    return pd.concat(found, ignore_index=True)


def permuted(folder: Path) -> dict[str, float]:
    """Learn from labels dealt at random, a few times: nothing may be learned.

    Without the signs that are known beforehand: they are knowledge, and noise
    that is only allowed to lean the right way ranks people better than chance.
    """
    rows = rows_of(folder, "turnover", "")
    aucs, shares = [], []
    for deal in range(DEALS):
        rng = np.random.default_rng(deal)
        dealt = rows.assign(
            **{name: rng.permutation(rows[name]) for name in ("voluntary", "other")}
        )
        fitted = learned(dealt, "turnover", large=False, signed=False)
        people = held(folder, "turnover", fitted)
        drawn = (rng.random(len(people)) < people["known"]).astype("float64")
        forecast = people[TARGET].to_numpy("float64")
        aucs.append(measures.auc(drawn.to_numpy(), forecast))
        found = truth.against("turnover", people, TARGET, MIN_PEOPLE)
        shares.append(found["share_attainable"])
    return {
        "auc": float(np.mean(aucs)),
        "auc_error": float(np.std(aucs, ddof=1) / np.sqrt(DEALS)),
        "share_attainable": float(np.mean(shares)),
        "share_error": float(np.std(shares, ddof=1) / np.sqrt(DEALS)),
    }


def ceiling(place: Path, companies: int) -> dict[str, object]:
    """Measure the ceiling of both outcomes on the company of the default seed."""
    own = params.load(ROOT / "params.yaml").simulator.seed
    others = [company(place, seed) for seed in range(1, companies + 1)]
    asked = company(place, own)
    found: dict[str, object] = {"companies": companies}
    for outcome in OUTCOMES:
        rows = pd.concat(
            rows_of(folder, outcome, f"{number}-")
            for number, folder in enumerate(others)
        )
        people = held(asked, outcome, learned(rows, outcome, large=True))
        found[outcome] = truth.against(outcome, people, TARGET, MIN_PEOPLE)
        if outcome == "turnover":
            found["auc_of_known_chances"] = auc(people["known"].to_numpy("float64"))
    found["permuted"] = permuted(asked)
    return found


def table(found: dict[str, object]) -> str:
    """Lay the result out."""
    lines = [
        f"Learned from {found['companies']} other companies, asked about the default "
        "one, 12 months.",
        "",
        "| outcome | share of the attainable | Spearman of team-months | slope | O/E |",
        "|---|---:|---:|---:|---:|",
    ]
    for outcome in OUTCOMES:
        one = found[outcome]
        assert isinstance(one, dict)
        lines.append(
            f"| {outcome} | {one['share_attainable']:.3f} | {one['team_spearman']:.3f} "
            f"| {one['slope']:.2f} | {one['o_over_e']:.2f} |"
        )
    dealt = found["permuted"]
    assert isinstance(dealt, dict)
    lines += [
        "",
        f"Learned from labels dealt at random, {DEALS} times: AUC {dealt['auc']:.3f} "
        f"± {dealt['auc_error']:.3f}, share of the attainable "
        f"{dealt['share_attainable']:.3f} ± {dealt['share_error']:.3f} "
        "(standard errors).",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write the lines."""
    companies = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with TemporaryDirectory() as passing:
        place = Path(os.environ.get("EQUIPAGE_COMPANIES", passing)).resolve()
        found = ceiling(place, companies)
    RESULT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(found), MARKS), "utf-8")
    sys.stdout.write(table(found))


if __name__ == "__main__":
    main()
