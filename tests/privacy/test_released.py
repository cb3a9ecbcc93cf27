import dataclasses

import pandas as pd
import pytest

from contracts.errors import DisclosureError
from privacy.release import release
from privacy.released import Released, reopen
from privacy.settled import settle
from tests.privacy.small_company import PARAMS, drawn, roster_of, teams_of

TEAMS = teams_of({"C": None, "S": "C", "A": "S", "B": "S"})


@pytest.fixture(scope="module")
def released() -> Released:
    return release(drawn(roster_of({"A": 12, "B": 20})), TEAMS, PARAMS)


def test_nobody_builds_it_by_hand(released: Released) -> None:
    with pytest.raises(DisclosureError, match=r"Only privacy.release\(\) builds"):
        Released(released.digest, released.tables, object())
    with pytest.raises(TypeError):
        Released(released.digest, released.tables)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="_key"):
        dataclasses.replace(released, digest="other")


def test_it_can_not_be_changed(released: Released) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.digest = "other"  # type: ignore[misc]


def test_a_table_handed_out_is_a_copy(released: Released) -> None:
    risk = released.tables["team_risk"]
    risk.loc[:, "expected_rate"] = 0.99
    released.tables.clear()
    assert (released.tables["team_risk"]["expected_rate"].dropna() < 0.99).all()


def test_it_does_not_print_its_tables(released: Released) -> None:
    assert "team_risk" not in repr(released)


def test_what_was_written_is_taken_back(released: Released) -> None:
    again = reopen(released.tables, released.digest)
    for name, frame in released.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name])


def test_days_as_dates_and_another_row_order_are_the_same_tables(
    released: Released,
) -> None:
    tables = released.tables
    risk = tables["team_risk"].sample(frac=1.0, random_state=1)
    for day in ("month", "target_from", "target_to", "level_since", "figure_month"):
        risk[day] = risk[day].dt.date
    risk["people"] = risk["people"].astype("float64")
    again = reopen({**tables, "team_risk": risk}, released.digest)
    assert again.digest == released.digest


def test_an_edited_table_is_refused(released: Released) -> None:
    tables = released.tables
    tables["team_risk"].loc[0, "probability_above"] += 0.1
    with pytest.raises(DisclosureError, match="not those that were released"):
        reopen(tables, released.digest)


def test_a_table_left_out_is_refused(released: Released) -> None:
    tables = released.tables
    del tables["track_record"]
    with pytest.raises(DisclosureError, match="12 tables are not those"):
        reopen(tables, released.digest)


def test_a_table_or_column_that_no_contract_names_is_refused(
    released: Released,
) -> None:
    risk = released.tables["team_risk"]
    with pytest.raises(DisclosureError, match="scores: not a released table"):
        settle("scores", risk)
    with pytest.raises(DisclosureError, match=r"1 column\(s\) too many, 0 missing"):
        settle("team_risk", risk.assign(person_id="somebody"))
    with pytest.raises(DisclosureError, match=r"0 column\(s\) too many, 1 missing"):
        settle("team_risk", risk.drop(columns="level"))


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("high", -1.0, "an interval holds its expected rate"),
        ("level", "terrible", "level is one of"),
        ("unit_name", None, "unit_name is filled in"),
        ("status", "withheld", "a withheld or merged unit shows no figure"),
        ("expected_count", 3.0, "counts stand only at sites and the company"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(
    released: Released, column: str, value: object, sentence: str
) -> None:
    risk = released.tables["team_risk"].astype({"level": object, "unit_name": object})
    risk.loc[risk["unit_id"] == "A", column] = value
    with pytest.raises(DisclosureError, match=f"2 of 8 rows break .{sentence}"):
        settle("team_risk", risk)


def test_a_repeated_key_is_refused(released: Released) -> None:
    risk = released.tables["team_risk"]
    with pytest.raises(DisclosureError, match="1 of 9 rows repeat their key"):
        settle("team_risk", pd.concat([risk, risk.iloc[:1]]))
