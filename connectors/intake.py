"""One table on its way in: brought to its contract, broken rows marked."""

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
PERSON_COLUMNS = ("person_id", "agent_id", "employee_id", "respondent_id", "email")


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
    refused = [name for name in names if name.lower() in REFUSED_COLUMNS]
    if refused:
        why = "; ".join(f"{name}: {REFUSED_COLUMNS[name.lower()]}" for name in refused)
        raise ContractError(
            f"{table.name}: the export brings columns that are refused ({why}).\n"
            "  Expected none of them. Export the table again without them."
        )
    if table.name in NO_PERSON_TABLES:
        people = [name for name in names if name.lower() in PERSON_COLUMNS]
        if people:
            raise ContractError(
                f"{table.name}: the column {', '.join(people)} names a person.\n"
                "  Expected answers by team alone. Export the survey again without it."
            )


def _typed(column: Column, stored: Mapping[str, str], time_zone: str) -> str:
    """Write the SQL that brings one column to its contract type."""
    kind = SQL_TYPES[column.kind]
    if column.name not in stored:
        return f'NULL::{kind} AS "{column.name}"'
    if column.kind == "time" and "TIME ZONE" in stored[column.name]:
        return f'("{column.name}" AT TIME ZONE \'{time_zone}\') AS "{column.name}"'
    return f'TRY_CAST("{column.name}" AS {kind}) AS "{column.name}"'


def _unreadable(table: Table, stored: Mapping[str, str]) -> str:
    """Write the SQL that names the first column whose text has the wrong type."""
    cases = [
        f'WHEN "{c.name}" IS NOT NULL AND trim("{c.name}") <> \'\' '
        f'AND TRY_CAST("{c.name}" AS {SQL_TYPES[c.kind]}) IS NULL '
        f"THEN '{c.name} is readable as a {c.kind}'"
        for c in table.columns
        if stored.get(c.name) == "VARCHAR" and SQL_TYPES[c.kind] != "VARCHAR"
    ]
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


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
    missing = [c for c in table.columns if c.name not in stored]
    needed = [c.name for c in missing if c.needed]
    if needed:
        raise ContractError(
            f"{table.name}: the export has no column {', '.join(needed)}.\n"
            f"  Expected {', '.join(c.name for c in table.columns if c.needed)}. "
            "Rename the export's columns, or export them too."
        )
    columns = ", ".join(_typed(c, stored, time_zone) for c in table.columns)
    typed = relation.project(
        f"{columns}, {_unreadable(table, stored)} AS {BROKEN_RULE}"
    )
    checked: duckdb.DuckDBPyRelation = with_broken_rule(
        nw.from_native(typed), table
    ).to_native()
    return Intake(
        rows=checked,
        unknown_columns=tuple(sorted(set(stored) - set(table.column_names))),
        missing_columns=tuple(c.name for c in missing),
    )


def with_repeats_marked(
    connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, table: Table
) -> duckdb.DuckDBPyRelation:
    """Mark every row but one of those that share a key.

    Counting distinct hashes first spares the sort in the usual case that no
    key stands twice: equal counts prove it, whatever the hash.
    """
    if not table.key:
        return rows
    key = ", ".join(f'"{name}"' for name in table.key)
    view = f"rows_of_{table.name}"
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
