"""Months of the rows beside those that a run looks at."""

import duckdb
import pytest

from contracts.inputs import INPUTS
from contracts.params import load
from pipelines.checking import months_page, table_months
from pipelines.checking.table_findings import Finding
from pipelines.checking.table_months import Months, Window

WINDOW = Window("2025-01", "2025-10", "2026-01")


def timed(**how):
    settings = load()
    return settings.model_copy(update={"time": settings.time.model_copy(update=how)})


def months_of(table, values):
    with duckdb.connect() as connection:
        rows = connection.sql(values)
        return table_months.months_of(rows, INPUTS[table], WINDOW)


def test_the_window_is_that_of_the_snapshots_and_reaches_back_from_the_first():
    monthly = timed(last_month="2026-10", history_months=34)
    assert table_months.window_of(monthly) == Window("2023-02", "2024-01", "2026-10")
    yearly = timed(last_month="2019-12", history_months=90, snapshot_every_months=12)
    assert table_months.window_of(yearly) == Window("2012-01", "2012-12", "2019-12")


def test_rows_are_counted_by_month_and_those_looked_at_apart():
    found = months_of(
        "interactions",
        "SELECT unnest([TIMESTAMP '2024-12-31 23:00', '2025-01-01', '2025-03-01', "
        "'2025-03-02', '2026-02-01', NULL]) AS opened_at",
    )
    rows = {"2024-12": 1, "2025-01": 1, "2025-03": 2, "2026-02": 1}
    assert found == Months(rows, "2026-02", 3)


@pytest.mark.parametrize(
    ("ends_on", "last", "looked_at"),
    [
        ("NULL", "open", 1),
        ("DATE '2025-01-01'", "2025-01", 1),
        ("DATE '2024-12-31'", "2024-12", 0),
    ],
    ids=["open", "ends in it", "ends before it"],
)
def test_a_spell_counts_until_it_ends(ends_on, last, looked_at):
    found = months_of(
        "assignments", f"SELECT DATE '2019-05-01' AS starts_on, {ends_on} AS ends_on"
    )
    assert found == Months({"2019-05": 1}, last, looked_at)


def test_an_earlier_version_of_a_row_does_not_count():
    found = months_of(
        "departures",
        "SELECT DATE '2025-05-01' AS left_on, unnest([NULL, DATE '2025-07-01']) "
        "AS superseded_on",
    )
    assert found == Months({"2025-05": 1}, "2025-05", 1)


def test_a_table_without_a_date_has_no_months():
    assert months_of("people", "SELECT 'ann' AS person_id") is None


def said(name, months):
    found = {name: Finding(1, {}, (), (), months=months)}
    return (
        months_page.nothing(found, WINDOW).remarks,
        months_page.months(found, WINDOW).remarks,
    )


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (Months({"2017-02": 9}, "2017-02", 0), "its rows end in 2017-02."),
        (Months({"2027-02": 9}, "2027-02", 0), "its rows begin in 2027-02."),
        (
            Months({"2017-02": 9, "2027-02": 9}, "2027-02", 0),
            "its rows lie before 2025-01 and after 2026-01.",
        ),
    ],
    ids=["earlier", "later", "around"],
)
def test_rows_beside_the_window_are_told_with_what_to_set(months, words):
    ((nothing,), odd) = said("departures", months)
    assert f"the months looked at, 2025-10 to 2026-01: {words}" in nothing
    assert "Set time.last_month" in nothing
    assert odd == ()


def test_a_table_of_few_of_the_months_is_told_and_a_survey_is_not():
    one = Months({"2026-01": 9}, "2026-01", 9)
    assert said("survey_scores", one) == ((), ())
    ((), (little,)) = said("departures", one)
    assert "its rows span 1 of the 4 months looked at" in little


def test_a_month_of_far_fewer_rows_is_told_with_its_count():
    rows = {"2025-10": 3, "2025-11": 1000, "2025-12": 900, "2026-01": 499}
    ((), (few,)) = said("shifts", Months(rows, "2026-01", 2402))
    assert few.startswith("shifts: few rows in 2025-10 (3); a usual month has 900.")


def test_leftovers_of_many_months_do_not_make_a_usual_month():
    assert table_months.usual([9000, 8000, *[5] * 20]) == 9000
    assert table_months.usual([]) == 0


def test_a_month_without_a_row_between_others_is_thin():
    rows = {"2025-10": 10, "2026-01": 10}
    assert table_months.thin(Months(rows, "2026-01", 20), WINDOW) == (
        {"2025-11": 0, "2025-12": 0},
        10,
    )
