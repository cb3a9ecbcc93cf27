"""Rows that an engine left on a cluster are told of, since nothing here reaches them."""

from pathlib import Path

import pytest

from tests.pipelines.forgetting import CANARY, forgotten, set_params

pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]
CLUSTER = "hdfs://cluster/equipage"


@pytest.mark.parametrize(
    ("results", "told"), [(CLUSTER, True), ("data/restricted/spark", False)]
)
def test_what_lies_on_a_cluster_is_left_to_do(
    results: str, told: bool, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    master = "sc://cluster"
    set_params(root, "engine", name="spark", spark_master=master, spark_results=results)
    forgotten(CANARY)
    said = capsys.readouterr().out
    assert (f"{results}: what engine: spark left there names people" in said) == told
