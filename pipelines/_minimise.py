"""What is taken off the records on the way in: names, and what nobody needs."""

import duckdb
import pyarrow as pa

from contracts._table import Table
from pipelines import _monthly
from privacy import pseudonyms

# What becomes a pseudonym, by column; a manager is a person like any other.
PSEUDONYMS = {
    "person_id": "person",
    "manager_id": "person",
    "customer_id": "customer",
}
# Numbered anew: a rota's own id may hold a person's, and only tells versions apart.
# By month, so that one shift more leaves the files of other months as they are.
NUMBERED = {"shifts": "shift_id"}
# Dropped once duplicates are gone: nothing later needs the contact itself.
DROPPED = {"interactions": ("interaction_id",)}
# Emptied on the way in: a team's internal name is often its supervisor's.
EMPTIED = {"teams": ("name",)}
# Apart from what drivers read: the fairness audit alone looks at them.
PROTECTED = ("birth_year", "gender")
# Kept only where governance.purpose names them.
ON_PURPOSE = ("monthly_pay", "commute_minutes")


def minimised(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    table: Table,
    key: bytes,
    purpose: tuple[str, ...],
) -> duckdb.DuckDBPyRelation:
    """Replace ids by pseudonyms and empty what no stated purpose needs.

    Parameters
    ----------
    connection : DuckDBPyConnection
    rows : DuckDBPyRelation
        A table brought to its contract, with the month of its file if it has one.
    table : Table
    key : bytes
        Of the pseudonyms.
    purpose : tuple of str
        Columns that a stated purpose allows.

    Returns
    -------
    DuckDBPyRelation
        The same rows and columns.
    """
    for column, kind in PSEUDONYMS.items():
        if column in table.column_names:
            rows = _pseudonymous(connection, rows, table, column, kind, key)
    if table.name in NUMBERED:
        column = NUMBERED[table.name]
        month = _monthly.MONTH
        number = f"dense_rank() OVER (PARTITION BY {month} ORDER BY {column})"
        rows = rows.project(f"* REPLACE ({month} || '.' || {number} AS {column})")
    unasked = {*ON_PURPOSE} - {*purpose}
    emptied = {*EMPTIED.get(table.name, ()), *unasked} & {*table.column_names}
    for column in sorted(emptied):
        rows = rows.project(f"* REPLACE (NULL AS {column})")
    return rows


def _pseudonymous(
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    table: Table,
    column: str,
    kind: str,
    key: bytes,
) -> duckdb.DuckDBPyRelation:
    """Replace one column by pseudonyms; an empty cell stays empty."""
    seen = [r[0] for r in rows.project(column).distinct().fetchall() if r[0]]
    names = pseudonyms.pseudonymise(seen, key, kind)
    mapping = pa.table({"original": list(names), "pseudonym": list(names.values())})
    map_name = f"map_{table.name}_{column}"
    connection.register(map_name, mapping)
    columns = ", ".join(
        f"{map_name}.pseudonym AS {c}" if c == column else f'kept."{c}"'
        for c in rows.columns
    )
    return rows.query(
        "kept",
        f"SELECT {columns} FROM kept LEFT JOIN {map_name} "
        f"ON kept.{column} = {map_name}.original",
    )
