"""Every candidate out of time: pooled, at each origin, and by size of forecast."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from contracts.model_params import Outcome
from models import comparison, measures
from models.candidates import EVERY
from models.clock import Codes, Floats
from models.targets import TARGETS, Objective

LOSS: Mapping[Objective, str] = {"binary": "log_loss", "poisson": "deviance"}
DIGITS = 6


def metrics(outcome: Outcome, judged: pd.DataFrame, candidate: str) -> dict[str, float]:
    """Measure one candidate.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.judged``; one origin or several.
    candidate : str

    Returns
    -------
    dict of str to float
        nan where a figure is not defined, as with an origin that nobody left.
    """
    observed = judged["observed"].to_numpy("float64")
    expected = judged[candidate].to_numpy("float64")
    weight = judged["weight"].to_numpy("float64")
    found = {
        "top_decile_lift": measures.top_decile_lift(observed, expected, weight),
        "o_over_e": measures.o_over_e(observed, expected, weight),
        "base_rate": float(np.average(observed, weights=weight)),
    }
    table = judged["life_table"].to_numpy("float64")
    if TARGETS[outcome].objective == "binary":
        return found | _events(observed, expected, table)
    flat = judged["company_rate"].to_numpy("float64")
    return found | _shares(observed, expected, table, flat, weight)


def _events(observed: Floats, chance: Floats, reference: Floats) -> dict[str, float]:
    loss = measures.log_loss(observed, chance)
    intercept, slope = measures.logistic_calibration(observed, chance)
    return {
        "log_loss": loss,
        "skill": measures.skill(loss, measures.log_loss(observed, reference)),
        "brier": float(((chance - observed) ** 2).mean()),
        "auc": measures.auc(observed, chance),
        "pr_auc": measures.pr_auc(observed, chance),
        "calibration_slope": slope,
        "calibration_intercept": intercept,
    }


def _shares(
    observed: Floats, rate: Floats, table: Floats, flat: Floats, weight: Floats
) -> dict[str, float]:
    loss, by_tenure, company = (
        measures.poisson_deviance(observed, one, weight) for one in (rate, table, flat)
    )
    return {
        "deviance": loss,
        "skill": measures.skill(loss, by_tenure),
        "d2": measures.skill(loss, company),
        "calibration_slope": measures.log_calibration(observed, rate, weight),
    }


def pooled(outcome: Outcome, judged: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Measure every candidate over all origins together."""
    if judged.empty:
        return {name: {} for name in EVERY}
    return {name: metrics(outcome, judged, name) for name in EVERY}


def by_origin(outcome: Outcome, judged: pd.DataFrame) -> pd.DataFrame:
    """Measure every candidate at each origin.

    Returns
    -------
    DataFrame
        ``origin, candidate`` and a column a metric, rounded; sorted.
    """
    rows = [
        {
            "origin": pd.Timestamp(str(origin)).date().isoformat(),
            "candidate": name,
            **metrics(outcome, group, name),
        }
        for origin, group in judged.groupby("as_of", sort=True)
        for name in EVERY
    ]
    if not rows:
        loss = LOSS[TARGETS[outcome].objective]
        return pd.DataFrame(columns=["origin", "candidate", loss])
    return pd.DataFrame(rows).round(DIGITS)


def calibration(judged: pd.DataFrame, bins: int, min_people: int) -> pd.DataFrame:
    """Compare what was expected with what came, by size of the forecast.

    Parameters
    ----------
    judged : DataFrame
        See ``backtest.judged``.
    bins : int
        Bins of equal numbers, before thin ones are joined.
    min_people : int
        Distinct people that each bin holds at least.

    Returns
    -------
    DataFrame
        ``candidate, bin, expected, observed, people``; no bin where there are
        not enough people for one.
    """
    tables = [
        _calibration(judged, name, bins, min_people)
        for name in EVERY
        if not judged.empty
    ]
    columns = ["candidate", "bin", "expected", "observed", "people"]
    full = [table for table in tables if len(table)]
    return pd.concat(full)[columns] if full else pd.DataFrame(columns=columns)


def _calibration(
    judged: pd.DataFrame, candidate: str, bins: int, min_people: int
) -> pd.DataFrame:
    value = judged[candidate].to_numpy("float64")
    edges = np.unique(np.quantile(value, np.arange(1, bins) / bins))
    band = np.searchsorted(edges, value, side="left")
    people = pd.factorize(judged["person_id"])[0]
    _, joined = np.unique(_joined(band, people, min_people), return_inverse=True)
    weight = judged["weight"].to_numpy("float64")
    count = [len(np.unique(people[joined == one])) for one in range(joined.max() + 1)]
    table = pd.DataFrame(
        {
            "candidate": candidate,
            "bin": np.arange(len(count)) + 1,
            "expected": np.bincount(joined, weight * value),
            "observed": np.bincount(joined, weight * judged["observed"]),
            "people": count,
        }
    )
    rates = ["expected", "observed"]
    table[rates] = table[rates].div(np.bincount(joined, weight), axis=0).round(DIGITS)
    return table[table["people"] >= min_people]


def _joined(band: Codes, people: Codes, min_people: int) -> Codes:
    """Join each bin of too few people with the next, the last with the one before."""
    joined = band.copy()
    while True:
        codes = np.unique(joined)
        thin = [c for c in codes if len(np.unique(people[joined == c])) < min_people]
        if not thin or len(codes) == 1:
            return joined
        place = int(np.searchsorted(codes, thin[0]))
        other = codes[place + 1] if place + 1 < len(codes) else codes[place - 1]
        joined[joined == thin[0]] = other


def rounded(tree: Mapping[str, object]) -> dict[str, object]:
    """Round a tree of figures to six digits; what is undefined becomes empty."""
    result: dict[str, object] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            result[name] = rounded(value)
        elif isinstance(value, float):
            result[name] = round(value, DIGITS) if np.isfinite(value) else None
        else:
            result[name] = value
    return result


def report(outcome: Outcome, judged: pd.DataFrame, champion: str) -> dict[str, object]:
    """Give the metrics file of one outcome: the champion, and how it did."""
    return rounded(
        {
            "champion": champion,
            "origins": int(judged["as_of"].nunique()),
            "people": int(judged["person_id"].nunique()),
            **pooled(outcome, judged)[champion],
        }
    )


def by_candidate(
    outcome: Outcome,
    judged: pd.DataFrame,
    truths: Mapping[str, Mapping[str, float]],
    over_champion: Mapping[str, Mapping[str, float]],
) -> pd.DataFrame:
    """Measure every candidate over all origins, against champion and truth.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.judged``.
    truths : mapping of candidate to its figures
        See ``truth.by_candidate``; empty where nothing is known.
    over_champion : mapping of candidate to its loss above the champion's
        See ``comparison.against_champion``.

    Returns
    -------
    DataFrame
        ``candidate`` and a column a metric, those of the truth after ``truth.``,
        the comparison after ``over_champion.``.
    """
    measured = pooled(outcome, judged)
    rows = []
    for name in EVERY:
        known = {f"truth.{key}": value for key, value in truths.get(name, {}).items()}
        compared = comparison.columns(over_champion, name)
        figures = rounded({**measured[name], **known, **compared})
        rows.append({"candidate": name, **figures})
    return pd.DataFrame(rows)
