import narwhals as nw

from activity import rotas
from contracts.work_tables import SHIFTS
from tests.drawing import seen

WORKED = """
    shift_id | person_id | starts_at        | ends_at          | status  | published_at     | worked_minutes
    s        | ann       | 2026-03-05 09:00 | 2026-03-05 17:00 | planned | 2026-02-20 12:00 | -
    s        | ann       | 2026-03-05 09:00 | 2026-03-05 17:00 | worked  | 2026-03-05 17:00 | 450
"""


def shift_days(shifts):
    return rotas.shift_days(rotas.versions(shifts))


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


PLANNED_TWICE = """
    shift_id | person_id | starts_at        | ends_at          | status  | published_at
    s        | ann       | 2026-03-07 09:00 | 2026-03-07 17:00 | planned | 2026-02-25 09:00
    s        | ann       | 2026-03-07 09:00 | 2026-03-07 17:00 | planned | 2026-03-06 09:00
    s        | ann       | 2026-03-07 09:00 | 2026-03-07 17:00 | worked  | 2026-03-07 17:00
"""


def notice(draw, drawing):
    days = shift_days(draw(SHIFTS, drawing))
    return seen(days, "noticed", "notice_minutes", "moved")


def test_notice_runs_from_when_the_start_was_first_said(draw):
    assert notice(draw, PLANNED_TWICE) == [(1, 10 * 1440, 0)]


def test_a_moved_start_shortens_the_notice(draw):
    moved = PLANNED_TWICE.replace(
        "2026-03-07 09:00 | 2026-03-07 17:00 | planned | 2026-02-25",
        "2026-03-07 10:00 | 2026-03-07 17:00 | planned | 2026-02-25",
    )
    assert notice(draw, moved) == [(1, 1440, 1)]


def test_a_shift_first_heard_of_when_worked_has_no_notice(draw):
    alone = "\n".join(PLANNED_TWICE.splitlines()[:2] + PLANNED_TWICE.splitlines()[-1:])
    assert notice(draw, alone) == [(0, None, None)]


def test_a_cancelled_shift_takes_its_notice_back(draw):
    off = PLANNED_TWICE.replace("worked ", "cancelled")
    assert notice(draw, off) == [(0, 0, 0)]


def test_only_shifts_worked_say_when_and_where_work_is_done(draw):
    late = """
    shift_id | person_id | starts_at        | ends_at          | status    | published_at     | remote
    a        | ann       | 2026-03-07 13:30 | 2026-03-07 21:00 | worked    | 2026-03-07 21:00 | true
    b        | ann       | 2026-03-07 08:00 | 2026-03-07 12:00 | cancelled | 2026-03-06 21:00 | true
    """
    days = shift_days(draw(SHIFTS, late))
    assert seen(
        days, "start_minutes", "evening_shifts", "weekend_shifts", "remote_shifts"
    ) == [(810, 1, 1, 1)]
