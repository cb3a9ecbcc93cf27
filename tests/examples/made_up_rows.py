"""The examples whose made-up rows lie beside their mapping, read as the line would."""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from connectors import intake, sources
from contracts.inputs import INPUTS
from contracts.params import Params
from contracts.source_params import Source
from pipelines import build_example, check_data
from pipelines.checking.table_findings import Finding

EXAMPLES = Path("examples")


def settings(name: str, folder: Path | str = "") -> Params:
    return Params.model_validate(build_example.example_params(name, str(folder)))


@cache
def findings(name: str, folder: Path | str = "") -> dict[str, Finding]:
    asked = settings(name, folder)
    return check_data.check(asked)


def taken_in(source: Source, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Give the good rows of one table, in order; days and times as text."""
    with duckdb.connect() as connection:
        (part,) = sources.exports(connection, source, all_needed=False)[table]
        taken = intake.bring(part.read(), INPUTS[table], source.time_zone)
        good = taken.rows.filter("broken_rule IS NULL").project(columns)
        plain = ", ".join(
            f'"{name}"::VARCHAR' if str(kind) in ("DATE", "TIMESTAMP") else f'"{name}"'
            for name, kind in zip(good.columns, good.types, strict=True)
        )
        return sorted(good.project(plain).fetchall(), key=str)


def rows_of(name: str, table: str, columns: str) -> list[tuple[Any, ...]]:
    return taken_in(settings(name).source, table, columns)
