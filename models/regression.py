"""A regression of the monthly hazard on all features: logistic, or Poisson of shares.

Each coefficient is drawn towards zero, the more the fewer events there are. How
much, each driver family's own coefficients tell: where they are mostly noise they
are drawn much, where one of them is large little (empirical Bayes). What is known to
matter beforehand (tenure, lead, season) is hardly drawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from contracts import model_params
from models import design
from models.clock import Floats
from models.design import Design
from models.laid_out import LaidOut
from models.shares import Shares
from models.targets import Fitting, Objective, row_weights

ROWS_AT_ONCE = 8192
STEPS, NEAR, FURTHEST = 20, 1e-2, 2.0
# The curvature says how far to step, and how much is known. It costs most, hardly
# changes over a short step, and is told by all rows: in some of them a few are missed.
SHORT = 0.03
ROUNDS = 4
# A family's spread leans on the usual one as if it had so many more coefficients.
LEANING = 2.0
# Fewer digits than the machine's: its last ones need not be the same twice.
DIGITS = 8
EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Regression:
    """A regression of each target.

    Parameters
    ----------
    design : Design
    objective : {"binary", "poisson"}
    coefficients : mapping of target to tuple of float
        The intercept first, then one a term of the design.
    """

    design: Design
    objective: Objective
    coefficients: Mapping[str, tuple[float, ...]]


def fit(rows: pd.DataFrame, settings: Fitting) -> Regression:
    """Fit a regression of each target.

    Parameters
    ----------
    rows : DataFrame
        Stacked rows.
    settings : Fitting

    Returns
    -------
    Regression
    """
    return on(LaidOut(rows, settings), settings)


def on(laid: LaidOut, settings: Fitting) -> Regression:
    """Fit a regression to rows laid out already; see ``fit``."""
    return path(laid, settings, (settings.regression.caution,))[0]


def path(
    laid: LaidOut, settings: Fitting, cautions: Sequence[float]
) -> list[Regression]:
    """Fit with one caution after the other, each from where the last one ended."""
    rows, (terms, exact) = laid.rows, laid.terms
    values = exact.astype("float32")
    weight = row_weights(rows, settings.boosting.recency_per_month)
    # An event stands in the rows of as many snapshots as there are leads.
    repeated = float(rows["lead"].max())
    objective = settings.targets.objective
    observed = {name: rows[name].to_numpy("float64") for name in settings.targets.names}
    ends = {
        name: _start(one, weight, values.shape[1] + 1, objective)
        for name, one in observed.items()
    }
    found = []
    for caution in cautions:
        for name, one in observed.items():
            times = caution * repeated * _dispersion(one, weight, objective)
            data = _Data(values, one, weight / times, objective)
            ends[name] = _drawn(data, ends[name], terms, settings.regression)
        kept = {
            name: tuple(np.round(one, DIGITS).tolist()) for name, one in ends.items()
        }
        found.append(Regression(terms, objective, kept))
    return found


def predict(fitted: Regression, rows: pd.DataFrame) -> Floats:
    """Predict each target; array of shape (n_rows, n_targets), none above one."""
    return rate(linear(fitted, rows), fitted.objective)


def linear(fitted: Regression, rows: pd.DataFrame) -> Floats:
    """Give each target's logit, or log; array of shape (n_rows, n_targets)."""
    return sums(fitted, design.matrix(fitted.design, rows))


def sums(fitted: Regression, values: Floats) -> Floats:
    """Do the same for rows whose terms are laid out already."""
    columns = []
    for intercept, *slopes in fitted.coefficients.values():
        columns.append((values * slopes).sum(axis=1) + intercept)
    return np.column_stack(columns)


def rate(raw: Floats, objective: Objective) -> Floats:
    """Bring a logit, or a log, back to a rate."""
    # A sick share on the log scale could pass one; nobody is sick more than always.
    found: Floats = expit(raw) if objective == "binary" else np.exp(np.minimum(raw, 0))
    return found


def link(rates: Floats, binary: bool) -> Floats:
    """Bring rates to logits, or logs."""
    safe = np.clip(rates, EDGE, 1 - EDGE)
    found: Floats = logit(safe) if binary else np.log(safe)
    return found


def shares(fitted: Regression, rows: pd.DataFrame) -> Shares:
    """Share the first target's distance from the mean row among the terms.

    Notes
    -----
    The Shapley values of a linear model whose features are taken one by one
    (``shap.LinearExplainer`` gives the same numbers).
    """
    intercept, *slopes = next(iter(fitted.coefficients.values()))
    values = design.matrix(fitted.design, rows) * slopes
    return Shares(values, intercept, fitted.design.names)


