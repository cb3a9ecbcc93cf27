import numpy as np
import pandas as pd

from models.judging import slices

TEAMS = pd.DataFrame(
    [
        ("co", None, "company"),
        ("s1", "co", "site"),
        ("act", "s1", "activity"),
        ("t1", "act", "team"),
        ("t2", "co", "team"),
        ("ring", "ring", "team"),
    ],
    columns=["team_id", "parent_id", "kind"],
)
MONTH = pd.Timestamp("2026-01-31")


def judged(people=240):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"person_id": range(people), "as_of": MONTH, "team_id": "t1"})
    frame.loc[frame["person_id"] < 40, "team_id"] = "t2"
    came = (rng.random(people) < 0.2).astype(float)
    flat = dict.fromkeys(("life_table", "company_rate", "boosting"), 0.2)
    return frame.assign(observed=came, weight=1.0, **flat)


def features(people=240):
    tenure = np.where(np.arange(people) < 120, 1.0, 20.0)
    return pd.DataFrame(
        {"person_id": range(people), "as_of": MONTH, "career__tenure_months": tenure}
    )


def test_a_tenure_falls_into_the_band_that_it_has_begun():
    named = slices.tenure_band(pd.Series([0.0, 2.9, 3.0, 12.0, 400.0, np.nan]))
    assert list(named[:5]) == [
        "under 3 months", "under 3 months", "3 to 12 months", "1 to 3 years",
        "3 years and more",
    ]  # fmt: skip
    assert named[5:].isna().all()


def test_a_team_belongs_to_the_nearest_site_above_it():
    assert slices.site_of(TEAMS) == {
        "co": "co", "s1": "s1", "act": "s1", "t1": "s1", "t2": "co"
    }  # fmt: skip


def test_each_large_enough_slice_is_measured():
    found = slices.by_slice("turnover", judged(), "boosting", features(), TEAMS)
    # Forty people hang on the company itself: too few to be looked at.
    assert list(found["value"]) == ["under 3 months", "1 to 3 years", "s1"]
    assert {"o_over_e", "log_loss"} <= set(found.columns)


def test_without_tenure_sites_are_still_measured():
    bare = features().drop(columns="career__tenure_months")
    found = slices.by_slice("turnover", judged(), "boosting", bare, TEAMS)
    assert set(found["slice"]) == {"site"}


def test_no_slice_is_large_enough_in_a_small_company():
    found = slices.by_slice("turnover", judged(60), "boosting", features(60), TEAMS)
    assert found.empty
