import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import ContractError, DisclosureError
from privacy.tables.indicators import unit_indicators, with_earlier, with_indicators
from privacy.tables.kpis import unit_kpis
from privacy.tables.references import references
from privacy.units.groups import grouped_months, members_of
from privacy.units.remainder import Crowd
from privacy.units.tree import Tree
from tests.privacy.small_company import MONTH, privacy, roster_of, tree_of

TREE = tree_of({"C": None, "S": "C", "A": "S", "B": "S"})
FIVE = privacy(min_people=5)


def crowd(*sizes: dict[str, int], tree: Tree = TREE) -> Crowd:
    roster = roster_of(*sizes)
    return Crowd(roster, *grouped_months(roster, tree, FIVE), FIVE)


def ratios(people: pd.DataFrame, kpi: str = "contacts_per_day") -> pd.DataFrame:
    """Three of everything that is counted, a day."""
    return people[["month", "person_id"]].assign(
        kpi=kpi, numerator=6.0, denominator=2.0, window_months=1
    )


def last(figures: pd.DataFrame, column: str = "value") -> dict[str, object]:
    """One column by unit, in the last month, as far as it is filled in."""
    rows = figures[figures["month"] == figures["month"].max()].dropna(subset=[column])
    return dict(zip(rows["unit_id"], rows[column], strict=True))


def test_a_figure_is_a_ratio_of_sums() -> None:
    here = crowd({"A": 6, "B": 6})
    rows = ratios(here.roster)
    rows.loc[0, ["numerator", "denominator"]] = [32.0, 10.0]
    # Sums are 62 of 20, 36 of 12, 98 of 32; in A to a step of .2, since one lies apart.
    # The mean of ratios there would be 3.03.
    assert last(unit_kpis(rows, here)) == {"A": 3.2, "B": 3.0, "C": 3.1, "S": 3.1}


def test_a_unit_with_data_on_too_few_is_withheld_like_one_without_any() -> None:
    here = crowd({"A": 12, "B": 6})
    few = ratios(here.roster[here.roster["person_id"] < "person-B-004"])
    none = ratios(here.roster[here.roster["team_id"] == "A"])
    for rows in (few, none):
        row = unit_kpis(rows, here).set_index("unit_id").loc["B"]
        assert (row["status"], row["reason"]) == ("withheld", "too_little_data")
        assert row[["value", "previous", "figure_month"]].isna().all()


def test_a_few_people_are_not_left_over_by_what_is_shown() -> None:
    here = crowd({"A": 12, "B": 6})
    few = ratios(here.roster[here.roster["person_id"] < "person-B-004"])
    assert set(last(unit_kpis(few, here))) == {"C", "S"}
    none = ratios(here.roster[here.roster["team_id"] == "A"])
    assert set(last(unit_kpis(none, here))) == {"A", "C", "S"}


def test_nothing_is_shown_below_a_site_that_hides_the_few_of_another() -> None:
    sites = {"C": None, "S1": "C", "S2": "C", "S3": "C"}
    tree = tree_of({**sites, "A": "S1", "B": "S1", "D": "S2", "E": "S3"})
    here = crowd({"A": 6, "B": 6, "D": 20, "E": 6}, tree=tree)
    few = ratios(here.roster[here.roster["person_id"] < "person-E-003"])
    assert set(last(unit_kpis(few, here))) == {"C", "S2", "D"}


@pytest.mark.parametrize("numerator", [0.0, 2.0])
def test_a_share_of_all_or_nobody_is_withheld(numerator: float) -> None:
    here = crowd({"A": 6, "B": 6})
    rows = ratios(here.roster, "hostile_share").assign(numerator=1.0)
    rows.loc[:5, "numerator"] = numerator
    assert "A" not in last(unit_kpis(rows, here))


def test_shares_of_leavers_stand_only_above_teams() -> None:
    here = crowd({"A": 6, "B": 6})
    rows = ratios(here.roster, "turnover_rate").assign(numerator=0.5)
    assert set(unit_kpis(rows, here)["unit_id"]) == {"C", "S"}


def test_somebody_who_left_counts_in_the_team_that_they_were_in() -> None:
    here = crowd({"A": 6, "B": 6})
    stayed = ratios(here.roster, "turnover_rate").assign(numerator=0.0)
    left = stayed.iloc[:3].assign(person_id=["x", "y", "z"], numerator=2.0)
    rows = pd.concat([stayed.assign(team_id=None), left.assign(team_id="A")])
    assert last(unit_kpis(rows, here))["S"] == 0.2


def test_somebody_without_a_team_counts_nowhere() -> None:
    here = crowd({"A": 6, "B": 6})
    rows = ratios(here.roster)
    gone = rows.iloc[:1].assign(person_id="gone", numerator=999.0)
    assert last(unit_kpis(pd.concat([rows, gone]), here))["C"] == 3.0


