"""Each record error is caught by a rule of the contracts, or its cost is shown."""

from dataclasses import replace
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors import deliveries
from connectors.intake import bring, with_repeats_marked
from connectors.simulator import company, exports
from connectors.simulator.records import deliveries as dated
from connectors.simulator.records import errors, people, tool_errors
from contracts.inputs import INPUTS
from contracts.simulator_params import RecordErrors
from tests.connectors.simulated import SMALL, grown, lived, written

SWITCHES = tuple(RecordErrors.model_fields)
# This one changes how files lie, and no table.
OF_TABLES = tuple(name for name in SWITCHES if name != "overwritten_deliveries")
LABEL_LAG_DAYS = 31


@cache
def with_error(name: str) -> dict[str, pa.Table]:
    """The small company's tables with one switch on; contacts of all months."""
    asked = SMALL.record_errors.model_copy(update={name: True})
    settings = SMALL.model_copy(update={"record_errors": asked})
    truth = replace(lived(), settings=settings)
    parts = list(company.monthly_tables(truth, truth.recorded))
    monthly = {n: pa.concat_tables([part[n] for part in parts]) for n in parts[0]}
    return {**company.exported_tables(truth), **monthly}


def frames(name: str, table: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table without and with an error."""
    return (
        written()[table].to_pandas(date_as_object=False),
        with_error(name)[table].to_pandas(date_as_object=False),
    )


def broken(tables: dict[str, pa.Table], name: str) -> dict[str, int]:
    """Count a table's rows by the rule they break on the way in."""
    with duckdb.connect() as connection:
        rows = bring(connection.from_arrow(tables[name]), INPUTS[name], "UTC").rows
        marked = with_repeats_marked(connection, rows, INPUTS[name])
        counted = marked.filter("broken_rule IS NOT NULL").aggregate(
            "broken_rule, count(*)"
        )
        return dict(counted.fetchall())


@pytest.mark.parametrize("name", OF_TABLES)
def test_a_switch_changes_its_own_tables_alone(name):
    changed = {
        t
        for t, table in written().items()
        if t in with_error(name) and not table.equals(with_error(name)[t])
    }
    own = {
        "late_departures": {"departures"},
        "wrong_reasons": {"departures"},
        "repeated_people": {"people"},
        "fte_typos": {"assignments"},
        "late_transfers": {"assignments"},
        "flipped_scale": {"survey_answers"},
        "other_ids": {"shifts", "interactions"},
    }
    assert changed == own.get(name, {"interactions"})


def test_people_kept_twice_break_the_rule_of_the_key():
    assert not broken(written(), "people")
    caught = broken(with_error("repeated_people"), "people")
    twice = len(with_error("repeated_people")["people"]) - len(written()["people"])
    assert twice >= 1
    assert caught == {"a row is named once by person_id": twice}


def test_mistyped_full_time_equivalents_break_their_rule():
    assert not broken(written(), "assignments")
    caught = broken(with_error("fte_typos"), "assignments")
    assert set(caught) == {"a full-time equivalent is above 0 and at most 1.5"}


def test_late_exits_are_not_known_when_labels_close():
    before, after = frames("late_departures", "departures")

    def unknown_share(rows):
        return ((rows.recorded_on - rows.left_on).dt.days > LABEL_LAG_DAYS).mean()

    assert unknown_share(before) == 0
    assert 0.2 < unknown_share(after) < 0.4


def test_wrong_reasons_cost_as_many_voluntary_exits():
    before = people.departures(grown())
    asked = SMALL.record_errors.model_copy(update={"wrong_reasons": True})
    after = errors.whole({"departures": before}, asked, SMALL.seed)["departures"]
    reasons = [table["reason"].to_pandas() for table in (before, after)]
    voluntary = [(one == "voluntary").sum() for one in reasons]
    assert 0.90 < voluntary[1] / voluntary[0] < 0.96
    changed = reasons[0].astype(str) != reasons[1].astype(str)
    assert set(reasons[1][changed]) == {"involuntary"}


def test_a_lost_week_has_shifts_and_no_contacts_at_one_site():
    truth = lived()
    month = tool_errors.planned(truth).lost[0]
    _, contacts = frames("missing_weeks", "interactions")
    shifts = written()["shifts"].to_pandas()
    begin = pd.Timestamp(np.datetime64(month, "M"))
    week = (begin + pd.Timedelta(days=7), begin + pd.Timedelta(days=14))
    where = written()["assignments"].to_pandas().set_index("person_id").team_id
    site = where[~where.index.duplicated(keep="last")].astype(str).str[:2]

    def of_first_site(rows, at):
        inside = rows[at].between(*week, inclusive="left")
        people = rows[inside].person_id.astype(str)
        return (people.map(site) == "S1").sum()

    assert of_first_site(shifts[shifts.status == "worked"], "starts_at") > 50
    assert of_first_site(contacts, "opened_at") == 0


def test_minutes_in_place_of_seconds_shrink_handling_sixtyfold():
    truth = lived()
    before, after = frames("minutes_for_seconds", "interactions")
    since = pd.Timestamp(np.datetime64(tool_errors.planned(truth).minutes_from, "M"))
    changed = before.handle_seconds != after.handle_seconds
    assert before[changed].opened_at.min() >= since
    ratio = before.handle_seconds[changed] / after.handle_seconds[changed]
    assert ratio.median() == pytest.approx(60, rel=0.01)
    # Small enough to lie inside the contract's bounds: no row breaks a rule.
    assert not broken(with_error("minutes_for_seconds"), "interactions")


def test_a_flipped_scale_turns_one_campaign_upside_down():
    before, after = frames("flipped_scale", "survey_answers")
    changed = before[before.answer != after.answer]
    assert changed.campaign_id.nunique() == 1
    of_one = before.campaign_id == changed.campaign_id.iloc[0]
    together = before.answer[of_one] + after.answer[of_one]
    assert (together == (before.scale_min + before.scale_max)[of_one]).all()


def test_late_transfers_leave_people_in_the_team_they_left():
    before, after = frames("late_transfers", "assignments")
    late = (after.recorded_on - after.starts_on).dt.days > LABEL_LAG_DAYS - 7
    assert not ((before.recorded_on - before.starts_on).dt.days > 20).any()
    moved = before.person_id.eq(before.person_id.shift()) & before.team_id.ne(
        before.team_id.shift()
    )
    assert moved.any()
    assert (late == moved).mean() > 0.99


def test_ids_of_other_systems_are_nobodys_without_the_table_of_keys():
    tables = with_error("other_ids")
    known = set(tables["people"]["person_id"].to_pylist())
    keys = tables["keys"].to_pandas().set_index(["system", "system_id"])["id"]
    assert keys.index.is_unique
    for name, system in tool_errors.SYSTEMS.items():
        theirs = tables[name]["person_id"].cast(pa.string()).to_pylist()
        assert not known & set(theirs)
        ours = written()[name]["person_id"].cast(pa.string()).to_pylist()
        assert [keys[system, one] for one in sorted(set(theirs))] == [
            dict(zip(theirs, ours, strict=True))[one] for one in sorted(set(theirs))
        ]


def test_universal_time_moves_contacts_out_of_their_shifts():
    before, after = frames("clock_changes", "interactions")
    behind = (before.opened_at - after.opened_at).dt.total_seconds()
    assert set(behind) == {3600.0, 7200.0}
    zone = ZoneInfo("Europe/Paris")
    told = after.opened_at.dt.tz_localize("UTC").dt.tz_convert(zone)
    assert (told.dt.tz_localize(None) == before.opened_at).all()
    shifts = written()["shifts"].to_pandas().query("status == 'worked'")
    first = shifts.groupby(shifts.starts_at.dt.normalize()).starts_at.min()

    def too_early(rows):
        return (rows.opened_at < rows.opened_at.dt.normalize().map(first)).mean()

    assert too_early(before) == 0
    assert too_early(after) > 0.02


def test_universal_time_moves_ratings_into_the_month_before():
    before, after = frames("clock_changes", "interactions")
    rated = before.rated_at.notna()
    months = [rows.rated_at[rated].dt.to_period("M") for rows in (before, after)]
    moved = months[0] != months[1]
    assert moved.any()
    assert (months[1][moved] < months[0][moved]).all()
    assert (before.rated_at[rated][moved].dt.day == 1).all()


def test_clocks_change_in_the_night_of_the_last_sunday():
    night = np.array([1.5, 3.5]) * 3600
    for year, month, behind in ((2026, 3, [3600, 7200]), (2026, 10, [7200, 3600])):
        day = tool_errors.last_sunday(year, month)
        assert str(np.datetime64(day, "D")) in ("2026-03-29", "2026-10-25")
        seconds = (day * 86_400 + night).astype(np.int64)
        assert tool_errors.behind_universal_time(seconds).tolist() == behind


@cache
def delivered() -> list[tuple[date, pa.Table]]:
    """The departures that each month's export showed, the last five of them."""
    whole = {"departures": written()["departures"]}
    months = [month.number for month in lived().recorded[-5:]]
    return [
        (
            date.fromisoformat(dated.folder_name(month)),
            dated.told_by(whole, month, SMALL.seed)["departures"],
        )
        for month in months
    ]


def test_an_export_shows_nothing_that_was_not_known():
    everything = written()["departures"].to_pandas(date_as_object=False)
    for day, table in delivered():
        assert "recorded_on" not in table.column_names
        shown = table.to_pandas().merge(everything, on="person_id", suffixes=("_", ""))
        known = shown[["recorded_on", "notified_on"]].min(axis=1)
        assert (known < pd.Timestamp(day.replace(day=1))).all()
    sizes = [len(table) for _, table in delivered()]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]


