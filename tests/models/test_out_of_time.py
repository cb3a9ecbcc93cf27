"""Out of time, on a workforce whose hazards are known."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from contracts.model_params import Outcome
from models import backtest, boosting, candidates, clock, evaluate, measures, truth
from models.candidates import RIVALS
from models.targets import TARGETS
from tests.models.learned import HORIZON, LAST, MODELS, ORIGIN, learned, made_up_people

ORIGINS = tuple(LAST - pd.offsets.MonthEnd(back) for back in (10, 7, 4))
MIN_PEOPLE = 10
# 300 people, three origins that share no month: about 75 leavers, so a slope is
# known to a quarter and a ratio to an eighth; tolerances are twice that.
SLOPE, RATIO = 0.5, 0.25


@cache
def judged(outcome: Outcome) -> pd.DataFrame:
    case = learned(outcome)
    seen = []
    for origin in ORIGINS:
        known = clock.training_rows(case.rows, origin, MODELS.gap_months)
        fitted = candidates.fit_all(known, case.fitting)
        fitted |= {one: m.fit(known, case.fitting) for one, m in RIVALS.items()}
        seen.append(
            backtest.judged(
                outcome, fitted, case.people.features, case.came, origin, HORIZON
            )
        )
    return backtest.together(seen)


def test_each_person_stands_once_at_each_origin() -> None:
    assert not judged("turnover").duplicated(["as_of", "person_id"]).any()


def test_what_came_is_counted_over_the_whole_horizon() -> None:
    here = judged("turnover").query("as_of == @ORIGINS[0]")
    gone = made_up_people().departures
    until = clock.shifted(ORIGINS[0], HORIZON)
    left = gone[
        gone["left_on"].between(ORIGINS[0], until) & (gone["reason"] == "voluntary")
    ]
    wanted = left["person_id"].isin(here["person_id"]).sum()
    assert here["observed"].sum() == wanted


def test_errors_of_months_apart_are_held_together_for_those_who_stayed() -> None:
    found = judged("absence")
    came = learned("absence").came.query("lead == @HORIZON")
    stayed = found.merge(came[["as_of", "person_id"]])
    assert found["boosting_lasting"].notna().sum() == len(stayed) < len(found)
    assert judged("turnover")["boosting_lasting"].isna().all()


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_trees_beat_the_company_rate_and_the_life_table(outcome: Outcome) -> None:
    loss = evaluate.LOSS[TARGETS[outcome].objective]
    losses = {
        name: one[loss]
        for name, one in evaluate.pooled(outcome, judged(outcome)).items()
    }
    assert losses["boosting"] < 0.98 * min(losses["company_rate"], losses["life_table"])


@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_the_blend_loses_no_more_than_both_on_average(outcome: Outcome) -> None:
    loss = evaluate.LOSS[TARGETS[outcome].objective]
    pooled = evaluate.pooled(outcome, judged(outcome))
    blend, *both = (pooled[one][loss] for one in ("blend", "regression", "boosting"))
    assert blend <= sum(both) / 2


@pytest.mark.parametrize("candidate", ["regression", "boosting", "blend"])
@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_forecasts_are_calibrated(outcome: Outcome, candidate: str) -> None:
    found = evaluate.metrics(outcome, judged(outcome), candidate)
    assert found["calibration_slope"] == pytest.approx(1, abs=SLOPE)
    assert found["o_over_e"] == pytest.approx(1, abs=RATIO)


def test_skill_is_measured_against_the_life_table() -> None:
    pooled = evaluate.pooled("turnover", judged("turnover"))
    assert pooled["life_table"]["skill"] == 0.0
    assert pooled["boosting"]["skill"] > 0.02


def test_labels_dealt_out_at_random_can_not_be_learned() -> None:
    case = learned("turnover")
    rng = np.random.default_rng(3)
    dealt = case.rows.assign(voluntary=rng.permutation(case.rows["voluntary"]))
    known = clock.training_rows(dealt, ORIGINS[0], MODELS.gap_months)
    later = dealt[dealt["as_of"] >= ORIGINS[0]]
    chance = boosting.predict(boosting.fit(known, case.fitting), later)[:, 0]
    auc = measures.auc(later["voluntary"].to_numpy("float64"), chance)
    assert auc == pytest.approx(0.5, abs=0.05)


def test_no_bin_of_the_calibration_speaks_of_few() -> None:
    table = evaluate.calibration(judged("turnover"), bins=10, min_people=60)
    assert (table["people"] >= 60).all()
    boosted = table[table["candidate"] == "boosting"]
    assert boosted["expected"].is_monotonic_increasing
    assert len(boosted) >= 5


def test_nobody_to_judge_leaves_empty_files() -> None:
    nobody = backtest.together([])
    found = evaluate.report("turnover", nobody, "life_table")
    assert found == {"champion": "life_table", "origins": 0, "people": 0}
    compared = evaluate.by_candidate("turnover", nobody, {}, {})
    assert list(compared["candidate"]) == list(candidates.EVERY)
    assert evaluate.by_origin("turnover", nobody).empty
    assert evaluate.calibration(nobody, 10, MIN_PEOPLE).empty


def test_figures_that_are_not_defined_are_written_as_empty() -> None:
    assert evaluate.rounded({"a": {"b": float("nan"), "c": 1 / 3}}) == {
        "a": {"b": None, "c": 0.333333}
    }


@cache
def known_and_forecast(outcome: Outcome) -> pd.DataFrame:
    case = learned(outcome)
    return pd.concat(
        truth.next_month(
            outcome, case.fitted, case.people.features, case.people.truth, as_of
        )
        for as_of in pd.date_range(ORIGIN, LAST, freq="ME")
    )


@pytest.mark.parametrize("candidate", ["regression", "boosting", "blend"])
@pytest.mark.parametrize("outcome", ["turnover", "absence"])
def test_most_of_the_attainable_is_attained(outcome: Outcome, candidate: str) -> None:
    found = truth.against(outcome, known_and_forecast(outcome), candidate, MIN_PEOPLE)
    assert 0.4 < found["share_attainable"] < 1.0
    assert found["team_spearman"] > 0.4
    assert found["slope"] == pytest.approx(1, abs=SLOPE)
    assert found["o_over_e"] == pytest.approx(1, abs=RATIO)


def test_knowing_the_truth_attains_everything() -> None:
    people = known_and_forecast("turnover")
    told = people.assign(boosting=people["known"])
    found = truth.against("turnover", told, "boosting", MIN_PEOPLE)
    assert list(found.values()) == pytest.approx([1.0] * 4)


def test_a_company_rate_that_is_off_is_no_gain_of_the_others() -> None:
    people = known_and_forecast("turnover")
    off = people.assign(company_rate=2 * people["company_rate"])
    found, same = (
        truth.against("turnover", frame, "boosting", MIN_PEOPLE)
        for frame in (off, people)
    )
    assert found == same
    assert truth.against("turnover", off, "company_rate", 10)["share_attainable"] < 0


def test_forecasts_that_hardly_differ_have_no_slope() -> None:
    people = known_and_forecast("turnover")
    nudge = np.linspace(0.02, 0.0201, len(people))
    found = truth.against("turnover", people.assign(boosting=nudge), "boosting", 10)
    assert np.isnan(found["slope"])


def test_small_teams_are_left_out_of_the_rank_correlation() -> None:
    people = known_and_forecast("turnover")
    found = truth.against("turnover", people, "boosting", min_people=13)
    assert np.isnan(found["team_spearman"])
