"""Columns of an export that nothing reads: no contract, and no step of the mapping."""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.inputs import INPUTS
from contracts.source_params import MappedTable, Source, Step

# Verbs that say of a column what its cells are, hold or become: the column alone
# is a name.
OF_CELLS = (
    *("cast", "constants", "drop_where", "keep_where", "move_days"),
    *("null_if", "period_end", "rescale"),
)


def unread(columns: Iterable[str], source: Source, table: str) -> tuple[str, ...]:
    """Leave out of a table's unknown columns those that the mapping of its file reads.

    Parameters
    ----------
    columns : iterable of str
        Of the export, unknown to the table's contract.
    source : Source
    table : str
        One file may make several tables: what another one of them reads is read.
    """
    files = {e.file for e in source.files if table in {t.table for t in e.tables}}
    made = [t for e in source.files if e.file in files for t in e.tables]
    read = {name for one in made for name in _read_by(one)}
    return tuple(column for column in columns if column not in read)


def _read_by(made: MappedTable) -> Iterator[str]:
    if made.table in INPUTS:
        yield from INPUTS[made.table].column_names
    for step in made.steps:
        yield from _named(step)


def _named(step: Step) -> Iterator[str]:
    said = step.model_dump()[step.verb]
    if step.verb == "value_map":
        return iter((said["column"],))
    return iter(said) if step.verb in OF_CELLS else _words(said)


def _words(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from (name, *_words(value))
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _words(value)
