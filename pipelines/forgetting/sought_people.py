"""Who is to be forgotten: one person's ids in every system, and their pseudonyms."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from connectors import keys, naming
from connectors.mapping.trace import trace
from connectors.naming import Naming
from connectors.rewrite import exports
from connectors.rewrite.change import ROW
from contracts._table import SQL_TYPES
from contracts.check import BROKEN_RULE
from contracts.errors import ContractError
from contracts.inputs import INPUTS
from contracts.params import Params
from contracts.source_params import Source
from pipelines import _governance
from privacy import pseudonyms

SOUGHT = "sought"
KEYS = INPUTS["keys"]


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for; nothing of it is ever written or shown.

    Parameters
    ----------
    ids : frozenset of str
        In the people system, as ingest brings them.
    elsewhere : frozenset of str
        The same people's ids in other systems.
    pseudonyms : frozenset of str
        Of all of them.
    """

    ids: frozenset[str]
    elsewhere: frozenset[str]
    pseudonyms: frozenset[str]

    @property
    def originals(self) -> frozenset[str]:
        """Every id that an export or the quarantine may hold."""
        return self.ids | self.elsewhere

    @property
    def everything(self) -> frozenset[str]:
        """Every word that names them."""
        return self.originals | self.pseudonyms

    def joined(self, other: "Sought") -> "Sought":
        """Look for all of both."""
        return Sought(
            self.ids | other.ids,
            self.elsewhere | other.elsewhere,
            self.pseudonyms | other.pseudonyms,
        )

    def __repr__(self) -> str:
        """Say nothing: a trace shows arguments."""
        return f"Sought({len(self.ids)} people)"


def of(
    connection: duckdb.DuckDBPyConnection,
    ids: Iterable[str],
    settings: Params,
    files: Mapping[Path, tuple[Naming, ...]],
) -> Sought:
    """Find all that people are called; put their ids where queries find them.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the table ``sought`` and the keys afterwards.
    ids : iterable of str
        In the people system, as ingest brings them.
    settings : Params
    files : mapping of file to its namings
        Of the source.

    Returns
    -------
    Sought

    Raises
    ------
    ContractError
        If the key of the pseudonyms is not there, or the keys between systems
        can't be read: without them ids of other systems would stay.
    """
    key = _governance.pseudonym_key(settings.governance, settings.source)
    ids = frozenset(ids)
    connection.register(SOUGHT, pa.table({"id": sorted(ids)}))
    _keep_keys(connection, settings.source, files)
    found = connection.execute(
        f"SELECT DISTINCT system_id FROM every_key "
        f"WHERE kind = 'person' AND id IN (FROM {SOUGHT})"
    ).fetchall()
    elsewhere = frozenset(one for (one,) in found if one) - ids
    named = pseudonyms.pseudonymise(ids | elsewhere, key, "person")
    return Sought(ids, elsewhere, frozenset(named.values()))


def refuse_several(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    files: Mapping[Path, tuple[Naming, ...]],
) -> None:
    """Stop where what was typed for one person means several.

    Raises
    ------
    ContractError
        If one file keeps leading zeros that the mapping of another takes off.
    """
    found: set[str] = set()
    for path, said in files.items():
        for one in said:
            if one.table.name == "people":
                found |= _sought_in(connection, path, one, source)
    if len(found) > 1:
        raise ContractError(
            f"PERSON: that id means {len(found)} people, as the files write it and as "
            "the mapping reads it.\n"
            "  Expected one person. Write the id as docs/mapping.md says that it comes "
            "in, without the zeros or the .0 that the mapping takes off."
        )


def _sought_in(
    connection: duckdb.DuckDBPyConnection, path: Path, said: Naming, source: Source
) -> set[str]:
    found: set[str] = set()
    with suppress(ContractError), exports.damage_told(path):
        for sheet, names in exports.parts(path, said.written).items():
            cells = said.cells(["person_id"], names)
            parts = exports.rows(connection, path, said.written, sheet, cells)
            for rows in parts if cells else ():
                brought = naming.brought(rows, said, ["person_id"], source.time_zone)
                sought = brought.filter(f"person_id IN (FROM {SOUGHT})")
                found |= {one for (one,) in sought.project("person_id").fetchall()}
    return found


def known_systems(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Name the systems whose ids the keys match."""
    query = f"SELECT DISTINCT system FROM {keys.KNOWN} WHERE kind = 'person'"
    return {system for (system,) in connection.execute(query).fetchall()}


def as_ingest_brings(
    connection: duckdb.DuckDBPyConnection, typed: str, source: Source
) -> set[str]:
    """Write an id as ingest would: as it is, and as the mapping normalises codes."""
    found = {typed.strip()}
    for entry in source.files:
        for table in entry.tables:
            if table.table not in INPUTS or table.table in source.systems:
                continue
            held = INPUTS[table.table]
            said = Naming(held, entry.format, table.steps, mapped=True)
            made = trace(table.steps, "person_id")
            if "person_id" in held.column_names and len(made.cells) == 1:
                found |= _through(connection, typed, said, made.cells[0], source)
    return found


def _through(
    connection: duckdb.DuckDBPyConnection,
    typed: str,
    said: Naming,
    cell: str,
    source: Source,
) -> set[str]:
    cells = pa.table({cell: [typed], ROW: [0]})
    rows = connection.from_arrow(cells)
    brought = naming.brought(rows, said, ["person_id"], source.time_zone)
    return {one for (one,) in brought.project("person_id").fetchall() if one}


def _keep_keys(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    files: Mapping[Path, tuple[Naming, ...]],
) -> None:
    """Keep every key ever delivered, and the latest of each as ingest would."""
    columns = ", ".join(f"NULL::{SQL_TYPES[c.kind]} AS {c.name}" for c in KEYS.columns)
    empty = f"SELECT {columns}, NULL::VARCHAR AS {BROKEN_RULE}, 0 AS delivery"
    connection.execute(f"CREATE OR REPLACE TABLE every_key AS {empty} LIMIT 0")
    for number, (path, said) in enumerate(files.items()):
        for one in said:
            if one.table.name == KEYS.name:
                _add_keys(connection, path, one, source, number)
    connection.execute(f"DROP TABLE IF EXISTS {keys.KNOWN}")
    latest = connection.sql(
        f"""
        SELECT * EXCLUDE (delivery) FROM every_key QUALIFY row_number() OVER (
            PARTITION BY {", ".join(KEYS.key)} ORDER BY delivery DESC, id) = 1
        """
    )
    keys.keep(connection, latest)


def _add_keys(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    said: Naming,
    source: Source,
    number: int,
) -> None:
    with exports.damage_told(path):
        for sheet, names in exports.parts(path, said.written).items():
            cells = said.cells(KEYS.column_names, names)
            if not said.behind("id", names):
                continue
            for rows in exports.rows(connection, path, said.written, sheet, cells):
                found = naming.brought(rows, said, KEYS.column_names, source.time_zone)
                found.project(f"* EXCLUDE ({ROW}), {number}").insert_into("every_key")
