"""Customers' waits, teams' waits and participation, where they are known by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from privacy.release import release
from privacy.tables.listening import ACTIONS, SURVEYS, WAITS, Listening
from tests.privacy.small_company import MONTH, PARAMS, drawn, roster_of, teams_of

TEAMS = teams_of({"C": None, "S1": "C", "S2": "C", "T1": "S1", "T2": "S1", "T3": "S2"})
SIZES = {"T1": 30, "T2": 30, "T3": 20}
ROSTER = roster_of(SIZES)


def waits(hours: float = 0.5) -> pd.DataFrame:
    people = ROSTER[["month", "person_id"]]
    return people.assign(numerator=hours * 40, denominator=40.0)


def surveys(answered: int = 15) -> pd.DataFrame:
    rows = [(MONTH, team, people, answered) for team, people in SIZES.items()]
    return pd.DataFrame(rows, columns=list(SURVEYS))


def actions(*begun: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame([(MONTH, *one) for one in begun], columns=list(ACTIONS))


def told(**parts: pd.DataFrame) -> pd.DataFrame:
    found = Listening(
        **({"waits": waits(), "surveys": surveys(), "actions": actions()} | parts)
    )
    people = replace(drawn(ROSTER), listening=found)
    return release(people, TEAMS, PARAMS).tables["listening"].set_index("unit_id")


def test_only_sites_and_the_company_are_told() -> None:
    assert set(told().index) == {"C", "S1", "S2"}


def test_customers_wait_as_long_as_their_contacts_on_average() -> None:
    assert told().loc["S1", "customer_hours"] == 0.5


def test_participation_is_of_all_those_invited() -> None:
    assert told().loc["S1", "participation"] == 0.5


@pytest.mark.parametrize("answered", [4, 19])
def test_a_site_where_few_answered_or_few_did_not_is_left_out(answered) -> None:
    few = surveys().assign(answered=[15, 15, answered])
    found = told(surveys=few)
    assert pd.isna(found.loc["S2", "participation"])


def test_a_site_left_out_is_not_the_rest_of_the_company() -> None:
    """One site alone beside the company would be told by the difference."""
    lone = teams_of({"C": None, "S1": "C", "T1": "S1", "T2": "S1", "T3": "C"})
    small = roster_of({"T1": 30, "T2": 30, "T3": 5})
    rows = [(MONTH, "T1", 30, 15), (MONTH, "T2", 30, 15), (MONTH, "T3", 5, 5)]
    found = Listening(
        pd.DataFrame(columns=list(WAITS)),
        pd.DataFrame(rows, columns=list(SURVEYS)),
        actions(),
    )
    people = replace(drawn(small), listening=found)
    units = release(people, lone, PARAMS).tables["listening"]["unit_id"]
    assert set(units) == {"C"}


def test_the_first_action_in_a_site_or_above_it_ends_its_wait() -> None:
    days = told(actions=actions(("T1", 60.0), ("T1", 24.0)))["team_days"]
    assert days["S1"] == days["C"] == 24
    assert pd.isna(days["S2"])


def test_an_action_of_the_company_is_each_sites_too() -> None:
    days = told(actions=actions(("C", 10.0)))["team_days"]
    assert days.to_dict() == {"C": 10, "S1": 10, "S2": 10}


def test_without_surveys_customers_alone_are_told() -> None:
    found = told(surveys=pd.DataFrame(columns=list(SURVEYS)))
    assert found["participation"].isna().all()
    assert found["customer_hours"].notna().all()


def test_where_nothing_is_known_nothing_is_told() -> None:
    assert release(drawn(ROSTER), TEAMS, PARAMS).tables["listening"].empty
