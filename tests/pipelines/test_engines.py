"""Engines clear away after themselves, and say which rows are not theirs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pytest

from contracts import params
from contracts.errors import ContractError
from pipelines import _files
from pipelines.engines import manifest, spark_trouble
from pipelines.engines.engine import Engine
from pipelines.engines.manifest import Manifest
from pipelines.engines.on_duckdb import OnDuckDB
from pipelines.engines.opening import opened

DuckDB = Callable[[], AbstractContextManager[Engine]]
FOLDER = Path("data/restricted/numbers")
NUMBERS = pa.table({"name": ["b", "a"], "number": [2, 1]})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DuckDB:
    settings = params.load()
    little = settings.features.model_copy(update={"memory_limit_gb": 0.1, "threads": 1})
    monkeypatch.chdir(tmp_path)
    return lambda: opened(settings.engine, little)


def test_what_memory_does_not_hold_is_spilt_into_the_checkout(
    here: DuckDB,
) -> None:
    with here() as engine:
        assert isinstance(engine, OnDuckDB)
        many = engine.connection.sql(
            "SELECT hash(i) AS number FROM range(20_000_000) t(i)"
        )
        engine.kept("many", nw.from_native(many))
        assert sum(path.stat().st_size for path in _files.SPILL.iterdir()) > 0
    assert not _files.SPILL.exists()


def test_what_a_killed_stage_had_spilt_goes_with_the_next(here: DuckDB) -> None:
    _files.SPILL.mkdir(parents=True)
    (_files.SPILL / "left.tmp").touch()
    with here():
        assert not (_files.SPILL / "left.tmp").exists()


def test_a_result_is_read_back_in_order(here: DuckDB) -> None:
    with here() as engine:
        engine.store(engine.rows(NUMBERS), FOLDER, ("name",))
        assert engine.collect(engine.stored(FOLDER))["number"].tolist() == [1, 2]


def test_rows_on_a_cluster_are_not_there_for_duckdb(here: DuckDB) -> None:
    manifest.write(FOLDER, Manifest("hdfs://cluster/numbers", 2, ["name"], "0.0"))
    with (
        here() as engine,
        pytest.raises(ContractError, match=r"no Parquet file in it.*\n.*dvc repro"),
    ):
        engine.stored(FOLDER)


def test_rows_here_are_not_there_for_a_cluster(here: DuckDB) -> None:
    with here() as engine:
        engine.store(engine.rows(NUMBERS), FOLDER, ("name",))
    with pytest.raises(ContractError, match=r"on_cluster.json: no such file"):
        manifest.read(FOLDER)


def test_the_token_of_an_address_is_never_shown() -> None:
    address = "sc://127.0.0.1:1/;token=secret"
    with pytest.raises(ContractError) as stopped:
        spark_trouble.refuse_unreachable(address)
    assert "127.0.0.1:1" in str(stopped.value)
    assert "secret" not in str(stopped.value)
