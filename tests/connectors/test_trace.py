"""Which cells of an export make one of our columns, walking a mapping backwards."""

from typing import Any

import pytest

from connectors.mapping import apply
from connectors.mapping.trace import BACKWARDS, trace
from contracts.source_params import Step


def steps(*said: dict[str, Any]) -> tuple[Step, ...]:
    return tuple(Step.model_validate(one) for one in said)


def test_every_verb_can_be_walked_backwards() -> None:
    assert set(BACKWARDS) == set(apply.VERBS) == set(Step.model_fields)


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ([], ("person_id",)),
        ([{"rename": {"Matricule": "person_id", "Nom": "name"}}], ("Matricule",)),
        (
            [{"rename": {"No": "number"}}, {"rename": {"number": "person_id"}}],
            ("No",),
        ),
        (
            [{"id_from": {"person_id": {"columns": ["Site", "No"]}}}],
            ("Site", "No"),
        ),
        ([{"first_filled": {"person_id": ["Login", "No"]}}], ("Login", "No")),
        ([{"constants": {"person_id": "everybody"}}], ()),
        (
            [
                {"cast": {"No": "bare_id", "Day": "day"}},
                {"spells_from_snapshots": {
                    "person": "No", "unit": "Team", "period": "Day", "every": "year"}},
            ],
            ("No",),
        ),
        (
            [
                {"rename": {"assigned_to": "agent"}},
                {"legs_from_events": {"contact": "number", "person": "agent", "at": "at"}},
                {"rename": {"person_id": "who"}},
                {"rename": {"who": "person_id"}},
            ],
            ("assigned_to",),
        ),
        (
            [{"units_from_columns": {
                "company": "c", "levels": [{"kind": "team", "columns": ["Team"]}]}}],
            (),
        ),
        ([{"keep_where": {"State": ["active"]}}, {"distinct": ["person_id"]}], ("person_id",)),
    ],
)  # fmt: skip
def test_a_person_is_traced_to_the_cells_that_name_them(
    said: list[dict[str, Any]], cells: tuple[str, ...]
) -> None:
    assert trace(steps(*said), "person_id").cells == cells


def test_only_what_happens_to_those_cells_is_done_again() -> None:
    found = trace(
        steps(
            {"drop_where": {"State": ["test"]}},
            {"cast": {"No": "bare_id", "Day": "day"}},
            {"rename": {"No": "person_id", "Chef": "manager_id"}},
            {
                "value_map": {
                    "column": "person_id",
                    "values": {"7": "8"},
                    "unknown": "stop",
                }
            },
            {"distinct": ["person_id"]},
        ),
        "person_id",
    )
    assert found.steps == steps(
        {"cast": {"No": "bare_id"}},
        {"rename": {"No": "person_id"}},
        {"value_map": {"column": "person_id", "values": {"7": "8"}, "unknown": "keep"}},
    )


def test_a_manager_is_traced_through_the_columns_that_a_fold_keeps() -> None:
    fold = {"person": "No", "unit": "Team", "period": "Day", "every": "year"}
    kept = {"spells_from_snapshots": {**fold, "keep": ["manager_id"]}}
    said = steps({"rename": {"Chef": "manager_id"}}, kept)
    assert trace(said, "manager_id").cells == ("Chef",)
    assert trace(steps({"spells_from_snapshots": fold}), "manager_id").cells == ()