def test_a_team_that_is_not_in_the_tree_is_refused() -> None:
    here = crowd({"A": 6, "B": 6})
    rows = ratios(here.roster).assign(team_id="Z")
    with pytest.raises(DisclosureError, match="12 of 12 rows name a team"):
        unit_kpis(rows, here)


def test_a_figure_stands_beside_the_one_of_one_window_earlier() -> None:
    here = crowd({"A": 6, "B": 6}, {"A": 6, "B": 6})
    rows = ratios(here.roster)
    rows.loc[rows["month"] < MONTH, "numerator"] = 4.0
    assert last(unit_kpis(rows, here), "previous") == dict.fromkeys("ABCS", 2.0)
    assert last(unit_kpis(rows.assign(window_months=2), here), "previous") == {}


def test_a_figure_that_is_not_declared_is_refused() -> None:
    here = crowd({"A": 6, "B": 6})
    with pytest.raises(ContractError, match="luck"):
        unit_kpis(ratios(here.roster, "luck"), here)


def test_an_indicator_is_a_mean_beside_the_companys() -> None:
    here = crowd({"A": 6, "B": 6})
    values = here.roster[["month", "person_id"]].assign(
        family="load", indicator="load__contacts", unit="contacts", value=3.0
    )
    values.loc[:5, "value"] = 6.0
    members = members_of(here.roster, here.places)
    found = unit_indicators(
        values, here, references(members, here.units, here.settings)
    )
    assert last(found) == {"A": 6.0, "B": 3.0, "C": 4.5, "S": 4.5}
    assert set(found["company_value"]) == {4.5}


def test_indicators_stand_beside_published_drivers_alone() -> None:
    drivers = pd.DataFrame(
        {"month": MONTH, "unit_id": ["A", "B"], "family": "load", "reference": "peers"}
    ).assign(status=["published", "withheld"])
    values = drivers.drop(columns="status").assign(
        indicator="load__contacts", unit="contacts", value=3.0, company_value=4.0
    )
    values = values.assign(peers_value=5.0).drop(columns="reference")
    beside = with_indicators(drivers, values).set_index("unit_id")
    assert beside.loc["A", ["value", "reference_value"]].tolist() == [3.0, 5.0]
    assert pd.isna(beside.loc["B", "value"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=40, max_size=40), st.integers(5, 30))
def test_contributors_can_never_be_told_apart_below_the_minimum(
    has_data: list[bool], in_a: int
) -> None:
    here = crowd({"A": in_a, "B": 40 - in_a})
    people = here.roster[has_data]
    shown = set(last(unit_kpis(ratios(people), here))) if any(has_data) else set()
    held = people.merge(here.places, on=["month", "team_id"])
    held = held[held["unit_id"].isin(shown)]
    where = held.groupby("person_id")["unit_id"].agg(frozenset)
    assert (where.value_counts() >= FIVE.min_people).all()


def test_a_plain_figure_stands_beside_its_own_of_a_quarter_ago() -> None:
    months = [MONTH - pd.offsets.MonthEnd(back) for back in (3, 1, 0)]
    rows = pd.DataFrame(
        {
            "month": months,
            "unit_id": "A",
            "family": "load",
            "indicator": "load__contacts",
            "value": [2.0, 3.0, 4.0],
        }
    )
    found = with_earlier(rows).set_index("month")
    assert found.loc[MONTH, ["earlier_value", "earlier_month"]].tolist() == [
        2.0,
        months[0],
    ]
    assert found.loc[months[:2], "earlier_value"].isna().all()


def test_what_is_withheld_now_stands_beside_nothing_earlier() -> None:
    rows = pd.DataFrame(
        {
            "month": [MONTH - pd.offsets.MonthEnd(3), MONTH],
            "unit_id": "A",
            "family": "load",
            "indicator": ["load__contacts", "load__contacts"],
            "value": [2.0, None],
        }
    )
    assert with_earlier(rows)["earlier_value"].isna().all()


def test_comparable_units_are_told_as_the_mean_of_what_they_show() -> None:
    tree = tree_of({"C": None, "S": "C", "A": "S", "B": "S", "D": "S"})
    here = crowd({"A": 6, "B": 6, "D": 18}, tree=tree)
    of_team = {"A": 2.0, "B": 3.0, "D": 5.0}
    values = here.roster[["month", "person_id"]].assign(
        family="load",
        indicator="load__contacts",
        unit="contacts",
        value=here.roster["team_id"].map(of_team),
    )
    members = members_of(here.roster, here.places)
    found = references(members, here.units, here.settings)
    shown = unit_indicators(values, here, found)
    # By head counts to the nearest five: 5 and 20 of B and D beside A.
    assert last(shown, "peers_value") == {"A": 4.6, "B": 4.4, "D": 2.5}
