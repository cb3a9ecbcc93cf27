import narwhals as nw
import pandas as pd
import pytest

from features import kpis
from tests.drawing import seen
from tests.features.centre import FEBRUARY, TABLES, past_of

YEAR_TO_FEBRUARY = tuple(
    month.end_time.date() for month in pd.period_range("2025-02", "2026-02", freq="M")
)


def of(frame, name, *columns):
    rows = seen(frame, "kpi", "as_of", "person_id", *columns)
    return {row[2]: row[3:] for row in rows if row[:2] == (name, "2026-02-28")}


def test_sickness_absence_is_sick_hours_over_contracted_hours(connection):
    members = kpis.of_members(past_of(connection, as_ofs=(FEBRUARY,)))
    rows = of(members, "sickness_absence_rate", "numerator", "denominator")
    # December to February, 90 days at 5 hours a day; 7 of them sick.
    assert rows["ann"] == (pytest.approx(35), pytest.approx(450))


def test_somebody_newly_hired_counts_from_the_day_of_hiring(connection):
    members = kpis.of_members(past_of(connection, as_ofs=(FEBRUARY,)))
    rows = of(members, "sickness_absence_rate", "denominator")
    assert rows["eve"] == (pytest.approx(45 * 5),)


def test_half_a_day_sick_is_half_a_day(connection):
    spell = "ann | 2026-02-02 | sickness | 2026-02-04 | 2026-02-03 | 0.5"
    text = f"""person_id | starts_on | kind | ends_on | recorded_on | day_share
        {spell}"""
    past = past_of(connection, {"absences": text}, as_ofs=(FEBRUARY,))
    rows = of(kpis.of_members(past), "sickness_absence_rate", "numerator")
    assert rows["ann"] == (pytest.approx(1.5 * 5),)


def test_without_absences_their_rate_is_absent(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,))
    del past.tables["absences"]
    assert kpis.of_members(past) is None


def test_turnover_is_departures_over_average_headcount(connection):
    past = past_of(connection, as_ofs=YEAR_TO_FEBRUARY)
    rows = seen(
        kpis.of_flows(past, ("voluntary",)).filter(nw.col("kpi") == "turnover_rate"),
        "as_of",
        "person_id",
        "team_id",
        "numerator",
        "denominator",
    )
    february = [row[1:] for row in rows if row[0] == "2026-02-28"]
    assert ("dan", "red", 1.0, 0.0) in february
    # Hired in June, gone in February: seen at eight months' ends of twelve.
    assert ("dan", "red", 0.0, pytest.approx(8 / 12)) in february


def test_a_supervisor_who_leaves_is_no_departure_of_the_agents(connection):
    led = TABLES["assignments"] + (
        "sup | red | 2024-01-01 | - | 2024-01-01 | permanent | 1 | 35 | supervisor | - | -"
    )
    left = TABLES["departures"] + "sup | 2026-02-10 | voluntary | - | 2026-02-10"
    tables = {"assignments": led, "departures": left}
    past = past_of(connection, tables, as_ofs=YEAR_TO_FEBRUARY)
    rows = of(kpis.of_flows(past, ("voluntary",)), "turnover_rate")
    assert "dan" in rows and "sup" not in rows


def test_turnover_waits_for_a_year_of_headcounts(connection):
    past = past_of(connection, as_ofs=YEAR_TO_FEBRUARY[-11:])
    assert seen(kpis.of_flows(past, ("voluntary",)), "kpi") == []


def test_snapshots_a_year_apart_count_whole_heads(connection):
    past = past_of(connection, as_ofs=(YEAR_TO_FEBRUARY[0], FEBRUARY))
    rows = of(kpis.of_flows(past, ("voluntary",)), "turnover_rate", "denominator")
    assert (rows["ann"], rows["eve"]) == ((1.0,), (1.0,))


def test_retention_follows_those_present_a_year_before(connection):
    past = past_of(connection, as_ofs=YEAR_TO_FEBRUARY)
    rows = of(kpis.of_flows(past, ()), "retention_rate", "numerator", "denominator")
    assert rows == {"ann": (1.0, 1.0), "cat": (1.0, 1.0)}


def test_a_figure_that_nobody_wrote_down_is_absent(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,), missing=("hostile",))
    # Contacts and shifts are counted from the activity: their tables need only be.
    past.tables["interactions"] = past.tables["shifts"] = past.tables["people"]
    members = kpis.of_members(past)
    assert of(members, "hostile_share") == {}
    assert of(members, "complaint_share", "numerator")["ann"] == (5.0,)


def test_a_figure_of_one_month_counts_that_month_alone(connection):
    past = past_of(connection, as_ofs=YEAR_TO_FEBRUARY)
    one = kpis.of_one_month(past, ("voluntary",))
    rows = of(one, "sickness_absence_rate", "team_id", "denominator")
    # February has 28 days of 5 hours.
    assert rows["ann"] == ("red", pytest.approx(28 * 5))


def test_who_left_in_the_month_counts_once_in_the_team_they_left(connection):
    past = past_of(connection, as_ofs=YEAR_TO_FEBRUARY)
    rows = seen(
        kpis.of_one_month(past, ("voluntary",)),
        *("kpi", "as_of", "person_id", "team_id", "numerator", "denominator"),
    )
    left = [row for row in rows if row[0] == "turnover_rate" and row[4] == 1.0]
    assert left == [("turnover_rate", "2026-02-28", "dan", "red", 1.0, 1.0)]


def test_without_absences_departures_are_counted_all_the_same(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,))
    del past.tables["absences"]
    assert {r[0] for r in seen(kpis.of_one_month(past, ("voluntary",)), "kpi")} == {
        "turnover_rate"
    }
