import numpy as np
import pandas as pd
import pytest

from contracts.errors import ContractError, DisclosureError
from privacy.tables.drivers import unit_drivers
from privacy.tables.references import references
from privacy.units.groups import publishable_units
from tests.privacy.small_company import MONTH, privacy, roster_of, tree_of

SETTINGS = privacy()
STEP = SETTINGS.driver_step_per_10.turnover
TREE = tree_of({"C": None, "A": "C", "B": "C"})
ROSTER = roster_of({"A": 10, "B": 30})
MEMBERS, UNITS = publishable_units(ROSTER, TREE, SETTINGS)
FOUND = references(MEMBERS, UNITS, SETTINGS)
NOBODY = UNITS.iloc[:0]
IN_A = (ROSTER["team_id"] == "A").to_numpy()
SEEN = ROSTER[["month", "person_id"]].assign(load=True)


def explained(*refits: np.ndarray) -> pd.DataFrame:
    """One family's contributions, an array of everybody's a refit."""
    people = ROSTER[["month", "person_id"]]
    frames = [people.assign(refit=r, load=values) for r, values in enumerate(refits)]
    return pd.concat(frames, ignore_index=True)


def team_a(contributions: pd.DataFrame, seen: pd.DataFrame = SEEN) -> pd.Series:
    drivers = unit_drivers(contributions, seen, MEMBERS, FOUND, NOBODY, SETTINGS, STEP)
    return drivers.set_index("unit_id").loc["A"]


LEAN = np.where(IN_A, 0.04, 0.0)


def test_points_are_the_difference_to_the_company_per_ten_people() -> None:
    row = team_a(explained(LEAN, LEAN))
    assert (row["points"], row["direction"]) == (0.3, "raises")
    assert (row["stability"], row["coverage"]) == (1.0, 1.0)


def test_a_lowering_driver_is_shown_as_one() -> None:
    row = team_a(explained(-LEAN, -LEAN))
    assert (row["points"], row["direction"]) == (-0.3, "lowers")


def withheld(row: pd.Series) -> bool:
    empty = row[["direction", "points", "stability", "coverage"]].isna().all()
    told = (row["status"], row["reason"]) == ("withheld", "no_distinct_factor")
    return bool(empty) and told


def test_a_driver_on_which_refits_disagree_is_withheld() -> None:
    assert withheld(team_a(explained(LEAN, LEAN, LEAN, -LEAN)))


def test_a_driver_without_any_refit_is_withheld() -> None:
    assert withheld(team_a(explained(LEAN)))


def test_a_driver_that_one_member_decides_is_withheld() -> None:
    one = np.where(np.arange(len(ROSTER)) == 0, 0.4, 0.0)
    assert withheld(team_a(explained(one, one)))


def test_a_driver_of_which_one_member_holds_too_much_is_withheld() -> None:
    much = np.where(IN_A, 0.05, 0.0)
    much[0] = 0.25
    assert withheld(team_a(explained(much, much)))
    loose = privacy(driver_max_member_share=0.5)
    drivers = unit_drivers(
        explained(much, much), SEEN, MEMBERS, FOUND, NOBODY, loose, STEP
    )
    assert not withheld(drivers.set_index("unit_id").loc["A"])


def test_a_driver_whose_sign_one_member_turns_is_withheld() -> None:
    lone = LEAN.copy()
    lone[:10] = [0.045, *[0.012, -0.015] * 4, 0.01]
    lone -= lone.mean()
    shares = np.abs(lone[:10] - lone.mean()) / np.abs(lone[:10] - lone.mean()).sum()
    rest = lone[1:10].sum()
    assert rest < 0 < lone[:10].sum() and shares.max() > 0.25
    loose = privacy(driver_max_member_share=0.5)
    drivers = unit_drivers(
        explained(lone, lone), SEEN, MEMBERS, FOUND, NOBODY, loose, STEP
    )
    assert withheld(drivers.set_index("unit_id").loc["A"])


def test_a_difference_below_the_step_is_withheld() -> None:
    assert withheld(team_a(explained(LEAN / 20, LEAN / 20)))


def test_a_driver_with_data_on_too_few_members_is_withheld() -> None:
    first = np.arange(len(ROSTER)) == 0
    assert withheld(team_a(explained(LEAN, LEAN), SEEN.assign(load=~first)))


def test_people_without_a_word_on_their_data_count_as_unseen() -> None:
    assert withheld(team_a(explained(LEAN, LEAN), SEEN.iloc[5:]))


def test_neither_the_company_nor_the_season_has_drivers() -> None:
    contributions = explained(LEAN, LEAN).assign(season=1.0)
    drivers = unit_drivers(contributions, SEEN, MEMBERS, FOUND, NOBODY, SETTINGS, STEP)
    assert set(drivers["unit_id"]) == {"A", "B"}
    assert set(drivers["family"]) == {"load"}


def test_a_mean_over_some_of_the_people_is_refused() -> None:
    with pytest.raises(DisclosureError, match="79 complete rows"):
        team_a(explained(LEAN, LEAN).iloc[1:])
    with pytest.raises(DisclosureError, match="1 of them repeated"):
        both = explained(LEAN, LEAN)
        team_a(pd.concat([both, both.iloc[:1]]))


def test_a_family_that_does_not_say_whom_it_saw_is_refused() -> None:
    with pytest.raises(ContractError, match="no column for load"):
        team_a(explained(LEAN, LEAN), SEEN.drop(columns="load"))


def test_months_without_an_explanation_have_no_drivers() -> None:
    other = explained(LEAN, LEAN).assign(month=MONTH - pd.offsets.MonthEnd(1))
    assert unit_drivers(other, SEEN, MEMBERS, FOUND, NOBODY, SETTINGS, STEP).empty
