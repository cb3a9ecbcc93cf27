import pytest

from features import absence_history, career, team, work_life, workload
from tests.drawing import seen
from tests.features.centre import ACTIVITY, FEBRUARY, TABLES, past_of


@pytest.fixture
def february(connection):
    return past_of(connection, as_ofs=(FEBRUARY,))


def test_career_counts_months_since_hiring(february):
    rows = dict(seen(career.build(february), "person_id", "tenure_months"))
    assert rows["eve"] == pytest.approx(44 / 30.4375)


def test_tenure_is_set_against_that_of_ones_colleagues_alone(february):
    rows = dict(seen(career.build(february), "person_id", "tenure_against_team"))
    days = {"ann": 789, "bob": 119, "cat": 423}
    assert rows["ann"] == pytest.approx(789 / ((days["bob"] + days["cat"]) / 2))


def test_pay_by_the_hour_is_set_against_that_of_the_others_of_the_site(february):
    rows = dict(seen(career.build(february), "person_id", "pay_against_peers"))
    # Ann has 66 an hour of the week, the three others of the site 55.
    assert rows["ann"] == pytest.approx(66 / 55)
    assert rows["cat"] == pytest.approx(55 / ((66 + 55 + 55) / 3))


def test_without_a_purpose_pay_and_the_way_to_work_are_not_known(connection):
    rows = TABLES["assignments"].strip().splitlines()
    kept = "\n".join(row.rsplit("|", 2)[0] for row in rows)
    past = past_of(connection, {"assignments": kept}, as_ofs=(FEBRUARY,))
    assert {pay for (pay,) in seen(career.build(past), "pay_against_peers")} == {None}
    way = work_life.build(past)
    assert {minutes for (minutes,) in seen(way, "commute_minutes")} == {None}


def test_sick_days_stop_at_the_snapshot_though_the_end_is_known_today(february):
    rows = dict(seen(absence_history.build(february), "person_id", "sick_days_recent"))
    # 2 to 4 February, and 25 to 28 February of a spell that ends in March.
    assert rows["ann"] == 3 + 4


def test_a_spell_recorded_after_the_snapshot_is_not_seen(february):
    rows = dict(seen(absence_history.build(february), "person_id", "sick_days_recent"))
    assert rows["cat"] == 0


def test_a_day_of_two_spells_is_one_day(connection):
    overlapping = TABLES["absences"] + (
        "ann | 2026-02-03 | accident | 2026-02-10 | 2026-02-04\n"
        "ann | 2026-02-05 | sickness | 2026-02-06 | 2026-02-05"
    )
    past = past_of(connection, {"absences": overlapping}, as_ofs=(FEBRUARY,))
    built = absence_history.build(past)
    (ann, *_) = seen(built, "person_id", "sick_days_recent", "sick_spells_recent")
    # 2 to 10 February, and 25 to 28 February.
    assert ann == ("ann", 9 + 4, 4)


def test_planned_leave_is_no_sickness(february):
    rows = dict(seen(absence_history.build(february), "person_id", "sick_spells_year"))
    assert rows["bob"] == 0


def test_a_spell_that_lasts_is_seen_as_absent_now(february):
    rows = dict(seen(absence_history.build(february), "person_id", "absent_now"))
    assert (rows["ann"], rows["bob"]) == (1, 0)


def test_the_teams_sick_days_leave_oneself_out(february):
    built = absence_history.build(february)
    rows = dict(seen(built, "person_id", "team_sick_days_recent"))
    assert rows["bob"] == (7 + 0) / 2


def test_contacts_an_hour_count_what_was_known(february):
    rows = dict(seen(workload.build(february), "person_id", "contacts_per_hour"))
    assert rows["ann"] == pytest.approx((20 + 30) / 14)


def test_whoever_has_no_activity_is_left_empty_not_zero(connection):
    others = [row for row in ACTIVITY if row[0] != "eve"]
    past = past_of(connection, activity=others, as_ofs=(FEBRUARY,))
    rows = dict(seen(workload.build(past), "person_id", "contacts_per_hour"))
    assert rows["eve"] is None


def test_a_figure_is_told_of_one_month_three_and_six(february):
    names = [f"contacts_per_hour{window}" for window in ("_latest", "", "_sustained")]
    (ann, *_) = seen(workload.build(february), "person_id", *names)
    # 30 in February, 20 in January, 14 in October, seven hours each.
    assert ann[1:] == pytest.approx((30 / 7, 50 / 14, 64 / 21))


def test_a_trend_is_held_against_the_months_before_alone(february):
    rows = dict(seen(workload.build(february), "person_id", "contacts_per_hour_trend"))
    assert rows["ann"] == pytest.approx((50 / 14) / (14 / 7))
    assert rows["bob"] is None


def test_comparable_teams_are_those_under_the_same_unit_without_ones_own(february):
    name = "contacts_per_hour_against_peers"
    rows = dict(seen(workload.build(february), "person_id", name))
    # In blue, Eve takes 20 in eight hours; in red, Ann and Bob 64 in 21.
    assert rows["ann"] == pytest.approx((50 / 14) / (20 / 8))
    assert rows["eve"] == pytest.approx((20 / 8) / (64 / 21))


def test_without_a_tree_no_team_is_comparable(connection):
    past = past_of(connection, as_ofs=(FEBRUARY,), absent=("teams",))
    name = "contacts_per_hour_against_peers"
    values = {value for _, value in seen(workload.build(past), "person_id", name)}
    assert values == {None}


def test_people_gone_from_comparable_teams_leave_ones_own_out(february):
    rows = dict(seen(team.build(february), "person_id", "site_leavers_share"))
    # Dan left red, of whom three are still there.
    assert (rows["ann"], rows["eve"]) == (0, pytest.approx(1 / 3))


def test_a_window_without_work_is_empty_not_zero(february):
    rows = dict(seen(workload.build(february), "person_id", "contacts_per_hour"))
    assert rows["cat"] is None


def test_recent_leavers_count_in_the_team_they_left(february):
    rows = dict(seen(team.build(february), "person_id", "recent_leavers_share"))
    assert (rows["ann"], rows["eve"]) == (pytest.approx(1 / 3), 0)


def test_newcomers_leave_oneself_out(february):
    rows = dict(seen(team.build(february), "person_id", "newcomers_share"))
    assert (rows["ann"], rows["bob"]) == (pytest.approx(1 / 2), 0)


def test_vacancies_set_people_present_against_the_plan(february):
    rows = dict(seen(team.build(february), "person_id", "vacancy_share"))
    assert rows["ann"] == pytest.approx(1 - 2.8 / 5)


def test_without_a_plan_vacancies_stay_empty(connection):
    empty = TABLES["team_plans"].strip().splitlines()[0]
    past = past_of(connection, tables={"team_plans": empty + "\nx | 2026-02-01 | 1"})
    rows = {value for _, value in seen(team.build(past), "person_id", "vacancy_share")}
    assert rows == {None}
