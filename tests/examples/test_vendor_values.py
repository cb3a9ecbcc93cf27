"""What the mappings of vendors' exports make of single cells."""

import csv

from contracts.source_params import Source
from tests.examples.made_up_rows import EXAMPLES, rows_of, settings, taken_in


def test_tickets_bring_satisfaction_and_waits_on_our_scale_and_clock():
    columns = "interaction_id, opened_at, csat, wait_seconds, reopened, person_id"
    rows = rows_of("zendesk_tickets", "interactions", columns)
    tickets = {number: told for number, *told in rows}
    assert tickets["50001"] == ["2026-03-02 09:20:00", 5, 2100, False, "9001"]
    assert tickets["50002"][1:4] == [1, 24600, True]
    assert tickets["50003"][1] is None
    # Nobody took it: it opens when it came.
    assert tickets["50005"][0::4] == ["2026-03-03 12:20:05", None]
    # Late in the evening of March in UTC is April on the clock of Paris.
    assert tickets["50012"][0] == "2026-04-01 00:31:00"
    assert "50004" not in tickets


def test_time_on_hold_is_waiting_on_others():
    columns = "interaction_id, waiting_on_others_seconds, recorded_on"
    tickets = rows_of("zendesk_tickets", "interactions", columns)
    assert ("50006", 172800, "2026-03-09") in tickets
    # Changed at 22:45 UTC: known on the next day of Paris.
    assert ("50012", 0, "2026-04-01") in tickets


AGENT_DAYS = "person_id, day, contacts, handle_seconds, transfers"


def test_kinds_of_media_add_up_to_one_row_an_agent_and_day():
    days = rows_of("genesys_agent_days", "activity_days", AGENT_DAYS)
    assert len(days) == 8
    seconds = 31 * 302.5 + 6 * 534
    assert days[0] == ("5b1f0c8e-0001", "2026-03-02", 37, seconds, 3)


def with_clock_times(folder):
    """Export the same rows with handling times as a clock, in whole seconds."""
    export = EXAMPLES / "genesys_agent_days/export/agents_performance.csv"
    with export.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        whole = int(row["Total Handle"]) // 1000
        row["Total Handle"] = f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    with (folder / export.name).open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def reading_clock_times(source):
    """Change the mapping as its comments say."""
    asked = source.model_dump(exclude_unset=True)
    (table,) = asked["files"][0]["tables"]
    *named, add_up, _ = table["steps"]
    table["steps"] = [*named, {"cast": {"handle_seconds": "duration"}}, add_up]
    return Source.model_validate(asked)


def test_handling_times_exported_as_a_clock_say_the_same(tmp_path):
    with_clock_times(tmp_path)
    source = reading_clock_times(settings("genesys_agent_days", tmp_path).source)
    clock = taken_in(source, "activity_days", AGENT_DAYS)
    plain = rows_of("genesys_agent_days", "activity_days", AGENT_DAYS)
    # Each of a day's one or two rows lost less than a second.
    lost = [ours[3] - theirs[3] for ours, theirs in zip(plain, clock, strict=True)]
    assert all(0 <= seconds < 2 for seconds in lost)
    assert sum(row[3] for row in clock) > 80_000


def test_monthly_reports_become_spells_and_the_leavers_leave():
    columns = "person_id, team_id, starts_on, ends_on, fte"
    spells = rows_of("workday_reports", "assignments", columns)
    assert [row[1:] for row in spells if row[0] == "000102"] == [
        ("LYON/SUP-ORG-11", "2023-09-18", "2026-01-31", 0.8),
        ("LYON/SUP-ORG-12", "2026-02-01", None, 0.8),
    ]
    columns = "person_id, left_on, reason, notified_on"
    assert rows_of("workday_reports", "departures", columns) == [
        ("000103", "2026-02-25", "voluntary", "2026-01-26"),
        ("000104", "2026-03-31", "retirement", "2026-02-02"),
    ]


