"""Colleagues against plain figures, factors and surveys: naive, and as we release them.

What the door rounds is listened to as it is released, so that the attack knows every
rule and every figure: all but one of a unit put together what they know, of all levels
and months. Naive is what dashboards show: the same figures to two digits, and answers
to surveys as they are.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from contracts import params
from pipelines import _files, _people
from pipelines.engines.opening import opened
from privacy.attack.coalition import Floats, Memory, Ranges
from privacy.history import guesses
from privacy.release import release
from privacy.rounding import digit_step, nearest
from privacy.tables import drivers, kpis, survey_kpis

CELL = ["month", "unit_id", "figure"]
Heard = list[tuple[pd.DataFrame, pd.DataFrame]]
PLACES = {"plain figures": kpis, "factors": drivers, "surveys": survey_kpis}
# What factors were rounded to before people's own figures decided, per ten people.
NAIVE_STEPS = {"factors": 0.05, "surveys": 1e-6}
# A step that hides no more than the last digit of the exact figure.
PEOPLE_OF_TWO_DIGITS = 10.0


@contextmanager
def listening() -> Iterator[dict[str, Heard]]:
    """Hear what is asked to be rounded, with the people behind it."""
    heard: dict[str, Heard] = {name: [] for name in PLACES}

    def hear(name: str, cells: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
        found = guesses.beyond_guessing(cells, people)
        heard[name].append((found, people))
        return found

    patches = [
        patch.object(module, "beyond_guessing", partial(hear, name))
        for name, module in PLACES.items()
    ]
    for one in patches:
        one.start()
    try:
        yield heard
    finally:
        for one in patches:
            one.stop()


def released() -> dict[str, Heard]:
    """Release the checkout's company, and hear what the door rounds."""
    settings = params.load()
    text = (_files.METRICS / "ingest.json").read_text("utf-8")
    with opened(settings.engine, settings.features) as engine:
        people = _people.figures(engine, json.loads(text)["tables"], settings)
    with listening() as heard:
        release(people, _files.read_table("teams"), settings)
    return heard


def naive(name: str, found: pd.DataFrame) -> pd.DataFrame:
    """Round the same figures as dashboards do."""
    digits = digit_step(found["exact"], np.full(len(found), PEOPLE_OF_TWO_DIGITS))
    step = np.full(len(found), NAIVE_STEPS[name]) if name in NAIVE_STEPS else digits
    return found.assign(step=step, value=nearest(found["exact"], step))


def errors(found: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Attack everybody, month by month.

    Returns
    -------
    DataFrame
        ``figure, attack, guess``: how far the middle of the range lies from the truth,
        and how far the figure of the person's smallest unit does, as shares of how far
        people usually lie apart.
    """
    shown = found[found["shown"] & (found["apart"] > 0)]
    if shown.empty:
        return pd.DataFrame(columns=["figure", "attack", "guess"])
    shown = shown[[*CELL, "exact", "value", "step", "apart"]]
    rows = shown.rename(columns={"value": "told"}).merge(people, on=CELL)
    cell = rows.groupby([*CELL, "exact", "told"])["weight"]
    if "times" not in rows:
        rows = rows.assign(times=cell.transform("sum") / rows["weight"])
    rows = rows.assign(size=cell.transform("size"))
    persons = pd.MultiIndex.from_frame(rows[["figure", "person_id"]])
    rows["code"], known = pd.factorize(persons)
    memory, found_of = Memory(len(known)), []
    for _, here in rows.groupby("month", sort=True):
        off, half = (here["told"] - here["exact"]), here["step"] / 2
        ends = [
            (here["value"] + here["times"] * (off + sign * half)).to_numpy("float64")
            for sign in (-1, 1)
        ]
        memory.keep_ranges(here["code"].to_numpy(), Ranges(*ends))
        first = here.sort_values("size").drop_duplicates("code")
        at = memory.of(first["code"].to_numpy())
        miss = np.abs((at.low + at.high) / 2 - first["value"].to_numpy("float64"))
        found_of.append(first.assign(attack=miss, guess=_guess(first)))
        memory.end_month()
    every = pd.concat(found_of)
    shares = every[["attack", "guess"]].div(every["apart"], axis=0)
    return shares.assign(figure=every["figure"])


def _guess(rows: pd.DataFrame) -> Floats:
    """Guess the unit's figure of everybody; who answered a survey is never known."""
    if "unit_mean" in rows:
        mean = rows["unit_mean"]
        return np.abs(mean + rows["told"] - rows["exact"] - rows["value"]).to_numpy()
    return rows["apart"].to_numpy("float64")


def with_means(people: pd.DataFrame) -> pd.DataFrame:
    """Put the unit's mean beside each person's figure, where persons are known."""
    if "times" in people:
        return people
    product = people.assign(product=people["value"] * people["weight"])
    sums = product.groupby(CELL)[["product", "weight"]].transform("sum")
    return people.assign(unit_mean=sums["product"] / sums["weight"])


def attacked_figures() -> dict[str, Any]:
    """Attack all that was rounded; shares of what a guess errs by."""
    result: dict[str, Any] = {}
    for name, calls in released().items():
        both = {}
        for kind in ("naive", "ours"):
            found = [
                errors(
                    naive(name, cells) if kind == "naive" else cells, with_means(own)
                )
                for cells, own in calls
            ]
            every = pd.concat([one for one in found if len(one)])
            both[kind] = float(every["attack"].mean() / every["guess"].mean())
            worst = every.groupby("figure")[["attack", "guess"]].mean()
            both[f"{kind}_worst"] = float((worst["attack"] / worst["guess"]).min())
        cells = pd.concat([found for found, _ in calls])
        teams = cells[cells["unit_level"] == "team"]
        both["shown_share"] = float(teams["shown"].mean())
        result[name] = both
    return result
