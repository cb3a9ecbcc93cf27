"""Released tables in their one form: contract's columns and types, sorted, checked."""

import hashlib
from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from contracts._table import Kind, Table
from contracts.errors import DisclosureError
from contracts.released import RELEASED
from privacy.months import as_months

FLOAT_FORMAT = ".12g"


def settle(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Bring a released table to its one form, and check it against its contract.

    Parameters
    ----------
    name : str
        One of ``contracts.released.RELEASED``.
    frame : DataFrame
        Exactly the contract's columns, in any order.

    Returns
    -------
    DataFrame
        A copy: columns in the contract's order, one type a kind, sorted by key.

    Raises
    ------
    DisclosureError
        If the table or a column is not part of the contract, a column is
        missing, the key repeats, or a row breaks a rule.
    """
    table = RELEASED.get(name)
    if table is None:
        raise DisclosureError(
            f"{name}: not a released table.\n  Expected one of {', '.join(RELEASED)}. "
            "Declare it in contracts/released.py before anything leaves by it."
        )
    _check_columns(table, frame)
    typed = pd.DataFrame({c.name: _typed(frame[c.name], c.kind) for c in table.columns})
    rows = typed.sort_values(list(table.key), ignore_index=True)
    _check_rows(table, rows)
    return rows


def digest_of(tables: Mapping[str, pd.DataFrame]) -> str:
    """Give the SHA-256 of settled tables, whatever file they lay in.

    Parameters
    ----------
    tables : mapping of name to DataFrame
        As ``settle`` gives them.

    Returns
    -------
    str
        64 hex digits.
    """
    seal = hashlib.sha256()
    for name in sorted(tables):
        seal.update(f"{name}\n{_text(tables[name])}\n".encode())
    return seal.hexdigest()


def _check_columns(table: Table, frame: pd.DataFrame) -> None:
    wanted, found = set(table.column_names), {str(name) for name in frame.columns}
    if wanted != found or len(frame.columns) != len(found):
        raise DisclosureError(
            f"{table.name}: {len(found - wanted)} column(s) too many, "
            f"{len(wanted - found)} missing.\n"
            f"  Expected exactly {', '.join(table.column_names)}. A released table "
            "holds nothing that its contract doesn't name."
        )


def _check_rows(table: Table, rows: pd.DataFrame) -> None:
    repeated = int(rows.duplicated(list(table.key)).sum())
    if repeated:
        raise DisclosureError(
            f"{table.name}: {repeated} of {len(rows)} rows repeat their key.\n"
            f"  Expected one row each {', '.join(table.key)}."
        )
    for sentence, broken in _broken(table, rows).items():
        if broken:
            raise DisclosureError(
                f"{table.name}: {broken} of {len(rows)} rows break "
                f'"{sentence}".\n  Nothing was released. Correct what privacy/ is '
                "given, or the rule in contracts/released.py."
            )


def _broken(table: Table, rows: pd.DataFrame) -> dict[str, int]:
    """Count the rows that break each rule; an empty cell breaks no rule but its own."""
    # Nullable types: a NaN would count as a number for which nothing holds, and
    # narwhals' is_in() is false, not empty, for an empty cell.
    frame = nw.from_native(rows.convert_dtypes(), eager_only=True)
    filled = {
        f"{c.name} is filled in": int(rows[c.name].isna().sum())
        for c in table.columns
        if c.filled
    }
    chosen = {
        f"{c.name} is one of {', '.join(c.one_of)}": int(
            (~rows[c.name].dropna().isin(c.one_of)).sum()
        )
        for c in table.columns
        if c.one_of
    }
    ruled = {
        sentence: len(frame.filter(~holds.fill_null(True)))
        for sentence, holds in table.rules.items()
    }
    return {**filled, **chosen, **ruled}


def _typed(values: pd.Series, kind: Kind) -> pd.Series:
    """Give a column the one type of its kind."""
    match kind:
        case "day" | "time":
            return as_months(values)
        case "number":
            return values.astype("float64") + 0.0
        case "count":
            return values.astype("float64").astype("Int64")
        case "flag":
            return values.astype("boolean")
        case _:
            return values.astype("str")


def _text(rows: pd.DataFrame) -> str:
    """Write a table as comma-separated text, an empty cell as nothing."""
    cells = {str(name): _cells(rows[name]) for name in rows}
    return pd.DataFrame(cells).to_csv(index=False, lineterminator="\n")


def _cells(values: pd.Series) -> list[str]:
    if pd.api.types.is_datetime64_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(values):
        values = values.map(lambda x: format(x, FLOAT_FORMAT), na_action="ignore")
    return values.astype("str").fillna("").tolist()
