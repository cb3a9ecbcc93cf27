"""Everybody past the retention limit: as the exports tell, and as old copies do."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from connectors import sources
from connectors.mapping import _sql
from connectors.rewrite import exports
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.params import Params
from contracts.source_params import Source
from pipelines import _checked, _retention

# Who left when, and who began when: the columns by which a copy is told.
COLUMNS = {
    "departures": ("person_id", "left_on"),
    "people": ("person_id", "hired_on"),
    "assignments": ("person_id", "starts_on", "team_id"),
}
DAYS = {"left_on": "DATE", "hired_on": "DATE", "starts_on": "DATE"}


def in_exports(settings: Params, source: Source) -> list[str]:
    """Give the ids of those past the limit, as the exports tell.

    Raises
    ------
    ContractError
        If the exports can't be read, or don't say who left when.
    """
    limit = _retention.limit_day(settings)
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.activity.threads}")
        found = sources.exports(connection, source, all_needed=False)
        missing = ", ".join(name for name in COLUMNS if name not in found)
        if missing:
            raise ContractError(
                f"{source.path}: no file for {missing}.\n"
                "  Expected it to know who left when. Export it, or name one person "
                "with PERSON=<id>."
            )
        rows = {}
        for name in ("keys", *COLUMNS):
            if name in found:
                rows[name] = _checked.checked(
                    connection, found[name], INPUTS[name], source, against=()
                ).rows
                if name == "keys":
                    _checked.keep_known(connection, rows[name], INPUTS[name])
        return _retention.people_past(
            connection, rows["departures"], rows["people"], rows["assignments"], limit
        )


def in_copies(paths: Iterable[Path], settings: Params) -> list[str]:
    """Give what those past the limit are called in copies of our tables.

    Parameters
    ----------
    paths : iterable of Path
        Files of data/restricted and of the cache, of any kind.
    settings : Params

    Returns
    -------
    list of str
        Pseudonyms; ids where a copy is one of an export. A person who left and
        whom the exports have dropped since is still found so.
    """
    copies: dict[str, list[Path]] = {name: [] for name in COLUMNS}
    for path in paths:
        for name in _kinds_of(path):
            copies[name].append(path)
    with duckdb.connect() as connection:
        departures, people, assignments = (
            _read(connection, copies[name], columns)
            for name, columns in COLUMNS.items()
        )
        limit = _retention.limit_day(settings)
        return _retention.people_past(
            connection, departures, people, assignments, limit
        )


def _kinds_of(path: Path) -> list[str]:
    """Tell which of the tables a file is a copy of."""
    if exports.kind_of(path) != "parquet":
        return []
    try:
        held = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException):
        # Damaged: nothing reads it, the search looks at its bytes.
        return []
    return [name for name, columns in COLUMNS.items() if held.issuperset(columns)]


def _read(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], columns: Sequence[str]
) -> duckdb.DuckDBPyRelation:
    """Lay copies together; each is named by what it holds, so none is older."""
    chosen = ", ".join(
        f"TRY_CAST({name} AS {DAYS.get(name, 'VARCHAR')}) AS {name}" for name in columns
    )
    parts = [
        f"SELECT {chosen} FROM read_parquet({_sql.text(str(path))})" for path in paths
    ]
    none = ", ".join(f"NULL::{DAYS.get(c, 'VARCHAR')} AS {c}" for c in columns)
    return connection.sql(" UNION ALL ".join([*parts, f"SELECT {none} WHERE false"]))
