"""The workbook of initiatives, filled in: its words become our columns and codes."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from connectors import spreadsheets
from contracts.errors import ContractError
from contracts.initiative_form import (
    CHOSEN_FROM_LISTS,
    COLUMN,
    LISTS,
    LISTS_HEADER,
    SHEET,
)
from contracts.source_params import Format

Words = Mapping[str, Mapping[str, str]]


def read(path: Path) -> pa.Table:
    """Read the workbook that the report handed out, whatever its language.

    Parameters
    ----------
    path : Path
        ``initiatives.xlsx``; a plain workbook with our own column names is read
        as any other.

    Returns
    -------
    Table
        Columns named as in the contract, every cell as text.

    Raises
    ------
    ContractError
        If it is no workbook, or cells hold what their list doesn't.
    """
    rows = spreadsheets.read(path, Format(), path.stem)
    words = _words(path)
    if not words:
        return rows
    rows = rows.rename_columns([words[COLUMN].get(n, n) for n in rows.column_names])
    for column in CHOSEN_FROM_LISTS:
        if column in rows.column_names:
            rows = _coded(path, rows, column, words)
    return _with_codes(rows)


def _words(path: Path) -> Words:
    """Read the hidden sheet; nothing where the workbook is not the report's."""
    if LISTS not in spreadsheets.sheet_names(path):
        return {}
    found = spreadsheets.read(path, Format(sheet=LISTS))
    if tuple(found.column_names) != LISTS_HEADER:
        return {}
    words: dict[str, dict[str, str]] = {COLUMN: {}}
    for said in found.to_pylist():
        of, word, code = (said[name] or "" for name in LISTS_HEADER)
        words.setdefault(of, {})[_bare(word)] = code
    return words


def _coded(path: Path, rows: pa.Table, column: str, words: Words) -> pa.Table:
    """Put codes in the place of words; a code itself will do."""
    codes = words.get(column, {})
    known = {code: code for code in codes.values()} | dict(codes)
    cells = [_bare(cell) for cell in rows[column].to_pylist()]
    unknown = sum(bool(cell) and cell not in known for cell in cells)
    if unknown:
        header = next(w for w, name in words[COLUMN].items() if name == column)
        raise ContractError(
            f"{path}: {unknown} of {len(cells)} rows hold something in the column "
            f"{header} that is not in its list.\n"
            f"  Expected one of the {len(codes)} entries that the cell offers on sheet "
            f"{SHEET}. Choose one; units and actions that are new come with the "
            "workbook of the latest report."
        )
    coded = pa.array([known.get(cell) for cell in cells], pa.string())
    return rows.set_column(rows.column_names.index(column), column, coded)


def _with_codes(rows: pa.Table) -> pa.Table:
    """Name initiatives that bear no code: one action begun on one day is one."""
    if not {"initiative_id", "action", "starts_on"} <= set(rows.column_names):
        return rows
    named = [
        _bare(row["initiative_id"]) or f"{row['action']} {row['starts_on']}"
        for row in rows.select(["initiative_id", "action", "starts_on"]).to_pylist()
    ]
    at = rows.column_names.index("initiative_id")
    return rows.set_column(at, "initiative_id", pa.array(named, pa.string()))


def _bare(cell: str | None) -> str:
    """Cut the blanks that a hand leaves at both ends."""
    return (cell or "").strip()
