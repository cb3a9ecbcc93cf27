import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import params
from contracts.drivers import Family, Feature, Label
from privacy.tables.overview import FEWEST_UNITS, overview

SETTINGS = params.load().privacy
MAY = pd.Timestamp("2026-05-31")


def family(names_supervisors=False):
    feature = Feature("busy", "share", (0, 1), "raises", Label("Busy", "Occupé"))
    return Family(
        "load",
        Label("Load", "Charge"),
        "Nobody measured it.",
        ("shifts",),
        (feature,),
        names_supervisors=names_supervisors,
    )


def people(**units):
    rows = [
        (MAY, f"{unit}-{number}", unit, value)
        for unit, values in units.items()
        for number, value in enumerate(values)
    ]
    columns = ["as_of", "person_id", "team_id", "load__busy"]
    return pd.DataFrame(rows, columns=columns)


def point(features, **how):
    (found,) = overview(features, [family(**how)], SETTINGS)["load__busy"]
    return found.middle, found.low, found.high


def size(features):
    (found,) = overview(features, [family()], SETTINGS)["load__busy"]
    return found.size


def mixed(people, mean):
    return [mean - 0.1, mean + 0.1] * (people // 2) + [mean] * (people % 2)


def test_the_mean_of_ten_people_is_shown_and_that_of_nine_is_not():
    assert point(people(red=mixed(9, 0.5))) == (None, None, None)
    assert point(people(red=mixed(10, 0.5))) == (0.5, None, None)


def test_people_who_are_all_alike_are_not_given_away():
    assert point(people(red=[0.0] * 40)) == (None, None, None)


def test_people_without_a_figure_do_not_count():
    assert point(people(red=[*mixed(9, 0.5), None, None]))[0] is None


def test_the_band_is_of_units_that_are_large_enough():
    large = {f"u{n}": mixed(10, n / 10) for n in range(1, FEWEST_UNITS + 1)}
    small = {f"small{n}": mixed(9, 0.9) for n in range(20)}
    _, low, high = point(people(**large, **small))
    assert (low, high) == (0.2, 0.4)
    del large["u1"]
    assert point(people(**large, **small))[1:] == (None, None)


def test_no_unit_of_a_family_that_names_supervisors_is_looked_at():
    units = {f"u{n}": mixed(12, n / 20) for n in range(1, 12)}
    middle, low, high = point(people(**units), names_supervisors=True)
    assert middle is not None
    assert (low, high) == (None, None)


def test_figures_are_rounded_coarser_where_few_people_stand_behind():
    assert point(people(red=mixed(12, 0.12345)))[0] == 0.12
    assert point(people(red=mixed(60, 0.12345)))[0] == 0.123


def test_where_no_people_are_known_the_middle_is_that_of_units():
    rows = [(MAY, f"u{n}", n / 10) for n in range(1, FEWEST_UNITS + 1)]
    units = pd.DataFrame(rows, columns=["as_of", "team_id", "load__busy"])
    assert point(units) == (0.3, 0.2, 0.4)
    assert point(units.iloc[1:]) == (None, None, None)


def test_a_month_without_a_figure_stays_in_its_place():
    later = people(red=mixed(10, 0.5)).assign(as_of=pd.Timestamp("2026-06-30"))
    both = pd.concat([people(red=[None] * 10), later])
    found = overview(both, [family()], SETTINGS)["load__busy"]
    assert [(str(p.as_of), p.middle) for p in found] == [
        ("2026-05-31", None),
        ("2026-06-30", 0.5),
    ]


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.lists(st.floats(0, 1), max_size=SETTINGS.min_people - 1),
        max_size=8,
    )
)
def test_units_of_few_people_never_make_a_band(units):
    features = people(**units)
    if len(features):
        assert point(features)[1:] == (None, None)


@pytest.mark.parametrize("column", ["person_id", "team_id"])
def test_nobody_and_no_unit_is_named(column):
    features = people(red=mixed(10, 0.5), blue=mixed(10, 0.4))
    said = str(overview(features, [family()], SETTINGS))
    assert not any(name in said for name in features[column])


def test_how_many_stand_behind_a_figure_is_rounded_and_empty_with_it():
    assert size(people(red=mixed(12, 0.5))) == 10
    assert size(people(red=mixed(9, 0.5))) is None
    rows = [(MAY, f"u{n}", n / 10) for n in range(1, FEWEST_UNITS + 1)]
    units = pd.DataFrame(rows, columns=["as_of", "team_id", "load__busy"])
    assert size(units) == FEWEST_UNITS
    assert size(units.iloc[1:]) is None
