"""A rate by tenure, from bands that hold enough people."""

import numpy as np
import pandas as pd
import pytest

from models import company_rate, life_table
from models.group_rates import PRIOR_PERSON_MONTHS
from models.targets import row_weights
from tests.models.learned import learned

FITTING = learned("turnover").fitting


def rows(tenures: list[float], leavers: list[int], each: int = 20) -> pd.DataFrame:
    count = len(tenures) * each
    return pd.DataFrame(
        {
            "person_id": [f"p{i}" for i in range(count)],
            "lead": 1,
            "label_month": pd.Timestamp("2026-04-30"),
            "exposure": 1.0,
            life_table.TENURE: np.repeat(tenures, each),
            "voluntary": np.concatenate([np.arange(each) < n for n in leavers]),
            "other": False,
        }
    )


def test_a_band_s_rate_leans_on_the_company_s() -> None:
    fitted = life_table.fit(rows([0.5, 30.0], [10, 0]), FITTING)
    company = 10 / 40
    wanted = (10 + PRIOR_PERSON_MONTHS * company) / (20 + PRIOR_PERSON_MONTHS)
    assert fitted.rates["voluntary"][0] == pytest.approx(wanted)


def test_a_band_of_few_people_joins_a_neighbour() -> None:
    thin = pd.concat([rows([0.5, 30.0], [10, 0]), rows([1.5], [0], each=3)])
    assert life_table.fit(thin, FITTING).starts_months == (0.0, 24.0)


def test_the_lead_makes_people_older() -> None:
    ahead = rows([0.5], [0], each=1).assign(lead=3)
    assert life_table.tenure_at_label(ahead).tolist() == [2.5]


def test_an_unknown_tenure_has_the_company_s_rate() -> None:
    fitted = life_table.fit(rows([0.5, 30.0], [10, 0]), FITTING)
    unknown = rows([np.nan], [0], each=1)
    assert life_table.predict(fitted, unknown)[0, 0] == pytest.approx(0.25)


def test_the_company_rate_leans_to_recent_months() -> None:
    old = rows([5.0], [20]).assign(label_month=pd.Timestamp("2025-04-30"))
    both = pd.concat([old, rows([5.0], [0])])
    recency = FITTING.boosting.recency_per_month
    wanted = recency**12 / (1 + recency**12)
    found = company_rate.predict(company_rate.fit(both, FITTING), both)
    assert found[0, 0] == pytest.approx(wanted)


def test_weights_have_a_mean_of_one() -> None:
    assert row_weights(learned("absence").known, 0.9).mean() == pytest.approx(1.0)
