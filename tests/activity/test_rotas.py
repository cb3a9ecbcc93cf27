import narwhals as nw

from activity.rotas import shift_days
from contracts.work_tables import SHIFTS
from tests.drawing import seen

WORKED = """
    shift_id | person_id | starts_at        | ends_at          | status  | published_at     | worked_minutes
    s        | ann       | 2026-03-05 09:00 | 2026-03-05 17:00 | planned | 2026-02-20 12:00 | -
    s        | ann       | 2026-03-05 09:00 | 2026-03-05 17:00 | worked  | 2026-03-05 17:00 | 450
"""


def test_a_worked_shift_counts_once_though_it_came_in_two_versions(draw):
    days = shift_days(draw(SHIFTS, WORKED))
    assert seen(days, "day", "known_month", "shifts", "planned_minutes") == [
        ("2026-03-05", "2026-03-01", 1, 480)
    ]


def test_hours_beyond_the_plan_leave_the_plan_as_it_was(draw):
    longer = WORKED.replace("17:00 | worked  |", "18:00 | worked  |").replace(
        "450", "510"
    )
    days = shift_days(draw(SHIFTS, longer))
    assert seen(days, "planned_minutes", "worked_minutes") == [(480, 510)]


def test_minutes_worked_replace_the_plan(draw):
    assert seen(shift_days(draw(SHIFTS, WORKED)), "worked_minutes") == [(450,)]


def test_a_correction_next_month_leaves_the_month_before_as_it_was(draw):
    corrected = WORKED + (
        "    s | ann | 2026-03-05 09:00 | 2026-03-05 17:00 | cancelled "
        "| 2026-04-03 08:00 | -\n"
    )
    days = shift_days(draw(SHIFTS, corrected))
    assert seen(days, "known_month", "shifts", "worked_minutes") == [
        ("2026-03-01", 1, 450),
        ("2026-04-01", -1, -450),
    ]


def test_a_shift_moved_to_another_day_leaves_the_first(draw):
    moved = """
    shift_id | person_id | starts_at        | ends_at          | status  | published_at
    s        | ann       | 2026-03-05 09:00 | 2026-03-05 17:00 | planned | 2026-02-20 12:00
    s        | ann       | 2026-03-07 09:00 | 2026-03-07 17:00 | worked  | 2026-03-07 17:00
    """
    days = shift_days(draw(SHIFTS, moved)).filter(nw.col("planned_minutes") != 0)
    assert seen(days, "day", "planned_minutes") == [("2026-03-07", 480)]
