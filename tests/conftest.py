from collections.abc import Callable, Iterator
from functools import partial

import duckdb
import pytest
from hypothesis import settings

from contracts._table import Table
from contracts.frames import Lazy
from tests.drawing import drawn_table

# A busy machine is slow, not wrong: how long an example takes proves nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def draw(
    connection: duckdb.DuckDBPyConnection,
) -> Callable[[Table, str], Lazy]:
    return partial(drawn_table, connection)
