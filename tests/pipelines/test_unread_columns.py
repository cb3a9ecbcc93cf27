"""Columns that nothing reads, where a mapping reads some under other names."""

import pytest

from contracts.params import load
from pipelines.checking.unread_columns import unread


def source(*entries):
    plain = load().source
    content = {**plain.model_dump(exclude_unset=True), "files": entries}
    return type(plain).model_validate(content)


def entry(table, *steps, file="staff.csv"):
    return {"file": file, "tables": [{"table": table, "steps": list(steps)}]}


@pytest.mark.parametrize(
    "step",
    [
        {"cast": {"Grade": "number"}},
        {"drop_where": {"Grade": ["none"]}},
        {"keep_where": {"Grade": ["none"]}},
        {"first_filled": {"role": ["Grade", "Rank"]}},
        {"rename": {"Grade": "grade"}},
        {"id_from": {"team_id": {"columns": ["Site", "Grade"]}}},
        {"value_map": {"column": "Grade", "values": {"1": "agent"}}},
        {"latest": {"by": ["id"], "order": ["Grade"]}},
        {"distinct": ["Grade"]},
    ],
    ids=lambda step: next(iter(step)),
)
def test_a_column_that_a_step_names_is_read(step):
    assert unread(["Grade", "Shoe"], source(entry("people", step)), "people") == (
        "Shoe",
    )


@pytest.mark.parametrize(
    "step",
    [
        {"cast": {"Grade": "number"}},
        {"drop_where": {"Grade": ["number"]}},
        {"value_map": {"column": "Grade", "values": {"number": "agent"}}},
        {"constants": {"grade": "number"}},
    ],
    ids=lambda step: next(iter(step)),
)
def test_what_a_cell_holds_or_becomes_names_no_column(step):
    assert unread(["number"], source(entry("people", step)), "people") == ("number",)


def test_what_another_table_of_the_file_reads_is_read():
    both = source(entry("people"), entry("departures", {"rename": {"Left": "left_on"}}))
    columns = ["Left", "reason", "hired_on", "Shoe"]
    assert unread(columns, both, "people") == ("Shoe",)


def test_another_file_reads_nothing_here():
    both = source(
        entry("people"),
        entry("departures", {"rename": {"Left": "left_on"}}, file="exits.csv"),
    )
    assert unread(["Left"], both, "people") == ("Left",)


def test_a_file_of_a_table_s_name_is_read_by_its_contract_alone():
    assert unread(["Left"], source(), "people") == ("Left",)
