"""Everybody past the retention limit: as the exports tell, and as old copies do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from connectors import sources
from connectors.mapping import _sql
from connectors.rewrite import exports
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.params import Params
from contracts.source_params import Source
from pipelines import _checked, _governance, _retention
from privacy import pseudonyms

# Who left when, and who began when: the columns by which a copy is told.
COLUMNS = {
    "departures": ("person_id", "left_on"),
    "people": ("person_id", "hired_on"),
    "assignments": ("person_id", "starts_on", "team_id"),
}
KNOWN = "known_to_the_exports"
DAYS = {"left_on": "DATE", "hired_on": "DATE", "starts_on": "DATE"}


@dataclass(frozen=True, slots=True)
class Leavers:
    """Whom the exports know.

    Parameters
    ----------
    past : list of str
        Ids of those past the limit.
    kept : list of str
        Ids of everybody else in people.
    """

    past: list[str]
    kept: list[str]


def in_exports(settings: Params, source: Source) -> Leavers:
    """Tell those past the limit from the others, as the exports know them.

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
        # A broken row shows nobody out; whoever began somewhere is here all the same.
        departures = rows["departures"].filter(f"{BROKEN_RULE} IS NULL")
        past = _retention.people_past(
            connection, departures, rows["people"], rows["assignments"], limit
        )
        known = rows["people"].project("person_id").distinct().fetchall()
    return Leavers(past, sorted({one for (one,) in known if one} - {*past}))


def in_copies(
    own: Sequence[Path], cached: Sequence[Path], settings: Params, known: Leavers
) -> set[str]:
    """Give what those past the limit are called in copies of our tables.

    Parameters
    ----------
    own : sequence of Path
        Files of data/restricted.
    cached : sequence of Path
        Objects of the cache, which other companies may share: those count that name
        somebody whom the exports know.
    settings : Params
    known : Leavers
        Those whom the exports keep are kept: an older copy may not say yet that
        somebody came back.

    Returns
    -------
    set of str
        Pseudonyms; ids where a copy is one of an export. A person who left and
        whom the exports have dropped since is still found so.
    """
    kinds = {path: _kinds_of(path) for path in (*own, *cached)}
    with duckdb.connect() as connection:
        kept, past = (_words(ids, settings) for ids in (known.kept, known.past))
        connection.register(KNOWN, pa.table({"id": sorted(kept | past)}))
        shared = [path for path in cached if kinds[path]]
        ours = {*own, *(path for path in shared if _is_ours(connection, path))}
        departures, people, assignments = (
            _read(connection, [p for p in sorted(ours) if name in kinds[p]], columns)
            for name, columns in COLUMNS.items()
        )
        limit = _retention.limit_day(settings)
        found = _retention.people_past(
            connection, departures, people, assignments, limit
        )
    return {*found} - kept


def _is_ours(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Tell whether a copy names somebody whom the exports know."""
    named = _read(connection, [path], ["person_id"])
    return bool(named.filter(f"person_id IN (FROM {KNOWN})").limit(1).fetchall())


def _words(ids: Sequence[str], settings: Params) -> set[str]:
    """Give ids and their pseudonyms."""
    key = _governance.pseudonym_key(settings.governance, settings.source)
    return {*ids, *pseudonyms.pseudonymise(ids, key, "person").values()}


def _kinds_of(path: Path) -> tuple[str, ...]:
    """Tell which of the tables a file is a copy of."""
    if exports.kind_of(path) != "parquet":
        return ()
    try:
        held = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException):
        # Damaged: nothing reads it, the search looks at its bytes.
        return ()
    return tuple(name for name, columns in COLUMNS.items() if held.issuperset(columns))


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
