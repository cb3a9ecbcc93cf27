from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from contracts.params import Params
from contracts.params_refusal import refusal

WHOLE = yaml.safe_load(Path("params.yaml").read_text("utf-8"))


def said_of(steps: list[Any], **above: Any) -> list[str]:
    """Give the lines that answer a mapping's steps."""
    table = {"table": "people", "steps": steps} | above
    files = [{"file": "a.csv", "tables": [table]}]
    wrong = WHOLE | {"source": WHOLE["source"] | {"files": files}}
    with pytest.raises(ValidationError) as refused:
        Params.model_validate(wrong)
    told = str(refusal(Path("examples/mine/params.yaml"), refused.value))
    return [line.strip() for line in told.splitlines()]


def test_a_misspelt_verb_is_told_with_the_one_meant_and_nothing_else() -> None:
    first, only, last = said_of([{"distinct": ["a"]}, {"renam": {"a": "b"}}])
    assert first == "examples/mine/params.yaml: 1 value(s) can't be used."
    assert only == (
        "source.files[1].tables[1].steps[2].renam: no such verb; did you mean rename?"
    )
    assert last == "Correct them; docs/mapping.md lists the verbs and what each takes."


def test_what_a_verb_takes_must_be_indented_below_it() -> None:
    step = {"legs_from_events": None, "contact": "number", "person": "agent"}
    (_, only, _) = said_of([step])
    assert only == (
        "source.files[1].tables[1].steps[1]: contact, person are no verbs; what a "
        "verb takes stands below it, indented further"
    )


def test_two_verbs_in_one_step_are_told() -> None:
    (_, only, _) = said_of([{"rename": {"a": "b"}, "distinct": ["b"]}])
    assert only.endswith("a step holds exactly one verb; write one step a verb")


def test_a_verb_that_does_not_exist_has_no_other_to_be_meant() -> None:
    (_, only, _) = said_of([{"xyzzy": 1}])
    assert only.endswith("steps[1].xyzzy: no such verb")


def test_a_misspelt_name_beside_the_steps_is_told() -> None:
    (_, only, _) = said_of([], tabel="people")
    assert only == "source.files[1].tables[1].tabel: no such name; did you mean table?"
