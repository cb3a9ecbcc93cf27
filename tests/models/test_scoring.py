"""From monthly hazards to a chance over the horizon, and back from disk."""

import json

import numpy as np
import pandas as pd
import pytest

from contracts.model_params import Outcome
from models import boosting, candidates, company_rate, scoring
from tests.models.learned import HORIZON, ORIGIN, learned


def test_the_chance_over_three_months_is_reckoned_by_hand() -> None:
    rows = learned("turnover").to_score.head(3)
    rate = {
        "company_rate": company_rate.CompanyRate({"voluntary": 0.1, "other": 0.2}, True)
    }
    scored = scoring.score_events(rate, "company_rate", rows)
    assert scored["survival"].tolist() == pytest.approx([1.0, 0.7, 0.49])
    chance = scoring.probability(scored)["expected"].item()
    assert chance == pytest.approx(0.1 + 0.1 * 0.7 + 0.1 * 0.49)


def test_a_sick_share_is_weighed_by_contracted_hours() -> None:
    case = learned("absence")
    rows = case.to_score.head(3)
    rates = boosting.predict(case.fitted["boosting"], rows)[:, 0]
    found = scoring.expected("absence", case.fitted, "boosting", rows)
    hours = np.array([31, 30, 31]) * 5.0  # May to July, 35 hours a week
    assert found["weight"].item() == hours.sum()
    assert found["expected"].item() == pytest.approx(rates @ hours / hours.sum())


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_stored_models_score_as_they_did(outcome: Outcome) -> None:
    case = learned(outcome)
    texts, plain = scoring.stored(case.fitted)
    back = scoring.restored(
        outcome, texts, json.loads(json.dumps(plain, sort_keys=True))
    )
    for name in candidates.CANDIDATES:
        pd.testing.assert_frame_equal(
            scoring.expected(outcome, case.fitted, name, case.to_score),
            scoring.expected(outcome, back, name, case.to_score),
            check_exact=True,
        )


def test_everybody_at_risk_at_a_snapshot_is_scored() -> None:
    case = learned("turnover")
    found = scoring.snapshot(
        "turnover", case.fitted, "boosting", case.people.features, ORIGIN, HORIZON
    )
    here = case.people.features[case.people.features["as_of"] == ORIGIN]
    assert sorted(found["person_id"]) == sorted(here["person_id"])
    assert found["expected"].between(0, 1).all()
