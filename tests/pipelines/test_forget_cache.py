"""DVC's cache forgets: objects, the lists that lead to them, and the run cache."""

import json
from pathlib import Path

import duckdb
import pytest

from contracts import params
from pipelines.forgetting import cache_objects, id_search
from pipelines.forgetting.sought_people import Sought

PSEUDONYM = "0123456789abcdef"
ROWS = f"person_id,pay\n{PSEUDONYM},2\n"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def put(cache: Path, name: str, text: str) -> Path:
    path = cache / "files/md5" / name[:2] / name[2:]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def put_list(cache: Path, name: str, **inside: str) -> Path:
    held = [{"md5": md5, "relpath": path} for path, md5 in inside.items()]
    return put(cache, f"{name}.dir", json.dumps(held))


def put_run(cache: Path, name: str, made: str) -> Path:
    path = cache / "runs" / name[:2] / name / "value"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"outs:\n- path: x\n  md5: {made}\n", "utf-8")
    return path


def forget(cache: Path, connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Find and remove; give what is left."""
    sought = Sought(frozenset(), frozenset(), frozenset([PSEUDONYM]))
    search = id_search.prepared(connection, [sought], [params.load().source])
    cache_objects.remove(cache, cache_objects.find(cache, search))
    return {p.relative_to(cache).as_posix() for p in cache.rglob("*")}


def test_an_object_goes_with_the_lists_and_runs_that_lead_to_it(
    cache: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    put(cache, "aa11", ROWS)
    put(cache, "bb22", "unit_id,people\nred,10\n")
    put_list(cache, "cc33", people="aa11", teams="bb22")
    put_list(cache, "dd44", teams="bb22")
    put_run(cache, "k1", "cc33.dir")
    put_run(cache, "k2", "dd44.dir")
    assert forget(cache, connection) == {
        *("files", "files/md5", "files/md5/bb", "files/md5/bb/22"),
        *("files/md5/dd", "files/md5/dd/44.dir"),
        *("runs", "runs/k2", "runs/k2/k2", "runs/k2/k2/value"),
    }


def test_no_empty_folder_is_left_where_dvc_looks_for_runs(
    cache: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    put(cache, "aa11", ROWS)
    put_run(cache, "k1", "aa11")
    assert forget(cache, connection) == set()


def test_models_go_by_their_folder_and_by_their_trees(
    cache: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    put(cache, "aa11", "{}")
    put(cache, "bb22", "{}")
    put_list(cache, "cc33", **{"choice.json": "aa11", "2026-07/baselines.json": "bb22"})
    put(cache, "dd44", "tree\nversion=v4\n")
    put(cache, "ee55", "trees are green\n")
    left = forget(cache, connection)
    assert left == {"files", "files/md5", "files/md5/ee", "files/md5/ee/55"}


def test_objects_of_older_versions_of_dvc_are_searched_too(
    cache: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    (cache / "aa").mkdir(parents=True)
    (cache / "aa/11").write_text(ROWS, "utf-8")
    assert forget(cache, connection) == set()
