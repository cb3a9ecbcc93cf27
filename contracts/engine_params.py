"""The engine that computes activity and features, as ``params.yaml`` states it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from contracts._section import Section
from contracts.simulator_params import Positive

CONNECT = "sc://"
CLUSTER = "spark://"
OURS = re.compile(r"data/restricted/spark(/[\w-]+)*")
LOCAL = re.compile(r"local(\[(\d+|\*)\])?")


class Engine(Section):
    """Which engine, and where its cluster is."""

    name: Literal["duckdb", "spark"]
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

    @model_validator(mode="after")
    def _results_lie_where_people_are_guarded(self) -> Engine:
        if not self.results_are_outside and not OURS.fullmatch(self.spark_results):
            raise ValueError(
                "engine.spark_results holds rows of people; expected "
                "data/restricted/spark or a folder in it, a path from the root, or an "
                "address such as hdfs://cluster/equipage"
            )
        return self

    @property
    def results_are_outside(self) -> bool:
        """Whether what Spark leaves lies outside the checkout."""
        return "://" in self.spark_results or self.spark_results.startswith("/")