def test_days_off_and_leaves_of_one_report_become_absences():
    columns = "person_id, starts_on, ends_on, expected_ends_on, kind"
    absent = rows_of("workday_reports", "absences", columns)
    assert ("000101", "2026-01-12", "2026-01-12", None, "sickness") in absent
    assert ("000105", "2025-12-01", "2026-03-08", "2026-03-15", "other") in absent
    assert ("000101", "2026-03-23", None, "2026-04-12", "sickness") in absent


def test_of_two_changes_on_one_day_the_later_one_is_the_spell():
    columns = "person_id, team_id, starts_on, ends_on, manager_id"
    spells = rows_of("successfactors_time", "assignments", columns)
    assert [row[1:] for row in spells if row[0] == "U201"] == [
        ("LYON/CARE1", "2021-03-01", "2025-12-31", "U290"),
        ("LYON/CARE2", "2026-01-01", None, "U291"),
    ]
    assert [row[3:] for row in spells if row[0] == "U204"] == [("2026-03-31", None)]


def test_an_absence_counts_from_the_day_it_was_entered_on_our_clock():
    columns = "person_id, starts_on, ends_on, kind, hours, recorded_on"
    absent = rows_of("successfactors_time", "absences", columns)
    assert ("U204", "2025-10-06", "2026-01-25", "other", 560, "2025-09-01") in absent
    assert ("U201", "2026-03-23", None, "sickness", None, "2026-03-23") in absent


def test_codes_of_the_dsn_become_reasons():
    columns = "person_id, left_on, reason, notified_on"
    assert rows_of("dsn_payroll", "departures", columns) == [
        ("00051", "2024-07-31", "end_of_contract", None),
        ("00052", "2026-02-27", "voluntary", "2026-01-28"),
        ("00060", "2026-03-31", "retirement", None),
        ("00061", "2026-01-23", "trial_end_employee", "2026-01-21"),
        ("00062", "2026-02-13", "mutual", None),
        ("00063", "2026-03-31", "end_of_contract", None),
    ]


def test_the_codes_that_may_count_as_voluntary_are_these_and_no_others():
    (entry,) = [
        file
        for file in settings("dsn_payroll").source.files
        if file.file == "fins_de_contrat.csv"
    ]
    said = entry.tables[0].steps[-1].value_map
    assert said is not None
    codes = {
        reason: {code for code, ours in said.values.items() if ours == reason}
        for reason in said.values.values()
    }
    assert codes["voluntary"] == {"059", "037"}
    assert codes["trial_end_employee"] == {"035"}
    assert codes["trial_end_employer"] == {"034"}
    assert codes["mutual"] == {"043", "084"}
    assert codes["retirement"] == {"038", "039"}
    assert {"058", "082"} <= codes["other"]


def test_an_arret_begins_after_the_last_day_worked_and_ends_before_the_return():
    columns = "person_id, starts_on, ends_on, expected_ends_on, kind"
    assert rows_of("dsn_payroll", "absences", columns) == [
        ("00042", "2026-01-12", "2026-01-16", "2026-01-16", "sickness"),
        ("00042", "2026-03-23", None, "2026-04-12", "sickness"),
        # Declared in January, prolonged in February: one, as last declared.
        ("00043", "2026-01-28", "2026-02-20", "2026-02-20", "sickness"),
        ("00052", "2026-01-15", "2026-01-23", "2026-01-23", "accident"),
        ("00060", "2025-10-06", "2026-01-25", "2026-01-25", "other"),
        ("00062", "2026-02-03", "2026-02-08", "2026-02-08", "accident"),
    ]


def test_hours_a_month_become_hours_a_week_and_accents_survive():
    columns = "person_id, team_id, starts_on, ends_on, contract, weekly_hours"
    first, second, *_ = rows_of("dsn_payroll", "assignments", columns)
    site = "11111111100011"
    dates = "2021-05-03", "2026-02-28"
    assert first[:5] == ("00042", f"{site}/Accueil", "2026-03-01", None, "permanent")
    assert second[:5] == ("00042", f"{site}/Réclamations", *dates, "permanent")
    assert abs(first[5] - 35) < 0.01
