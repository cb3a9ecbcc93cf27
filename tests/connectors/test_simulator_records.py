"""Every record of the simulated company keeps its contract and tells one story."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from connectors.intake import bring
from connectors.simulator import company, exports
from connectors.simulator.records.calls import of_month as calls_of
from connectors.simulator.records.rotas import facts
from connectors.simulator.records.rotas import of_month as rota_of
from contracts.inputs import INPUTS
from tests.connectors.simulated import lived, tables, written

NAMES = sorted(tables())
each_table = pytest.mark.parametrize("name", NAMES)


def test_the_company_fills_the_tables_it_promises():
    assert {"people", "shifts", "interactions", "survey_answers", "truth"} <= set(NAMES)
    assert all(len(frame) for frame in tables().values())


@each_table
def test_columns_are_those_of_the_contract(name):
    contract = INPUTS[name]
    needed = {column.name for column in contract.columns if column.needed}
    assert needed <= set(tables()[name].columns) <= set(contract.column_names)


@each_table
def test_every_row_keeps_every_rule(connection, name):
    rows = bring(connection.from_arrow(written()[name]), INPUTS[name], "UTC").rows
    broken = rows.filter("broken_rule IS NOT NULL").project("broken_rule")
    assert not broken.distinct().fetchall()


@each_table
def test_a_key_names_one_row(name):
    key = list(INPUTS[name].key)
    assert not key or not tables()[name].duplicated(key).any()


@each_table
def test_rows_stand_in_the_order_of_their_key(name):
    key = list(INPUTS[name].key)
    frame = tables()[name]
    assert not key or frame[key].equals(frame[key].sort_values(key, ignore_index=True))


@each_table
def test_a_row_speaks_of_people_and_teams_that_exist(name):
    frame = tables()[name]
    for column, home in (("person_id", "people"), ("team_id", "teams")):
        if column in frame.columns:
            assert frame[column].isin(tables()[home][column]).all()


def test_nobody_leaves_before_being_hired():
    gone = tables()["departures"].merge(tables()["people"], on="person_id")
    assert len(gone) == len(tables()["departures"])
    assert (gone.left_on >= gone.hired_on).all()


def test_nobody_works_after_leaving():
    left = tables()["departures"].set_index("person_id").left_on
    for name, at in (("interactions", "opened_at"), ("shifts", "starts_at")):
        rows = tables()[name]
        done = rows[rows["status"] == "worked"] if name == "shifts" else rows
        last = done.person_id.map(left).dropna()
        assert len(last)
        assert (done[at][last.index].dt.normalize() <= last).all()


def test_a_rota_counts_on_a_leaver_until_the_exit_is_known():
    left = tables()["departures"].set_index("person_id")
    shifts = tables()["shifts"]
    planned = shifts[shifts.status == "planned"].join(left, on="person_id")
    beyond = planned[planned.starts_at.dt.normalize() > planned.left_on]
    known = beyond[["notified_on", "recorded_on"]].min(axis=1)
    assert len(beyond)
    assert (beyond.published_at < known).all()


def test_the_last_version_of_a_shift_says_what_became_of_it():
    shifts = tables()["shifts"].sort_values(["shift_id", "published_at"])
    by_shift = shifts.groupby("shift_id").status
    assert set(by_shift.last()) == {"worked", "cancelled"}
    assert set(by_shift.first()) == {"planned"}
    assert (by_shift.size() > 2).any()


def test_nobody_works_on_a_day_of_absence():
    spells = tables()["absences"][["person_id", "starts_on", "ends_on"]]
    shifts = tables()["shifts"].query("status == 'worked'")
    pairs = shifts[["person_id", "starts_at"]].merge(spells, on="person_id")
    day = pairs.starts_at.dt.normalize()
    still = pairs.ends_on.isna() | (day <= pairs.ends_on)
    assert not ((day >= pairs.starts_on) & still).any()


def test_contacts_lie_inside_worked_shifts_and_never_overlap():
    truth = lived()
    month = truth.recorded[3]
    rota = rota_of(truth, month, facts(truth))
    calls = calls_of(truth, month, rota)
    begins = rota.day * 86_400 + rota.start * 60
    ends = begins + (465 + rota.overtime) * 60
    assert rota.worked[calls.shift].all()
    assert (calls.opened >= begins[calls.shift]).all()
    assert (calls.opened + calls.handle <= ends[calls.shift]).all()
    same = calls.who[1:] == calls.who[:-1]
    gap = calls.opened[1:] - (calls.opened + calls.handle)[:-1]
    assert (gap[same] >= 0).all()


def test_assignments_of_a_person_follow_one_another():
    rows = tables()["assignments"].sort_values(["person_id", "starts_on"])
    following = rows.groupby("person_id").starts_on.shift(-1)
    more = following.notna()
    assert (rows.ends_on[more] == following[more] - pd.Timedelta(days=1)).all()


def test_the_truth_speaks_of_whoever_is_present():
    truth, people = tables()["truth"], tables()["people"]
    left = tables()["departures"].set_index("person_id").left_on
    as_of = truth.as_of.max()
    gone = people.person_id.map(left)
    here = people[(people.hired_on <= as_of) & ~(gone <= as_of)]
    assert set(truth[truth.as_of == as_of].person_id) == set(here.person_id)


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes_also_beside_another_thread(tmp_path):
    def write(name):
        truth = lived.__wrapped__()
        exports.write(truth, tmp_path / name, truth.recorded)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ("first", "second")))
    assert sorted(p.stem for p in (tmp_path / "first").iterdir()) == sorted(NAMES)
    first, second = (contents(tmp_path / name) for name in ("first", "second"))
    assert first == second


def test_another_seed_gives_another_company():
    other = company.record_tables(lived(1))["people"]
    assert not other.equals(written()["people"])