def test_an_overwritten_reason_is_kept_as_a_version_of_its_own():
    with duckdb.connect() as connection:
        parts = [
            deliveries.Delivered(
                day,
                deliveries.known_on(day, 5),
                bring(connection.from_arrow(table), INPUTS["departures"], "UTC").rows,
            )
            for day, table in delivered()
        ]
        rows = deliveries.folded(
            connection,
            parts,
            INPUTS["departures"],
            increments=False,
            max_vanished_share=0.1,
        ).df()
    said_first = rows[rows.version == 1].set_index("person_id").reason
    mended = rows[rows.version == 2].set_index("person_id").reason
    changed = mended[mended != said_first[mended.index]]
    assert len(changed)
    assert (said_first[changed.index] == "other").all()


def test_dated_folders_hold_a_month_of_contacts_each(tmp_path):
    asked = SMALL.record_errors.model_copy(update={"overwritten_deliveries": True})
    none = SMALL.oracle.model_copy(update={"continuations": 0})
    settings = SMALL.model_copy(update={"record_errors": asked, "oracle": none})
    truth = replace(lived(), settings=settings)
    exports.write(truth, tmp_path / "raw", truth.recorded)
    folders = sorted(path for path in (tmp_path / "raw").iterdir() if path.is_dir())
    assert [folder.name for folder in folders] == [
        dated.folder_name(month.number) for month in truth.recorded
    ]
    contacts = [pq.read_metadata(f / "interactions.parquet").num_rows for f in folders]
    assert sum(contacts) == len(written()["interactions"])
    assert (tmp_path / "raw" / "truth.parquet").exists()


def test_every_error_has_a_switch_that_is_off():
    assert not any(getattr(SMALL.record_errors, name) for name in SWITCHES)
    assert set(errors.CHANGES) < set(SWITCHES)
