"""Two forecasts together, by hand."""

import numpy as np
import pytest

from models import blend, company_rate
from models.company_rate import CompanyRate
from models.regression import rate
from tests.models.learned import learned


def test_the_mean_of_two_logits_lies_a_little_further_from_the_companys() -> None:
    both = blend.stretched(np.array([-2.0]), np.array([-1.0]), np.array([-3.0]))
    assert both == pytest.approx([-3.0 + 1.05 * 1.5])


def test_who_is_at_the_companys_rate_stays_there() -> None:
    both = blend.stretched(np.array([-2.0]), np.array([-4.0]), np.array([-3.0]))
    assert both == pytest.approx([-3.0])


@pytest.mark.parametrize("binary", [True, False])
def test_the_companys_rate_on_the_scale_of_the_link(binary: bool) -> None:
    rows = learned("turnover").to_score.iloc[:2]
    fitted = CompanyRate({"leaves": 0.02, "stays": 0.5}, binary)
    found = company_rate.linear(fitted, rows)
    back = rate(found, "binary" if binary else "poisson")
    assert back == pytest.approx(np.array([[0.02, 0.5], [0.02, 0.5]]))
    assert company_rate.linear(fitted, rows.iloc[:0]).shape == (0, 2)


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_a_blend_is_stored_and_restored_with_the_rates_it_lies_about(
    outcome: str,
) -> None:
    case = learned(outcome)  # type: ignore[arg-type]
    fitted = case.fitted["blend"]
    texts, plain = blend.stored(fitted)
    again = blend.restored(texts, plain, case.fitting.targets.names)
    rows = case.to_score
    assert blend.predict(again, rows) == pytest.approx(blend.predict(fitted, rows))
