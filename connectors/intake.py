"""One table on its way in: brought to its contract, broken rows marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import narwhals as nw

from contracts._table import SQL_TYPES, Column, Table
from contracts.check import BROKEN_RULE, with_broken_rule
from contracts.errors import ContractError
from contracts.inputs import REFUSED_COLUMNS

# A survey is about teams: a person beside an answer ends the promise made to
# whoever answered.
NO_PERSON_TABLES = ("survey_answers", "survey_scores", "survey_invitations")
PERSON_COLUMNS = (
    "person_id",
    "agent_id",
    "employee_id",
    "respondent_id",
    "email",
    "e_mail",
)

# Cut from both ends of codes and words: spaces, also unbreakable ones.
BLANKS = "' \t\r\n\u00a0'"
# So many names of columns fit into a sentence.
SHOWN = 40
BROKEN_NUMBERS = ("DOUBLE", "FLOAT")
# A clock time that says its zone: 09:00Z, 09:00+01:00, 09:00 UTC.
ZONED = r":\d\d(\.\d+)?\s*(Z|UTC|[+-]\d\d(:?\d\d)?)\s*$"
EARLIEST, LATEST, OPEN = "1900-01-01", "2200-01-01", "9999-01-01"


@dataclass(frozen=True, slots=True)
class Intake:
    """A table brought to its contract.

    Parameters
    ----------
    rows : DuckDBPyRelation
        Columns of the contract, and ``broken_rule``.
    unknown_columns : tuple of str
        Columns of the export that no contract knows; ignored.
    missing_columns : tuple of str
        Optional columns that the export lacks; empty in ``rows``.
    """

    rows: duckdb.DuckDBPyRelation
    unknown_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]


def refuse_columns(table: Table, names: list[str]) -> None:
    """Stop where an export brings what may not be looked at.

    Raises
    ------
    ContractError
        If a column is refused by name, or a survey names a person.
    """
    plain = {re.sub("[^a-z]+", "_", name.lower()).strip("_") for name in names}
    refused = sorted(plain & REFUSED_COLUMNS.keys())
    if refused:
        why = "; ".join(f"{name}: {REFUSED_COLUMNS[name]}" for name in refused)
        raise ContractError(
            f"{table.name}: the export brings columns that are refused ({why}).\n"
            "  Expected none of them. Export the table again without them."
        )
    if table.name in NO_PERSON_TABLES:
        people = sorted(plain.intersection(PERSON_COLUMNS))
        if people:
            raise ContractError(
                f"{table.name}: the column {', '.join(people)} names a person.\n"
                "  Expected answers by team alone. Export the survey again without it."
            )


def _typed(column: Column, stored: Mapping[str, str], time_zone: str) -> str:
    """Write the SQL that brings one column to its contract type."""
    if column.name not in stored:
        return f'NULL::{SQL_TYPES[column.kind]} AS "{column.name}"'
    return f'{_value(column, stored[column.name], time_zone)} AS "{column.name}"'


def _value(column: Column, held: str, time_zone: str) -> str:
    """Write the SQL of one value: empty where it is blank or makes no sense."""
    name, kind = f'"{column.name}"', SQL_TYPES[column.kind]
    if kind == "VARCHAR" and held in BROKEN_NUMBERS:
        # A code that went through floating point: 1318.0 was 1318.
        return f"TRY_CAST({_whole(name)} AS VARCHAR)"
    if kind == "VARCHAR":
        return _trimmed(f"{name}::VARCHAR")
    if "WITH TIME ZONE" in held and kind in ("DATE", "TIMESTAMP"):
        return f"({name} AT TIME ZONE '{time_zone}')::{kind}"
    if kind == "TIMESTAMP" and held == "VARCHAR":
        return _likely(
            f"CASE WHEN regexp_matches({name}, '{ZONED}') "
            f"THEN TRY_CAST({name} AS TIMESTAMPTZ) AT TIME ZONE '{time_zone}' "
            f"ELSE TRY_CAST({name} AS TIMESTAMP) END"
        )
    if kind in ("DATE", "TIMESTAMP"):
        return _likely(f"TRY_CAST({name} AS {kind})")
    if kind == "BIGINT" and "INT" not in held:
        return _whole(name)
    if kind == "DOUBLE" and "INT" not in held:
        return _only(f"TRY_CAST({name} AS DOUBLE)", "isfinite({})")
    return f"TRY_CAST({name} AS {kind})"


def _trimmed(value: str) -> str:
    """Write the SQL of a text without the blanks around it, empty if all blank."""
    # Trimming is slow and seldom needed; looking at both ends first is quick.
    ends = " OR ".join(f"suffix({value}, '{blank}')" for blank in BLANKS.strip("'"))
    return (
        f"CASE WHEN {value} >= '!' AND NOT (prefix({value}, '\u00a0') OR {ends}) "
        f"THEN {value} ELSE NULLIF(trim({value}, {BLANKS}), '') END"
    )


def _only(value: str, condition: str) -> str:
    """Write the SQL of a value that is empty unless a condition holds of it."""
    return f"CASE WHEN {condition.format(value)} THEN {value} END"


def _likely(value: str) -> str:
    """Write the SQL of a day or time, empty outside the years of living people."""
    return _only(value, f"{{}} >= '{EARLIEST}' AND {value} < '{LATEST}'")


def _whole(name: str) -> str:
    """Write the SQL of a whole number, empty where a cast would round it."""
    whole = f"TRY_CAST({name} AS BIGINT)"
    return _only(whole, f"{{}} = TRY_CAST({name} AS DOUBLE)")


def _unreadable(table: Table, stored: Mapping[str, str], time_zone: str) -> str:
    """Write the SQL that names the first column whose value has the wrong type."""
    cases = [
        f"WHEN {_value(c, stored[c.name], time_zone)} IS NULL "
        f"AND {_meant(c, stored[c.name])} "
        f"THEN '{c.name} is readable as a {c.kind}'"
        for c in table.columns
        if c.name in stored and _may_fail(c, stored[c.name])
    ]
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def _may_fail(column: Column, held: str) -> bool:
    """Tell whether a stored type may hold what the contract's can't."""
    kind = SQL_TYPES[column.kind]
    return (
        held in BROKEN_NUMBERS
        or kind in ("DATE", "TIMESTAMP")
        or kind not in ("VARCHAR", held)
    )


def _meant(column: Column, held: str) -> str:
    """Write the SQL that tells a cell that says something from an empty one."""
    name, kind = f'"{column.name}"', SQL_TYPES[column.kind]
    said = f"{name} IS NOT NULL"
    if held == "VARCHAR":
        said += f" AND trim({name}, {BLANKS}) <> ''"
    if kind in ("DOUBLE", "BIGINT") or held in BROKEN_NUMBERS:
        said += f" AND NOT coalesce(isnan(TRY_CAST({name} AS DOUBLE)), false)"
    if kind in ("DATE", "TIMESTAMP") and not column.filled:
        # 31/12/9999 is how many systems write "still open".
        said += f" AND NOT coalesce(TRY_CAST({name} AS {kind}) >= '{OPEN}', false)"
    return said


def refuse_nested(table: Table, stored: Mapping[str, str]) -> None:
    """Stop where a Parquet column holds more than one value a cell, or bytes.

    Raises
    ------
    ContractError
    """
    nested = [
        name
        for name in table.column_names
        if stored.get(name, "").endswith(("]", ")", "BLOB"))
        and not stored[name].startswith(("DECIMAL", "ENUM"))
    ]
    if nested:
        raise ContractError(
            f"{table.name}: the column {', '.join(nested)} holds lists, records or "
            "bytes.\n  Expected one value a cell. Export plain columns."
        )


def bring(relation: duckdb.DuckDBPyRelation, table: Table, time_zone: str) -> Intake:
    """Bring an export to its contract and mark the rows that break a rule.

    Parameters
    ----------
    relation : DuckDBPyRelation
        The export, its columns named as in the contract.
    table : Table
    time_zone : str
        The centre's zone; times that carry a zone are brought to its clock.

    Returns
    -------
    Intake

    Raises
    ------
    ContractError
        If a needed column is missing, or one is refused.
    """
    refuse_columns(table, relation.columns)
    stored = dict(zip(relation.columns, map(str, relation.types), strict=True))
    refuse_nested(table, stored)
    missing = [c for c in table.columns if c.name not in stored]
    needed = [c.name for c in missing if c.needed]
    if needed:
        raise ContractError(
            f"{table.name}: the export has no column {', '.join(needed)}.\n"
            f"  Expected {', '.join(c.name for c in table.columns if c.needed)}"
            f"{_found(relation.columns, table)}. "
            "Rename the export's columns, or export them too."
        )
    columns = ", ".join(_typed(c, stored, time_zone) for c in table.columns)
    broken = _unreadable(table, stored, time_zone)
    if BROKEN_RULE in stored:
        # The mapping could not read something that the cells no longer show.
        broken = f"coalesce({BROKEN_RULE}::VARCHAR, {broken})"
    typed = relation.project(f"{columns}, {broken} AS {BROKEN_RULE}")
    checked: duckdb.DuckDBPyRelation = with_broken_rule(
        nw.from_native(typed), table
    ).to_native()
    return Intake(
        rows=checked,
        unknown_columns=tuple(sorted(set(stored) - {*table.column_names, BROKEN_RULE})),
        missing_columns=tuple(c.name for c in missing),
    )


def _found(names: list[str], table: Table) -> str:
    """Name the columns that came, the first of them where there are many.

    Nothing is named where none is of the contract: without a header, the first
    person's row would stand in its place.
    """
    came = [name for name in names if name != BROKEN_RULE]
    if not set(came).intersection(table.column_names):
        return ""
    more = f" and {len(came) - SHOWN} more" if len(came) > SHOWN else ""
    return f"; found {', '.join(came[:SHOWN])}{more}"


def with_repeats_marked(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    table: Table,
    part: str = "",
) -> duckdb.DuckDBPyRelation:
    """Mark every row but one of those that share a key; ``part`` tells deliveries.

    Counting distinct hashes first spares the sort in the usual case that no
    key stands twice: equal counts prove it, whatever the hash.
    """
    if not table.key:
        return rows
    key = ", ".join(f'"{name}"' for name in table.key)
    view = f"rows_of_{table.name}_{part}"
    rows.create_view(view)
    ((rows_seen, keys_seen),) = connection.sql(
        f"SELECT count(*), count(DISTINCT hash({key})) FROM {view}"
    ).fetchall()
    if rows_seen == keys_seen:
        return rows
    everything = ", ".join(f'"{name}"' for name in table.column_names)
    return connection.sql(
        f"""
        SELECT * REPLACE (
            CASE WHEN {BROKEN_RULE} IS NULL AND row_number() OVER (
                PARTITION BY {key}, {BROKEN_RULE} IS NULL ORDER BY {everything}
            ) > 1 THEN 'a row is named once by {", ".join(table.key)}'
            ELSE {BROKEN_RULE} END AS {BROKEN_RULE})
        FROM {view}
        """
    )
