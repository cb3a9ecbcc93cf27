"""Whether drivers by family are what exact Shapley values of families would say.

Run by ``python -m benchmarks.group_shapley``: it needs the default company's models
(``dvc repro promote_model``). Writes benchmarks/group_shapley.json and its lines in
benchmarks/README.md.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks.cold_run import PAGE, ROOT, with_table
from contracts.model_params import Outcome
from models import candidates, explain, stack
from models.clock import Floats
from pipelines import _files, _models

RESULT = ROOT / "benchmarks" / "group_shapley.json"
MARKS = ("<!-- shapley -->", "<!-- end of shapley -->")
PLAYERS, PEOPLE, OTHERS = 8, 120, 40
GOAL, REST, SEED = 0.95, "all others", 1
Predict = Callable[[pd.DataFrame], Floats]


def exact(
    predict: Predict,
    rows: pd.DataFrame,
    others: pd.DataFrame,
    players: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Give exact interventional Shapley values of groups of columns.

    Parameters
    ----------
    predict : callable
        Rows in, array of shape (n_rows,) out.
    rows, others : DataFrame
        Who is explained, and whose values stand in for what is not known.
    players : mapping of str to columns
        Columns of no player stay those of ``rows``.

    Returns
    -------
    DataFrame
        A row a row of ``rows``, a column a player; they sum to the distance from
        the mean over ``others``.
    """
    own = rows.loc[rows.index.repeat(len(others))].reset_index(drop=True)
    foreign = pd.concat([others] * len(rows), ignore_index=True)
    names, count = list(players), len(players)
    known = [
        [name for place, name in enumerate(names) if code >> place & 1]
        for code in range(2**count)
    ]
    value = []
    for coalition in known:
        taken = [c for name in names if name not in coalition for c in players[name]]
        mixed = own.assign(**{column: foreign[column] for column in taken})
        value.append(predict(mixed).reshape(len(rows), -1).mean(axis=1))
    found = np.zeros((len(rows), count))
    for code, coalition in enumerate(known):
        size = len(coalition)
        for place in range(count):
            if not code >> place & 1:
                weight = factorial(size) * factorial(count - size - 1)
                gained = value[code | 1 << place] - value[code]
                found[:, place] += weight / factorial(count) * gained
    return pd.DataFrame(found, columns=names)


def together(contributions: pd.DataFrame) -> dict[str, list[str]]:
    """Let the families that tell most be players; the others are one together."""
    ordered = list(contributions.std().sort_values(ascending=False).index)
    alone = {name: [name] for name in ordered[: PLAYERS - 1]}
    return alone | {REST: ordered[PLAYERS - 1 :]}


def of_outcome(outcome: Outcome) -> dict[str, Any]:
    """Hold the champion's sums by family against exact values, one month ahead."""
    features, champion = _files.read_features(), _models.read_champion(outcome)
    origin = _models.read_origins(outcome)[-1]
    fitted = _models.read_fitted(outcome, origin)
    rows = stack.rows_to_score(features, origin, horizon=1)
    drawn = rows.sample(PEOPLE + OTHERS, random_state=SEED).reset_index(drop=True)
    asked, others = drawn.iloc[:PEOPLE], drawn.iloc[PEOPLE:]
    told = explain.contributions(outcome, fitted, champion, asked)
    columns = stack.feature_columns(features)
    told = told[sorted({column.split("__")[0] for column in columns})]
    groups = together(told)
    players = {
        name: [c for c in columns if c.split("__")[0] in families]
        for name, families in groups.items()
    }

    def predict(mixed: pd.DataFrame) -> Floats:
        scale = mixed["days"].to_numpy() if outcome == "absence" else 1.0
        expected: Floats = candidates.predict(champion, fitted, mixed)[:, 0] * scale
        return expected

    found = exact(predict, asked, others, players)
    summed = pd.DataFrame({name: told[of].sum(axis=1) for name, of in groups.items()})
    return {
        "champion": champion,
        "together": len(groups[REST]),
        **compared(summed, found),
    }


def compared(summed: pd.DataFrame, found: pd.DataFrame) -> dict[str, Any]:
    """Correlate over people, family by family and all together, as contrasts."""
    apart, truly = summed - summed.mean(), found - found.mean()
    same = apart.idxmax(axis=1) == truly.idxmax(axis=1)
    both = np.corrcoef(apart.to_numpy().ravel(), truly.to_numpy().ravel())[0, 1]
    return {
        "r": round(float(both), 4),
        "same_first": round(float(same.mean()), 3),
        "families": {
            name: {
                "r": round(float(np.corrcoef(apart[name], truly[name])[0, 1]), 4),
                "spread": float(f"{truly[name].std():.3g}"),
            }
            for name in found
        },
    }


def table(result: Mapping[str, Mapping[str, Any]]) -> str:
    """Lay the result out."""
    lines = [
        f"{PEOPLE} people, values of {OTHERS} others in the place of what is not "
        f"known, {2**PLAYERS} coalitions, one month ahead.",
        "",
        "| outcome | family | r | spread, leavers or sick days a person |",
        "|---|---|---:|---:|",
    ]
    for outcome, one in result.items():
        lines += [
            f"| {outcome} | {name.replace('_', ' ')} | {of['r']:.3f} "
            f"| {of['spread']:.2g} |"
            for name, of in one["families"].items()
        ]
    lines.append("")
    for outcome, one in result.items():
        below = [name for name, of in one["families"].items() if of["r"] < GOAL]
        lines.append(
            f"{outcome.capitalize()} ({one['champion']}; {one['together']} families "
            f"together): r = {one['r']:.3f} over all; the same family first for "
            f"{one['same_first']:.0%} of people; below {GOAL}: "
            f"{', '.join(below).replace('_', ' ') or 'none'}."
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure both outcomes, and write the lines."""
    with threadpool_limits(1):
        result = {one: of_outcome(one) for one in ("turnover", "absence")}
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(result), MARKS), "utf-8")
    sys.stdout.write(table(result))


if __name__ == "__main__":
    main()
