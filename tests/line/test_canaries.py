"""Nobody leaves: no id past the door, no score of a person anywhere."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from contracts.inputs import INPUTS
from features.registry import FAMILIES
from tests.line.small_company import Line

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]

# Where rows of people may lie, and what is no result of the line.
INSIDE = ("data/raw", "data/restricted", ".dvc", ".git")
WRITTEN_BY_HAND = (".py", ".pyc", ".md")
LOOKS_LIKE_A_SCORE = re.compile(
    r"prob|expected|hazard|score|risk|predict|contrib|shap|logit|rate$"
)
# What a family measures of the past is no score, whatever it is called.
MEASURED = {column for family in FAMILIES for column in family.columns}
NO_SCORE = {"expected_ends_on", *MEASURED}
PARQUET = b"PAR1"


def files(line: Line, *, outside: bool) -> Iterator[Path]:
    for path in sorted(line.folder.rglob("*")):
        name = path.relative_to(line.folder).as_posix()
        inside = any(name == one or name.startswith(f"{one}/") for one in INSIDE)
        if path.is_file() and inside != outside and path.suffix not in WRITTEN_BY_HAND:
            yield path


def content(path: Path) -> bytes:
    """Give a file's bytes, those of a Parquet file decoded as well."""
    raw = path.read_bytes()
    if raw[:4] == PARQUET:
        raw += pd.read_parquet(path).to_csv(index=False).encode()
    return raw


def ids_in(folder: Path) -> set[str]:
    """Every id of a person or a manager in a folder's tables."""
    found: set[str] = set()
    for path in folder.rglob("*.parquet"):
        names = pq.read_schema(path).names
        kept = [name for name in ("person_id", "manager_id") if name in names]
        table = pd.read_parquet(path, columns=kept)
        found |= {str(v) for name in kept for v in table[name].dropna().unique()}
    return found


@cache
def canaries(line: Line) -> tuple[bytes, ...]:
    """Every id that nothing outside may hold, original or pseudonym."""
    raw, restricted = (line.folder / "data" / name for name in ("raw", "restricted"))
    return tuple(one.encode() for one in sorted(ids_in(raw) | ids_in(restricted)))


def test_the_search_would_find_a_person(line: Line) -> None:
    assert len(canaries(line)) > 2 * 240
    features = content(line.folder / "data" / "restricted" / "features.parquet")
    assert any(one in features for one in canaries(line))


def test_no_id_of_a_person_is_found_past_the_door(line: Line) -> None:
    told = [line.log, *files(line, outside=True)]
    finds = {
        path.relative_to(line.folder.parent).as_posix()
        for path in told
        if any_of(canaries(line), content(path))
    }
    assert finds == set()


def any_of(wanted: tuple[bytes, ...], text: bytes) -> bool:
    return any(one in text for one in wanted)


def test_the_internal_name_of_a_team_is_never_released(line: Line) -> None:
    (path,) = (line.folder / "data" / "raw").rglob("teams.parquet")
    teams = pd.read_parquet(path)
    public = set(teams["public_name"].dropna()) | set(teams["team_id"])
    internal = tuple(
        name.encode() for name in teams["name"].dropna() if name not in public
    )
    assert internal
    finds = {p for p in files(line, outside=True) if any_of(internal, content(p))}
    assert finds == set()


def test_the_search_would_find_a_score() -> None:
    names = INPUTS["truth"].column_names
    assert {n for n in names if LOOKS_LIKE_A_SCORE.search(n)} == {
        "hazard_voluntary",
        "hazard_other",
        "hazard_long_absence",
        "sick_rate",
    }


def test_no_file_holds_a_score_of_a_person(line: Line) -> None:
    truth = set(INPUTS["truth"].column_names)
    finds = set()
    for path in files(line, outside=False):
        columns = columns_of(path)
        scores = {c for c in columns if LOOKS_LIKE_A_SCORE.search(c)} - NO_SCORE
        if "person_id" in columns and scores and not scores <= truth:
            finds.add((path.name, tuple(sorted(scores))))
    assert finds == set()


def columns_of(path: Path) -> set[str]:
    with path.open("rb") as opened:
        first = opened.readline(4096)
    if first.startswith(PARQUET):
        return set(pq.read_schema(path).names)
    return set(first.decode("utf-8", "replace").strip().split(","))


def test_no_model_tells_the_range_of_a_feature(line: Line) -> None:
    models = list((line.folder / "data" / "restricted" / "models").rglob("*.txt"))
    assert models
    for path in models:
        lines = path.read_text("utf-8").splitlines()
        (ranges,) = (one for one in lines if one.startswith("feature_infos="))
        assert len(set(ranges.removeprefix("feature_infos=").split())) == 1
