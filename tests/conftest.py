from collections.abc import Callable, Iterator
from functools import partial

import duckdb
import pytest

from contracts._table import Table
from contracts.frames import Lazy
from tests.drawing import drawn_table


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def draw(
    connection: duckdb.DuckDBPyConnection,
) -> Callable[[Table, str], Lazy]:
    return partial(drawn_table, connection)
