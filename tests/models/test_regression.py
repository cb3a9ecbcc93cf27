"""The regression finds what is there, draws back what is not, and names nobody."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from contracts.model_params import Outcome
from models import design, regression, stack
from models.laid_out import LaidOut
from models.targets import Fitting, first_alone
from tests.models.learned import learned
from tests.models.made_up_people import NOISE, STRAIN, TENURE

each_outcome = pytest.mark.parametrize("outcome", ["turnover", "absence"])


def slope(outcome: Outcome, term: str) -> float:
    fitted = learned(outcome).fitted["regression"]
    place = fitted.design.names.index(term)
    return float(next(iter(fitted.coefficients.values()))[1 + place])


@each_outcome
def test_what_drives_is_found_and_noise_is_drawn_to_nothing(outcome: Outcome) -> None:
    # A standard deviation of strain adds 1.0 to the logit, or 0.5 to the log.
    assert slope(outcome, STRAIN) > (0.6 if outcome == "turnover" else 0.3)
    assert abs(slope(outcome, NOISE)) < 0.06


def test_more_caution_draws_nearer_to_nothing() -> None:
    case = learned("turnover")
    laid = LaidOut(case.known, case.fitting)
    found = [
        one.coefficients["voluntary"]
        for one in regression.path(laid, case.fitting, (1.0, 50.0))
    ]
    place = 1 + learned("turnover").fitted["regression"].design.names.index(STRAIN)
    assert 0 < found[1][place] < found[0][place]


@each_outcome
def test_fitting_twice_gives_the_same_numbers(outcome: Outcome) -> None:
    case = learned(outcome)
    again = regression.fit(case.known, case.fitting)
    assert regression.stored(again) == regression.stored(case.fitted["regression"])


def test_terms_have_mean_zero_and_spread_one_over_the_rows_learned_from() -> None:
    case = learned("turnover")
    values = design.matrix(case.fitted["regression"].design, case.known)
    np.testing.assert_allclose(values.mean(axis=0), 0, atol=1e-4)
    spread = values.std(axis=0)
    np.testing.assert_allclose(spread[spread > 0], 1, atol=1e-4)


def test_nothing_seen_is_the_mean_and_has_a_term_of_its_own() -> None:
    case = learned("turnover")
    hidden = case.known["person_id"].str[-1].isin(["1", "2"]).to_numpy()
    rows = case.known.assign(**{STRAIN: case.known[STRAIN].mask(hidden)})
    found = design.learned(rows, case.fitting)
    values = design.matrix(found, rows)
    assert (values[hidden, found.names.index(STRAIN)] == 0).all()
    assert found.gaps == (STRAIN,)


def test_a_column_in_which_few_people_differ_is_left_out() -> None:
    case = learned("turnover")
    few = case.known["person_id"].isin(case.known["person_id"].unique()[:9])
    rows = case.known.assign(team__rare=few.astype("float64"))
    fitting = replace(case.fitting, columns=(*case.fitting.columns, "team__rare"))
    assert "team__rare" not in design.learned(rows, fitting).columns


def test_bounds_tell_nobody_s_value() -> None:
    case = learned("turnover")
    found = case.fitted["regression"].design
    place = found.names.index(STRAIN)
    for bound in (found.low[place], found.high[place]):
        assert bound == float(f"{bound:.2g}")


def test_a_skewed_count_enters_by_its_logarithm() -> None:
    case = learned("turnover")
    days = np.random.default_rng(1).exponential(5.0, len(case.known)).round()
    rows = case.known.assign(absence_history__sick_days_year=days)
    columns = (*case.fitting.columns, "absence_history__sick_days_year")
    found = design.learned(rows, replace(case.fitting, columns=columns))
    scales = dict(zip(found.columns, found.scales, strict=True))
    assert scales["absence_history__sick_days_year"] == pytest.approx(5.0, abs=0.5)
    assert scales[STRAIN] == 0.0


def test_the_file_is_plain_json_without_anybody_s_name() -> None:
    case = learned("turnover")
    text = json.dumps(regression.stored(case.fitted["regression"])[1], allow_nan=False)
    assert not [one for one in case.known["person_id"].unique() if one in text]


def test_tenure_bends_where_it_is_known_to() -> None:
    case = learned("turnover")
    rows = case.to_score.assign(**{TENURE: np.linspace(0, 60, len(case.to_score))})
    rows = pd.DataFrame(rows.assign(lead=1))
    raw = regression.linear(case.fitted["regression"], rows)[:, 0]
    strain = slope("turnover", STRAIN)
    assert raw[rows[TENURE] < 2].mean() > raw[rows[TENURE] > 24].mean() + 0.2 * strain


def many_rows(outcome: Outcome, rare_rate: float) -> tuple[pd.DataFrame, Fitting]:
    """Lay out many rows, of which a few, the rare, stand at uneven places."""
    rng = np.random.default_rng(4)
    count = 60_000
    place = np.arange(count)
    rare = place % 200 == 1
    rate = np.where(rare, rare_rate, 0.04)
    came = (
        rng.random(count) < rate
        if outcome == "turnover"
        else rng.gamma(rate / 0.5, 0.5).clip(max=1)
    )
    target = "voluntary" if outcome == "turnover" else "rate"
    month = pd.Timestamp("2026-05-31")
    rows = pd.DataFrame(
        {
            "person_id": place // 10 * 10 + place % 200,
            "label_month": month,
            "lead": 1,
            "exposure": 1.0,
            "team__rare": rare.astype("float64"),
            STRAIN: rng.normal(size=count),
            target: came.astype("float64"),
        }
    )
    columns = ("team__rare", STRAIN)
    fitting = first_alone(replace(learned(outcome).fitting, columns=columns))
    return stack.with_season(rows), fitting


@pytest.mark.parametrize("rare_rate", [0.2, 0.4])
@each_outcome
def test_a_few_who_lose_much_are_found_among_many_rows(
    outcome: Outcome, rare_rate: float
) -> None:
    rows, fitting = many_rows(outcome, rare_rate)
    found = regression.predict(regression.fit(rows, fitting), rows)[:, 0]
    rare = rows["team__rare"] == 1
    assert found[rare].mean() == pytest.approx(rare_rate, rel=0.25)
    assert found[~rare].mean() == pytest.approx(0.04, abs=0.005)


@each_outcome
def test_no_row_counts_more_for_its_place(outcome: Outcome) -> None:
    rows, fitting = many_rows(outcome, rare_rate=0.2)
    other = rows.sample(frac=1.0, random_state=1)
    found, again = (regression.fit(one, fitting) for one in (rows, other))
    expected = regression.linear(found, rows)
    np.testing.assert_allclose(regression.linear(again, rows), expected, atol=0.01)
