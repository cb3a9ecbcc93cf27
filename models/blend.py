"""The regression and the trees together: the mean of both on the logit, or the log.

What one of them errs in by the luck of the draw the other seldom does. That is why
their mean strays less from the company's rate than each, while what comes does not:
it is stretched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models import boosting, company_rate, regression
from models.boosting import Boosting
from models.clock import Floats
from models.company_rate import CompanyRate
from models.laid_out import LaidOut
from models.regression import Regression
from models.shares import Shares
from models.targets import Fitting

HALF = 0.5
# About the company's rate. Of twenty forecasts, of ten companies and two outcomes, each
# was too timid, by 2 to 28 %; the least of that which is worth its risk is taken back.
STRETCH = 1.05


@dataclass(frozen=True, slots=True)
class Blend:
    """A regression and trees, each of all targets, and the company's rates of them."""

    regression: Regression
    boosting: Boosting
    company: CompanyRate


def fit(rows: pd.DataFrame, settings: Fitting) -> Blend:
    """Fit both, each on its own."""
    return on(LaidOut(rows, settings), settings)


def on(laid: LaidOut, settings: Fitting) -> Blend:
    """Fit both to rows laid out already."""
    return Blend(
        regression.on(laid, settings),
        boosting.on(laid, settings),
        company_rate.fit(laid.rows, settings),
    )


def predict(fitted: Blend, rows: pd.DataFrame) -> Floats:
    """Predict each target; array of shape (n_rows, n_targets), none above one."""
    straight = regression.linear(fitted.regression, rows)
    bent = boosting.linear(fitted.boosting, rows)
    both = stretched(straight, bent, company_rate.linear(fitted.company, rows))
    return regression.rate(both, fitted.regression.objective)


def stretched(straight: Floats, bent: Floats, company: Floats) -> Floats:
    """Give the mean of two logits, or logs, a little further from the company's."""
    return company + STRETCH * (HALF * straight + HALF * bent - company)


def shares(fitted: Blend, rows: pd.DataFrame) -> Shares:
    """Put half the shares of each beside the other's, stretched as the whole is."""
    straight = regression.shares(fitted.regression, rows)
    bent = boosting.shares(fitted.boosting, rows)
    company = company_rate.shares(fitted.company, rows).base
    return Shares(
        STRETCH * HALF * np.hstack([straight.values, bent.values]),
        company + STRETCH * (HALF * (straight.base + bent.base) - company),
        (*straight.columns, *bent.columns),
    )


def stored(fitted: Blend) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the trees as texts, those of boosting; the rest as plain content."""
    texts, trees = boosting.stored(fitted.boosting)
    _, straight = regression.stored(fitted.regression)
    _, company = company_rate.stored(fitted.company)
    return texts, {"regression": straight, "boosting": trees, "company": company}


def restored(
    texts: Mapping[str, str], plain: Mapping[str, Any], targets: tuple[str, ...]
) -> Blend:
    """Give back what ``stored`` took apart."""
    return Blend(
        regression.restored({}, plain["regression"], targets),
        boosting.restored(texts, plain["boosting"], targets),
        company_rate.restored({}, plain["company"], targets),
    )
