import numpy as np
import pandas as pd

from contracts.drivers import Family, Feature, Label
from features.gates import YEAR, drift, gates, repeated

WORDS = Label("", "")
MONTHS = pd.date_range("2024-01-31", periods=24, freq="ME")
PEOPLE = 200


def family(*names: str) -> Family:
    features = tuple(Feature(n, "share", (0, 1), "unsure", WORDS) for n in names)
    return Family("load", WORDS, "", (), features)


def table(**columns: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"as_of": np.repeat(MONTHS, PEOPLE)})
    return frame.assign(**{f"load__{name}": c for name, c in columns.items()})


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random(len(MONTHS) * PEOPLE)


def found(**columns: np.ndarray) -> pd.DataFrame:
    return gates(table(**columns), [family(*columns)], 3.0).set_index("feature")


def test_a_feature_that_behaves_has_no_finding():
    quiet = found(calls=noise()).loc["load__calls"]
    assert quiet["finding"] == ""
    assert quiet["coverage"] == 1


def test_a_value_outside_its_bounds_is_counted():
    values = noise()
    values[:12] = 60
    odd = found(calls=values).loc["load__calls"]
    assert odd["out_of_bounds"] == 12 / len(values)
    assert odd["finding"] == "out_of_bounds"


def test_a_feature_nobody_has_and_one_that_never_varies_are_named():
    odd = found(nobody=noise() * np.nan, always=noise() * 0 + 0.5)
    assert list(odd["finding"]) == ["empty", "constant"]


def test_a_feature_that_says_what_another_says_is_named_after_it():
    odd = found(calls=noise(), contacts=noise(), other=noise(2))
    assert odd["repeats"].dropna().to_dict() == {"load__contacts": "load__calls"}


def test_two_empty_features_do_not_repeat_each_other():
    empty = noise() * np.nan
    assert repeated(table(a=empty, b=empty), ["load__a", "load__b"]) == {}


def test_coverage_is_told_for_the_last_month_apart():
    values = noise()
    values[-PEOPLE:] = np.nan
    last = found(calls=values).loc["load__calls"]
    assert last["coverage_latest"] == 0
    assert last["coverage"] > 0.9


def test_a_sudden_shift_of_the_last_month_is_drift():
    values = noise()
    values[-PEOPLE:] = values[-PEOPLE:] ** 3
    assert found(calls=values).loc["load__calls", "finding"] == "drifted"


def test_a_feature_that_becomes_unknown_has_drifted():
    values = noise()
    values[-PEOPLE : -PEOPLE // 2] = np.nan
    assert found(calls=values).loc["load__calls", "finding"] == "drifted"


def test_what_shifts_every_month_has_not_drifted():
    months = np.repeat(np.arange(len(MONTHS)), PEOPLE)
    wandering = np.clip(
        noise() + np.random.default_rng(3).normal(0, 1, 24)[months], 0, 1
    )
    assert drift(wandering, months) < 3


def test_drift_is_unknown_where_the_history_is_short():
    months = np.repeat(np.arange(YEAR + 3), PEOPLE)
    assert np.isnan(drift(noise()[: len(months)], months))


def test_a_feature_of_two_values_drifts_when_their_shares_change():
    values = (noise() < 0.95).astype(float)
    values[-PEOPLE:] = noise(4)[:PEOPLE] < 0.5
    assert found(calls=values).loc["load__calls", "drift"] > 3
