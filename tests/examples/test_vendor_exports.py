"""The mappings of vendors' exports: nothing lost, nothing guessed, all told."""

import shutil
from pathlib import Path

import pytest

from contracts.errors import ContractError
from pipelines.checking import table_findings
from tests.examples.made_up_rows import EXAMPLES, findings, settings

# What each makes of its rows: rows in all, and those set aside.
FOUND = {
    "zendesk_tickets": {"interactions": (11, 1)},
    "genesys_agent_days": {"activity_days": (9, 1)},
    "workday_reports": {
        "people": (7, 0),
        "teams": (6, 0),
        "assignments": (9, 0),
        "departures": (3, 1),
        "absences": (8, 1),
    },
    "successfactors_time": {
        "people": (7, 0),
        "teams": (6, 0),
        "assignments": (9, 0),
        "departures": (4, 1),
        "absences": (7, 1),
    },
    "dsn_payroll": {
        "people": (9, 0),
        "teams": (6, 0),
        "assignments": (11, 0),
        "departures": (7, 1),
        "absences": (7, 1),
    },
}
NOT_NAMED = "is a value that the mapping names"
each_example = pytest.mark.parametrize("name", FOUND)


def exported(name, file):
    """Count the rows of an export; no cell of it spans lines."""
    return len((EXAMPLES / name / "export" / file).read_bytes().splitlines()) - 1


@each_example
def test_every_table_has_the_rows_that_the_export_holds(name):
    found = findings(name)
    told = {table: (f.rows, sum(f.broken.values())) for table, f in found.items()}
    assert told == FOUND[name]
    assert not [f.refused for f in found.values() if f.refused]


@pytest.mark.parametrize(
    ("name", "file", "table", "left_out"),
    [
        # A deleted ticket, and an earlier version of one.
        ("zendesk_tickets", "tickets.csv", "interactions", 2),
        # Two agents' second kind of media on one day.
        ("genesys_agent_days", "agents_performance.csv", "activity_days", 2),
        # A day off that is only asked for.
        ("workday_reports", "absences.csv", "absences", 1),
        # Four terminations' own rows, and the first of two changes on one day.
        ("successfactors_time", "EmpJob.csv", "assignments", 5),
        # One refused, one called off.
        ("successfactors_time", "EmployeeTime.csv", "absences", 2),
        # Two declared twice, and one with its cancellation.
        ("dsn_payroll", "arrets.csv", "absences", 4),
        ("dsn_payroll", "contrats.csv", "assignments", 0),
        ("dsn_payroll", "fins_de_contrat.csv", "departures", 0),
    ],
)
def test_no_row_is_lost_but_those_left_out_on_purpose(name, file, table, left_out):
    assert exported(name, file) - left_out == FOUND[name][table][0]


@pytest.mark.parametrize(
    ("name", "table", "rule"),
    [
        ("zendesk_tickets", "interactions", "created_at is readable as a time"),
        ("genesys_agent_days", "activity_days", "person_id is filled in"),
        ("workday_reports", "departures", f"reason {NOT_NAMED}"),
        ("workday_reports", "absences", f"kind {NOT_NAMED}"),
        ("successfactors_time", "departures", f"reason {NOT_NAMED}"),
        ("successfactors_time", "absences", f"kind {NOT_NAMED}"),
        ("dsn_payroll", "departures", f"reason {NOT_NAMED}"),
        ("dsn_payroll", "absences", "S21.G00.60.002 is readable as a day"),
    ],
)
def test_the_row_that_is_broken_on_purpose_is_set_aside(name, table, rule):
    assert findings(name)[table].broken == {rule: 1}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("zendesk_tickets", "Turnover lacks people, "),
        ("genesys_agent_days", "Turnover lacks people, "),
        ("workday_reports", "Turnover and absence can be learned from these data."),
        ("successfactors_time", "Turnover and absence can be learned from these data."),
        ("dsn_payroll", "Turnover and absence can be learned from these data."),
    ],
)
def test_the_check_ends_with_what_can_be_learned(name, sentence):
    assert table_findings.learnable(findings(name)).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "file", "column", "place"),
    [
        (
            *("zendesk_tickets", "tickets.csv", "metric_set.reopens"),
            "tickets*.csv → interactions, step 2 (cast)",
        ),
        (
            *("genesys_agent_days", "agents_performance.csv", "Total Handle"),
            "agents_performance*.csv → activity_days, step 1 (rename)",
        ),
        (
            *("workday_reports", "absences.csv", "First_Day_of_Leave"),
            "absences*.csv → absences, step 2 (first_filled)",
        ),
        (
            *("successfactors_time", "EmpJob.csv", "seqNumber"),
            "EmpJob.csv → assignments, step 3 (latest)",
        ),
        (
            *("dsn_payroll", "arrets.csv", "S20.G00.05.005"),
            "arrets.csv → absences, step 1 (cast)",
        ),
    ],
)
def test_a_column_of_another_name_is_told_with_file_column_and_verb(
    tmp_path, name, file, column, place
):
    shutil.copytree(EXAMPLES / name / "export", tmp_path, dirs_exist_ok=True)
    head, rows = (tmp_path / file).read_bytes().split(b"\n", 1)
    renamed = head.replace(column.encode(), b"Renamed")
    (tmp_path / file).write_bytes(renamed + b"\n" + rows)
    with pytest.raises(ContractError) as caught:
        findings(name, tmp_path)
    assert str(caught.value).startswith(f"{place}: no column {column}.")


@each_example
def test_an_example_with_rows_of_its_own_needs_no_folder_named(name):
    assert settings(name).source.path == str((EXAMPLES / name / "export").resolve())


@each_example
def test_an_example_is_found_from_the_page_of_the_mapping(name):
    page = Path("docs/mapping.md").read_text("utf-8")
    assert f"../examples/{name}/README.md" in page
    assert (EXAMPLES / name / "README.md").is_file()
