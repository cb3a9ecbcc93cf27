"""Figures that judge forecasts of people against what came; nan where undefined."""

import numpy as np
from scipy.special import logit, xlogy

from models.clock import Floats
from models.targets import Objective

EDGE = 1e-9
TOP = 0.1
IRLS_STEPS = 25
# Forecasts that differ less than this, on the link's scale, have no slope to speak of.
FLAT = 0.1


def each_loss(observed: Floats, expected: Floats, objective: Objective) -> Floats:
    """Give the log-loss of each chance, or the Poisson deviance of each rate."""
    if objective == "binary":
        safe = np.clip(expected, EDGE, 1 - EDGE)
        each = -(xlogy(observed, safe) + xlogy(1 - observed, 1 - safe))
    else:
        safe = np.maximum(expected, EDGE)
        each = 2 * (xlogy(observed, observed / safe) - observed + safe)
    return np.asarray(each, "float64")


def log_loss(observed: Floats, chance: Floats) -> float:
    """Mean log-loss of chances; also of expected events, if those are chances."""
    return float(each_loss(observed, chance, "binary").mean())


def poisson_deviance(observed: Floats, rate: Floats, weight: Floats) -> float:
    """Weighted mean Poisson deviance of rates."""
    each = each_loss(observed, rate, "poisson")
    return float(np.average(each, weights=weight))


def skill(loss: float, reference: float) -> float:
    """Share of a reference's loss that is avoided."""
    return 1 - loss / reference if reference > 0 else float("nan")


def auc(observed: Floats, chance: Floats) -> float:
    """Area under the ROC curve; nan where everybody, or nobody, left."""
    from sklearn.metrics import roc_auc_score

    if len(np.unique(observed)) < 2:
        return float("nan")
    return float(roc_auc_score(observed, chance))


def pr_auc(observed: Floats, chance: Floats) -> float:
    """Average precision; nan where nobody left."""
    from sklearn.metrics import average_precision_score

    if not observed.any():
        return float("nan")
    return float(average_precision_score(observed, chance))


def top_decile_lift(observed: Floats, expected: Floats, weight: Floats) -> float:
    """Rate of the tenth with the highest forecasts, over the rate of all.

    People with the same forecast share what came to them: the lift of a flat
    forecast is one, in whatever order its people stand.
    """
    _, same = np.unique(-expected, return_inverse=True)
    mass = np.bincount(same, weight)
    came = np.bincount(same, weight * observed)
    if not came.sum():
        return float("nan")
    before = np.cumsum(mass) - mass
    taken = np.clip((TOP * mass.sum() - before) / mass, 0, 1)
    rate = (taken * came).sum() / (taken * mass).sum()
    return float(rate / (came.sum() / mass.sum()))


def o_over_e(observed: Floats, expected: Floats, weight: Floats) -> float:
    """Observed over expected."""
    total = float(weight @ expected)
    return float(weight @ observed) / total if total > 0 else float("nan")


def logistic_calibration(observed: Floats, chance: Floats) -> tuple[float, float]:
    """Regress what came on the logit of its chance, jointly.

    Returns
    -------
    tuple of float
        Intercept and slope: 0 and 1 where forecasts are right; a slope under
        one where they are too far from the mean.
    """
    score = logit(np.clip(chance, EDGE, 1 - EDGE))
    return _regression(score, observed, np.ones(len(score)), logistic=True)


def log_calibration(observed: Floats, rate: Floats, weight: Floats) -> float:
    """Give the slope of a weighted Poisson regression on the log of the forecast."""
    score = np.log(np.maximum(rate, EDGE))
    return _regression(score, observed, weight, logistic=False)[1]


def _regression(
    score: Floats, observed: Floats, weight: Floats, logistic: bool
) -> tuple[float, float]:
    """Fit intercept and slope by iterated least squares, with the usual link."""
    mean = float(np.average(observed, weights=weight))
    if score.std() < FLAT or mean <= 0 or (logistic and mean >= 1):
        return float("nan"), float("nan")
    centre = float(np.average(score, weights=weight))
    design = np.column_stack([np.ones(len(score)), score - centre])
    fitted = np.array([logit(mean) if logistic else np.log(mean), 0.0])
    for _ in range(IRLS_STEPS):
        linear = np.clip(design @ fitted, -30, 30)
        value = 1 / (1 + np.exp(-linear)) if logistic else np.exp(linear)
        curve = weight * (value * (1 - value) if logistic else value)
        gradient = design.T @ (weight * (observed - value))
        try:
            step = np.linalg.solve((design * curve[:, None]).T @ design, gradient)
        except np.linalg.LinAlgError:
            return float("nan"), float("nan")
        fitted = fitted + np.clip(step, -2, 2)
    return float(fitted[0] - fitted[1] * centre), float(fitted[1])
