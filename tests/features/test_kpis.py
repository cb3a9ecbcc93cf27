import narwhals as nw
import pandas as pd
import pytest

from features import kpis
from tests.drawing import seen
from tests.features.centre import FEBRUARY, past_of

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


def test_retention_follows_those_present_a_year_before(connection):
    past = past_of(connection, as_ofs=YEAR_TO_FEBRUARY)
    rows = of(kpis.of_flows(past, ()), "retention_rate", "numerator", "denominator")
    assert rows == {"ann": (1.0, 1.0), "cat": (1.0, 1.0)}
