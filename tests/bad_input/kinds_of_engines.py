"""Engines that are misspelt, not installed, out of reach, or have nowhere to write."""

from pathlib import Path

from tests.bad_input.folder import Spoil, both, param
from tests.bad_input.kind import Kind, stops
from tests.bad_input.kinds_of_params import value

NOBODY = "127.0.0.1:1"
FILE = "data/restricted/spark"


def spark(master: str, **others: object) -> Spoil:
    """Ask for Spark, with other values of the engine beside it."""
    return both(
        param("engine.name", "spark"),
        param("engine.spark_master", master),
        *(param(f"engine.{name}", each) for name, each in others.items()),
    )


def java(root: Path) -> None:
    """Put a Java there, as far as one can see from outside."""
    (root / "java/bin").mkdir(parents=True)
    (root / "java/bin/java").touch(mode=0o755)


def a_file(root: Path) -> None:
    """Put a file where results would go."""
    (root / FILE).parent.mkdir(parents=True)
    (root / FILE).touch()


def engine(name: str, spoil: Spoil, *says: str) -> Kind:
    return stops(name, "params", spoil, *says)


KINDS: list[Kind] = [
    value("an engine that is none", "engine.name", "sprak", "'duckdb' or 'spark'"),
    value("no memory at all", "features.memory_limit_gb", 0, "greater than 0"),
    engine("Spark without a cluster", spark(""), "engine.name is spark, and engine.spark_master names no cluster",
           "sc://host:15002", "local[2]"),
    engine("the address of something else", spark("https://cluster"), "engine.spark_master names no cluster"),
    engine("Spark without Java", spark("local[2]"), "engine.name: spark needs Java, and there is none at JAVA_HOME",
           "apt install openjdk-17-jre-headless"),
    engine("Spark without PySpark", both(java, spark("local[2]")),
           "engine.name: spark needs PySpark, and it is not installed", "make setup-spark"),
    engine("a Connect server that does not answer", spark(f"sc://{NOBODY}/;token=secret"),
           f"engine.spark_master: nothing answers at {NOBODY}.", "Start it, or correct the address"),
    engine("a master that does not answer", both(java, spark(f"spark://{NOBODY}")),
           f"engine.spark_master: nothing answers at {NOBODY}.", "engine.name: duckdb needs no cluster"),
    engine("results that go into a file", both(a_file, spark("local[2]", spark_results=FILE)),
           f"engine.spark_results: {FILE} can't be written to", "Give it the right to, or name another"),
    value("results among the code", "engine.spark_results", "features",
          "engine.spark_results holds rows of people", "data/restricted/spark"),
    value("results in place of the tables", "engine.spark_results", "data/restricted/spark/../tables",
          "engine.spark_results holds rows of people"),
]  # fmt: skip