def stored(fitted: Regression) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the regression as plain content; it has no trees to keep as text."""
    plain = {name: list(one) for name, one in fitted.coefficients.items()}
    content = {key: list(value) for key, value in asdict(fitted.design).items()}
    return {}, {
        "design": content,
        "objective": fitted.objective,
        "coefficients": plain,
    }


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> Regression:
    """Give back what ``stored`` took apart."""
    content = {key: tuple(value) for key, value in plain["design"].items()}
    coefficients = {name: tuple(plain["coefficients"][name]) for name in targets}
    return Regression(Design(**content), plain["objective"], coefficients)


@dataclass(frozen=True, slots=True)
class _Data:
    """What a likelihood is made of; arrays of n_rows, values with a column a term."""

    values: Floats
    observed: Floats
    weight: Floats
    objective: Objective


def _start(observed: Floats, weight: Floats, size: int, objective: Objective) -> Floats:
    """Start from the mean rate."""
    mean = max(float(np.average(observed, weights=weight)), 1 / len(observed))
    found = np.zeros(size)
    found[0] = logit(mean) if objective == "binary" else np.log(mean)
    return found


def _dispersion(observed: Floats, weight: Floats, objective: Objective) -> float:
    """Give variance over mean: of shares far below one, for whom data tell more."""
    if objective == "binary":
        return 1.0
    mean = float(np.average(observed, weights=weight))
    return float(np.average((observed - mean) ** 2, weights=weight)) / max(mean, EDGE)


def _drawn(
    data: _Data, start: Floats, terms: Design, settings: model_params.Regression
) -> Floats:
    """Alternate between the coefficients and how much each family is drawn.

    Notes
    -----
    MacKay (1992): a family's penalty is the number of coefficients that the data
    determine over their sum of squares; here leaning on the usual one.
    """
    names = [name.split("__")[0] for name in terms.names[len(terms.basis) :]]
    families, family = np.unique(names, return_inverse=True)
    usual = settings.usual_effect_logit**-2
    penalty = np.full(len(start), usual)
    penalty[0] = 0.0
    basis = slice(1, 1 + len(terms.basis))
    penalty[basis] = settings.basis_effect_logit**-2
    found, curve = start, _curvature(data, start)
    for _ in range(ROUNDS):
        found, curve = _newton(data, found, curve, penalty)
        variance = np.diag(np.linalg.inv(_penalised(curve, penalty)))[basis.stop :]
        square = found[basis.stop :] ** 2
        determined = 1 - penalty[basis.stop :] * variance
        count = len(families)
        told = np.bincount(family, determined, count) + LEANING
        spread = np.bincount(family, square, count) + LEANING / usual
        penalty[basis.stop :] = (told / spread)[family]
    return _newton(data, found, curve, penalty)[0]


def _newton(
    data: _Data, start: Floats, curve: Floats, penalty: Floats
) -> tuple[Floats, Floats]:
    """Maximise the penalised likelihood; give also its curvature near there."""
    found, slope = start, _gradient(data, start) - penalty * start
    for _ in range(STEPS):
        step = np.linalg.solve(_penalised(curve, penalty), slope)
        step *= min(1.0, FURTHEST / max(np.abs(step).max(), EDGE))
        ahead = _gradient(data, found + step) - penalty * (found + step)
        # Past the top, and as steep there: half way is higher.
        while ahead @ step < -(slope @ step):
            step /= 2
            ahead = _gradient(data, found + step) - penalty * (found + step)
        found, slope, longest = found + step, ahead, np.abs(step).max()
        if longest > SHORT:
            curve = _curvature(data, found)
        if longest < NEAR:
            break
    return found, curve


def _penalised(curve: Floats, penalty: Floats) -> Floats:
    return np.asarray(curve + np.diag(penalty))


def _gradient(data: _Data, found: Floats) -> Floats:
    """Give the log-likelihood's slope at each coefficient."""
    gradient = np.zeros(len(found))
    for here, block in _blocks(data):
        expected = _expected(block @ found.astype("float32"), data.objective)
        missed = data.weight[here] * (data.observed[here] - expected)
        gradient += block.T @ missed.astype("float32")
    return gradient


def _curvature(data: _Data, found: Floats) -> Floats:
    """Give the log-likelihood's curvature; array of shape (n_terms, n_terms)."""
    curve = np.zeros((len(found), len(found)))
    for here, block in _blocks(data):
        expected = _expected(block @ found.astype("float32"), data.objective)
        binary = data.objective == "binary"
        bend = expected * (1 - expected) if binary else expected
        # A matrix times itself takes half the sums of one times another.
        block *= np.sqrt(data.weight[here] * bend).astype("float32")[:, None]
        curve += block.T @ block
    return curve


def _blocks(data: _Data) -> Iterator[tuple[slice, Floats]]:
    """Give some rows at a time, the intercept's column before the others."""
    for first in range(0, len(data.values), ROWS_AT_ONCE):
        here = slice(first, first + ROWS_AT_ONCE)
        values = data.values[here]
        block = np.ones((len(values), values.shape[1] + 1), dtype="float32")
        block[:, 1:] = values
        yield here, block


def _expected(raw: Floats, objective: Objective) -> Floats:
    safe = np.clip(raw.astype("float64"), -30, 5)
    found: Floats = expit(safe) if objective == "binary" else np.exp(safe)
    return found
