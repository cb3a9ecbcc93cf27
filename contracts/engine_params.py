"""The engine that computes activity and features, as ``params.yaml`` states it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from contracts._section import Section
from contracts.simulator_params import Positive

CONNECT = "sc://"
CLUSTER = "spark://"
LOCAL = re.compile(r"local(\[(\d+|\*)\])?")


class Engine(Section):
    """Which engine, how much of this machine it takes, where its cluster is."""

    name: Literal["duckdb", "spark"]
    memory_limit_gb: Annotated[float, Field(gt=0)]
    spark_master: str
    spark_results: Annotated[str, Field(min_length=1)]
    spark_max_fetched_rows: Positive

    @model_validator(mode="after")
    def _spark_has_a_master(self) -> Engine:
        master = self.spark_master
        known = master.startswith((CONNECT, CLUSTER)) or LOCAL.fullmatch(master)
        if self.name == "spark" and not known:
            raise ValueError(
                "engine.name is spark, and engine.spark_master names no cluster; "
                "expected sc://host:15002 (Spark Connect), spark://host:7077 or "
                "local[2]"
            )
        return self
