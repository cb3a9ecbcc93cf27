import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.attack.coalition import Members, Memory, Told
from privacy.attack.movers import Month, Mover
from privacy.history import walk
from privacy.history.rates import Unit
from privacy.history.walk import safe_rates
from privacy.rounding import rounded_people
from privacy.units.groups import grouped_months, members_of
from tests.privacy.small_company import privacy, roster_of, tree_of

TREE = tree_of({"C": None, "S1": "C", "S2": "C", "A": "S1", "B": "S1", "D": "S2"})
SETTINGS = privacy()


def walked(
    roster: pd.DataFrame, values: pd.DataFrame, **changes: float
) -> pd.DataFrame:
    chosen = privacy(**changes)
    places, units = grouped_months(roster, TREE, chosen)
    large = units[units["status"] == "published"]
    large = large.assign(people=rounded_people(large["people"].astype(float), chosen))
    return safe_rates(large, members_of(roster, places), values, chosen)


def values_of(roster: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A lasting figure a person, and a little of each month's own."""
    rng = np.random.default_rng(seed)
    persons = sorted(roster["person_id"].unique())
    lasting = dict(zip(persons, rng.beta(1, 14, len(persons)), strict=True))
    noise = rng.normal(0, 0.01, len(roster))
    value = (roster["person_id"].map(lasting) + noise).clip(0, 1)
    return roster[["month", "person_id"]].assign(value=value, weight=1.0)


STILL = roster_of(*[{"A": 12, "B": 15, "D": 20}] * 3)


def test_a_rate_is_the_mean_to_the_units_step() -> None:
    values = STILL[["month", "person_id"]].assign(value=0.0525, weight=1.0)
    found = walked(STILL, values).set_index(["month", "unit_id"])
    row = found.loc[(STILL["month"].max(), "A")]
    assert (row["rate"], row["step"], row["status"]) == (0.06, 0.02, "published")


def test_units_that_hold_others_are_rounded_to_a_whole_person() -> None:
    values = STILL[["month", "person_id"]].assign(value=0.05, weight=1.0)
    steps = walked(STILL, values).groupby("unit_id")["step"].first()
    assert steps["C"] * 47 >= 1
    assert steps["S1"] * 27 >= 1
    assert steps["D"] * 20 < 1


def test_a_figure_that_would_tell_too_much_is_carried_and_then_withheld() -> None:
    roster = roster_of(*[{"A": 12, "B": 15, "D": 20}] * 12)
    found = walked(roster, values_of(roster, 3), protection_points=40)
    carried = found[found["status"] == "carried"]
    age = (carried["month"] - carried["figure_month"]).dt.days
    assert not carried.empty
    assert age.max() <= 31 * SETTINGS.carried_months
    withheld = found[found["status"] == "withheld"]
    assert withheld[["rate", "step", "people"]].isna().all(axis=None)


def test_a_carried_figure_is_the_last_one_that_was_new() -> None:
    roster = roster_of(*[{"A": 12, "B": 15, "D": 20}] * 12)
    found = walked(roster, values_of(roster, 3), protection_points=40)
    new = found[found["status"] == "published"].set_index(["figure_month", "unit_id"])
    for row in found[found["status"] == "carried"].itertuples():
        assert new.loc[(row.figure_month, row.unit_id), "rate"] == row.rate


def test_walking_the_same_months_again_changes_nothing() -> None:
    values = values_of(STILL, 5)
    again = values.sample(frac=1.0, random_state=2)
    pd.testing.assert_frame_equal(walked(STILL, values), walked(STILL, again))


def test_later_months_change_nothing_in_earlier_ones() -> None:
    values = values_of(STILL, 5)
    early = STILL["month"] < STILL["month"].max()
    first = walked(STILL[early], values[early])
    whole = walked(STILL, values)
    kept = whole[whole["month"] < whole["month"].max()]
    pd.testing.assert_frame_equal(first, kept.reset_index(drop=True))


sizes = st.fixed_dictionaries({team: st.integers(10, 16) for team in ("A", "B", "D")})


@settings(max_examples=25, deadline=None)
@given(st.lists(sizes, min_size=2, max_size=5), st.integers(0, 99))
def test_no_coalition_bounds_anybody_whoever_comes_and_goes(
    months: list[dict[str, int]], seed: int
) -> None:
    roster = roster_of(*months)
    values = values_of(roster, seed)
    found = walked(roster, values)
    safe = SETTINGS.protection_points / 100
    persons = {p: at for at, p in enumerate(sorted(roster["person_id"].unique()))}
    memory = Memory(len(persons))
    new = found[found["status"] == "published"].set_index(["month", "unit_id"])
    members = members_of(roster, grouped_months(roster, TREE, SETTINGS)[0])
    joined = members.merge(values, on=["month", "person_id"])
    for month, everybody in joined.groupby("month"):
        for unit, here in everybody.groupby("unit_id"):
            if (month, unit) not in new.index:
                continue
            people = Members(
                here["person_id"].map(persons).to_numpy("int64"),
                here["value"].to_numpy("float64"),
                here["weight"].to_numpy("float64"),
            )
            told = Told.by(*new.loc[(month, unit), ["rate", "step"]])
            assert memory.with_rate(people, told).narrowest >= safe - 1e-9
            memory.keep(people, told)
        memory.end_month()


def test_where_other_units_tell_of_a_mover_none_is_shown(monkeypatch) -> None:
    """Nothing is left to coarsen where they came from or went: all is withheld."""
    leaver = Mover(("A", "C"), (), 0.2, 0.21)
    monkeypatch.setattr(
        walk, "narrow_movers", lambda before, now, safe: [leaver] if now.told else []
    )
    who = Members(np.arange(10), np.full(10, 0.05), np.ones(10))
    unit = Unit("B", "team", 10.0, 0.02, who)
    tour = walk.Walk(10, SETTINGS)
    (row,) = tour.visit(STILL["month"].max(), [unit], Month({}, {}, {}))
    assert row["status"] == "withheld"


def test_what_the_month_before_told_alone_withholds_nothing_more(monkeypatch) -> None:
    leaver = Mover(("A", "C"), (), 0.2, 0.21)
    monkeypatch.setattr(walk, "narrow_movers", lambda *_: [leaver])
    monkeypatch.setattr(walk, "narrow_before", lambda *_: [leaver])
    who = Members(np.arange(10), np.full(10, 0.05), np.ones(10))
    unit = Unit("B", "team", 10.0, 0.02, who)
    tour = walk.Walk(10, SETTINGS)
    (row,) = tour.visit(STILL["month"].max(), [unit], Month({}, {}, {}))
    assert row["status"] == "published"
