"""What stays on the cluster, what comes here, and what is said when it goes wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from contracts import params
from contracts.errors import ContractError
from pipelines import _files
from pipelines.engines import on_spark, spark_trouble
from pipelines.engines.on_spark import OnSpark

FOLDER = Path("data/restricted/numbers")
NUMBERS = pa.table({"name": ["b", "a", "c"], "number": [2, 1, None]})


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnSpark]:
    settings = params.load()
    engine = settings.engine.model_copy(
        update={
            "name": "spark",
            "spark_master": "local[2]",
            "spark_max_fetched_rows": 3,
        }
    )
    monkeypatch.chdir(tmp_path)
    with on_spark.opened(engine, settings.features) as opened:
        yield opened


def test_rows_stay_there_and_a_manifest_comes_here(engine: OnSpark) -> None:
    engine.store(engine.rows(NUMBERS), FOLDER, ("name",))
    assert [path.name for path in FOLDER.iterdir()] == ["on_cluster.json"]
    said = json.loads((FOLDER / "on_cluster.json").read_text("utf-8"))
    assert (said["rows"], said["columns"]) == (3, ["name", "number"])
    assert pd.read_parquet(said["path"])["name"].tolist() == ["a", "b", "c"]


def test_the_same_rows_in_another_order_have_the_same_manifest(engine: OnSpark) -> None:
    said = []
    for table in (NUMBERS, NUMBERS.take([2, 0, 1]), NUMBERS.slice(0, 2)):
        engine.store(engine.rows(table), FOLDER, ("name",))
        said.append((FOLDER / "on_cluster.json").read_text("utf-8"))
    assert said[0] == said[1]
    assert said[0] != said[2]


def test_an_empty_cell_that_moves_to_another_column_is_a_change(
    engine: OnSpark,
) -> None:
    marks = []
    for first, second in ((None, 1), (1, None)):
        table = pa.table(
            {"x": pa.array([first], pa.int64()), "y": pa.array([second], pa.int64())}
        )
        engine.store(engine.rows(table), FOLDER, ("x",))
        marks.append(
            json.loads((FOLDER / "on_cluster.json").read_text())["fingerprint"]
        )
    assert marks[0] != marks[1]


def test_a_result_that_another_run_wrote_over_is_refused(engine: OnSpark) -> None:
    engine.store(engine.rows(NUMBERS), FOLDER, ("name",))
    ours = (FOLDER / "on_cluster.json").read_text("utf-8")
    engine.store(engine.rows(NUMBERS.slice(1)), FOLDER, ("name",))
    (FOLDER / "on_cluster.json").write_text(ours, "utf-8")
    with pytest.raises(
        ContractError, match=r"not the 3 rows .*\n.*Run dvc repro --force"
    ):
        engine.stored(FOLDER)


def test_no_more_rows_come_here_than_allowed(engine: OnSpark) -> None:
    four = pa.concat_tables([NUMBERS, NUMBERS.slice(0, 1)])
    assert len(engine.collect(engine.rows(NUMBERS))) == 3
    for bring in (
        lambda: engine.collect(engine.rows(four)),
        lambda: engine.fetch([engine.rows(four)], _files.FEATURES, ("name",)),
    ):
        with pytest.raises(ContractError, match="more than 3 rows"):
            bring()
    assert not _files.FEATURES.exists()


def test_no_row_is_a_result_too(engine: OnSpark) -> None:
    engine.store(engine.rows(NUMBERS.slice(0, 0)), FOLDER, ("name",))
    assert len(engine.collect(engine.stored(FOLDER))) == 0


def test_what_is_kept_goes_when_the_engine_closes(engine: OnSpark) -> None:
    frame = engine.kept("numbers", engine.rows(NUMBERS))
    kept = Path("data/restricted/spark/kept/numbers")
    assert len(engine.collect(frame)) == 3
    assert kept.exists()
    engine.keep_nothing()
    assert not kept.exists()


def test_what_is_kept_where_only_spark_reaches_loses_its_rows(
    engine: OnSpark, tmp_path: Path
) -> None:
    far = OnSpark(engine.session, f"file:{tmp_path}/far", engine.settings)
    far.kept("numbers", far.rows(NUMBERS))
    far.keep_nothing()
    assert len(pd.read_parquet(tmp_path / "far/kept/numbers")) == 0


def test_results_that_no_file_system_takes_are_told_of(engine: OnSpark) -> None:
    nowhere = OnSpark(engine.session, "nofs://cluster/equipage", engine.settings)
    with (
        pytest.raises(ContractError, match=r"nofs://cluster.* can't be written to"),
        spark_trouble.in_words("nofs://cluster/equipage"),
    ):
        nowhere.store(nowhere.rows(NUMBERS), FOLDER, ("name",))


def test_a_file_that_the_cluster_does_not_see_is_told_of(engine: OnSpark) -> None:
    with pytest.raises(ContractError, match=r"does not see .*\n.*every node"):
        engine.scan(["nowhere.parquet"])
