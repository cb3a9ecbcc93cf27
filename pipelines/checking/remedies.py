"""What stops a run at a table, in a sentence: the reason, the limit, what to do."""

from collections.abc import Mapping

from contracts._table import Table
from contracts.across_tables import EMPLOYED
from contracts.source_params import Source
from pipelines import _checked

CORRECT = "Correct the export"
# What helps, by the words of the rule.
HELPS: Mapping[str, str] = {
    " is readable as a ": "Say in source.files how the file is written (format, cast)",
    " is one of ": "Say which value is which of ours (value_map)",
    " is a value that the mapping names": "Name the others too (value_map)",
    "a row is named once by ": "Fold the rows that share it into one (latest, "
    "distinct, legs_from_events …)",
    EMPLOYED: "Say the right hired_on, starts_on or left_on",
    " known in keys": "Bring the missing keys",
    " known in ": "Bring those too; where the ids are another system's, bring keys "
    "and name it in source.systems",
}


def past_limit(
    table: Table,
    total: int,
    broken: dict[str, int],
    source: Source,
    shapes: Mapping[str, tuple[str, ...]],
) -> str:
    """Say at which limit a run would stop, and what to do; nothing if at none.

    Parameters
    ----------
    table : Table
    total : int
        Rows of it.
    broken : dict of rule to rows
    source : Source
    shapes : mapping of rule to shapes
        What most cells look like that could not be read.
    """
    past = _checked.past_limit(table, total, broken, source)
    if not past:
        return ""
    rule, name, rows = past
    helps = next((said for words, said in HELPS.items() if words in rule), CORRECT)
    return (
        f'{table.name}: {rows:,} of {total:,} rows break "{rule}" '
        f"({rows / total:.1%}; source.{name} allows {getattr(source, name):.1%}).\n"
        f"{_alike(shapes.get(rule, ()))}"
        f"  {helps}{'' if helps == CORRECT else ', or correct the export'}."
    )


def look_like(shapes: tuple[str, ...]) -> str:
    """Say what cells look like that could not be read."""
    return f"Most look like {' or '.join(shapes)} (9: a digit, a: a word)."


def _alike(shapes: tuple[str, ...]) -> str:
    return f"  {look_like(shapes)}\n" if shapes else ""


def no_row(name: str) -> str:
    """Say that a needed table is empty."""
    return (
        f"{name}: the export holds no row.\n"
        "  Expected at least one. Export it again, or set outcomes.modelled: []."
    )
