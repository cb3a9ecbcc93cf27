"""Drivers found against drivers planted: ranks, the top one, decoys."""

import numpy as np
import pandas as pd
import pytest

from models import truth, truth_drivers
from tests.models.learned import learned

FAMILIES = ("workload", "support", "development")
TEAMS, PEOPLE, MONTHS = 30, 12, 4
AS_OF = pd.date_range("2026-07-31", periods=MONTHS, freq="ME").astype("datetime64[us]")


def planted_terms(seed: int = 1) -> pd.DataFrame:
    """Two families that differ between teams; one that adds nothing."""
    rng = np.random.default_rng(seed)
    rows = []
    for team in range(TEAMS):
        lasting = rng.normal(0, 0.4, 2)
        for as_of in AS_OF:
            added = [*lasting, 0.0]
            for family, value in zip(FAMILIES, added, strict=True):
                rows.append((f"T{team:02d}", as_of, family, value, value / 2))
    return pd.DataFrame(
        rows, columns=["team_id", "as_of", "family", "turnover", "absence"]
    )


def found_by(noise: float, scale: float = 1.0, seed: int = 2) -> pd.DataFrame:
    """What drivers would say of each person, off by some noise."""
    rng = np.random.default_rng(seed)
    wide = planted_terms().pivot_table(
        index=["as_of", "team_id"], columns="family", values="turnover"
    )
    people = wide.loc[wide.index.repeat(PEOPLE)].reset_index()
    shift = rng.normal(0, noise, (len(wide), len(FAMILIES))).repeat(PEOPLE, axis=0)
    people[list(FAMILIES)] = scale * (people[list(FAMILIES)] + shift)
    return people.assign(person_id=[f"p{i}" for i in range(len(people))])


def recovered(people: pd.DataFrame, min_people: int = 10) -> dict[str, object]:
    planted = truth_drivers.planted_contrasts(planted_terms(), "turnover")
    found = truth_drivers.team_contrasts(people, FAMILIES)
    return truth_drivers.recovery(found, planted, min_people)


def test_what_is_found_exactly_is_recovered_whole() -> None:
    found = recovered(found_by(noise=0.001))
    assert found["top_right"] == 1.0
    assert found["decoy_on_top"] == 0.0
    assert found["spearman"] == pytest.approx({"workload": 1, "support": 1}, abs=0.01)


def test_the_scale_of_what_is_found_does_not_matter() -> None:
    assert recovered(found_by(0.1)) == recovered(found_by(0.1, scale=0.02))


def test_noise_takes_ranks_away_and_leaves_fewer_clear_teams() -> None:
    sharp, blurred = recovered(found_by(0.05)), recovered(found_by(0.6))
    assert blurred["clear"] < sharp["clear"]
    assert blurred["spearman"]["workload"] < sharp["spearman"]["workload"] - 0.2


def test_a_decoy_that_is_found_everywhere_is_counted() -> None:
    people = found_by(0.05)
    planted = planted_terms().query("family == 'workload'")
    high = planted.groupby("team_id")["turnover"].mean().nlargest(4).index
    quiet = recovered(people)["decoy_on_top"]
    people.loc[people["team_id"].isin(high), "development"] += 1.2
    assert recovered(people)["decoy_on_top"] > quiet + 0.05


def test_small_teams_are_left_out() -> None:
    assert recovered(found_by(0.1), min_people=PEOPLE + 1) == {}


def test_chances_over_months_are_held_against_what_is_known() -> None:
    case = learned("turnover")
    origin = pd.Timestamp("2026-07-31")
    here = case.people.features[case.people.features["as_of"] == origin]
    known = here[["person_id", "team_id", "as_of"]].assign(
        months=3, voluntary=0.1, sick_rate=0.05
    )
    people = truth.over_months(
        "turnover", case.fitted, case.people.features, known, origin
    )
    assert (people["known"] == 0.1).all()
    month = truth.next_month(
        "turnover",
        case.fitted,
        case.people.features,
        case.people.truth,
        origin,
    )
    assert len(people) == len(month)
    assert (people["boosting"] > 2 * month["boosting"]).mean() > 0.9
