"""The house stays as it was drawn: what runs, what is listed, what may leave."""

import ast
from pathlib import Path

import pytest

from contracts import truth_tables
from contracts.inputs import SEEN_TABLES
from contracts.released import RELEASED
from tests._imports import PACKAGES, ROOT, closure, our_files, parsed
from tests._stages import PARAMS, Stage, stages, value_at

STAGES = stages()
PEOPLE = ("data/raw", "data/restricted")
WHERE_TRUTH_IS_KNOWN = (
    "connectors/simulator/",
    "contracts/",
    "pipelines/ingest_sources.py",
    "pipelines/evaluate_model.py",
)
each_stage = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


def inside(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in folders)


def unlisted(files: set[Path], deps: tuple[str, ...]) -> list[str]:
    missing = {inside(p) for p in files if not below(inside(p), deps)}
    one_by_one = ("pipelines/", "connectors/")
    return sorted({m if m.startswith(one_by_one) else m.split("/")[0] for m in missing})


def test_there_are_stages_to_look_at() -> None:
    assert {"train_model@turnover", "write_report", "track_run"} <= {
        stage.name for stage in STAGES
    }


@each_stage
def test_a_stage_lists_what_it_imports(stage: Stage) -> None:
    missing = unlisted(closure(stage.module), stage.deps)
    assert not missing, "\n".join(
        f"{stage.file}: stage '{stage.name}' imports '{name}' "
        "but does not list it under deps; add it."
        for name in missing
    )


@each_stage
def test_a_stage_lists_the_parameters_that_it_reads(stage: Stage) -> None:
    read = {
        node.attr
        for path in closure(stage.module)
        if inside(path).startswith(("pipelines/", "connectors/"))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "settings"
        and node.attr in PARAMS
    }
    missing = sorted(read - {name.split(".")[0] for name in stage.params})
    assert not missing, (
        f"{stage.file}: stage '{stage.name}' reads {missing} of params.yaml "
        "but does not list it under params; add it."
    )


@each_stage
def test_a_stage_says_what_it_does(stage: Stage) -> None:
    assert stage.desc.endswith("."), f"{stage.file}: {stage.name} has no desc"


@each_stage
def test_a_stage_names_parameters_that_exist(stage: Stage) -> None:
    for name in stage.params:
        value_at(name)


@each_stage
def test_rows_of_people_are_never_pushed(stage: Stage) -> None:
    pushed = [
        out
        for out, options in stage.outs.items()
        if below(out, PEOPLE) and options.get("push") is not False
    ]
    assert not pushed, f"{stage.file}: {stage.name}: set push: false on {pushed}"


@each_stage
def test_a_matrix_over_outcomes_comes_from_the_parameters(stage: Stage) -> None:
    assert stage.matrix.get("outcome", "${outcomes.modelled}") == "${outcomes.modelled}"


def test_the_report_stands_on_released_tables_alone() -> None:
    (report,) = (stage for stage in STAGES if stage.name == "write_report")
    data = [dep for dep in report.deps if dep.startswith(("data", "metrics"))]
    assert data
    assert all(below(dep, ("data/released",)) for dep in data)


def test_the_truth_is_known_to_the_simulator_and_to_evaluation_alone() -> None:
    knowing = {inside(p) for p in our_files() if names_the_truth(parsed(p))}
    assert not {p for p in knowing if not p.startswith(WHERE_TRUTH_IS_KNOWN)}


def names_the_truth(tree: ast.Module) -> bool:
    left_out = {
        id(right)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotEq)
        for right in node.comparators
    }
    return any(
        (isinstance(node, ast.Constant) and tells_a_table_of_truth(node.value))
        or (isinstance(node, ast.Name | ast.Attribute) and "TRUTH" in ast.unparse(node))
        for node in ast.walk(tree)
        if id(node) not in left_out
    )


def tells_a_table_of_truth(value: object) -> bool:
    tables = {table.name for table in truth_tables.TRUTHS}
    return isinstance(value, str) and value.removesuffix(".parquet") in tables


def test_every_table_of_truth_is_kept_from_drivers_and_from_the_door() -> None:
    tables = {table.name for table in truth_tables.TRUTHS}
    assert "truth_terms" in tables
    assert not tables & (set(SEEN_TABLES) | set(RELEASED))


def test_every_package_has_code() -> None:
    assert all(any((ROOT / name).rglob("*.py")) for name in PACKAGES)
