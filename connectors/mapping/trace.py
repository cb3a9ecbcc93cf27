"""From one of our columns back to the export's: which cells make it, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.source_params import Legs, Spells, Step

PERSON = "person_id"


@dataclass(frozen=True, slots=True)
class Trace:
    """What makes one column of a table.

    Parameters
    ----------
    cells : tuple of str
        Columns of the export; none where the mapping makes the column of nothing.
    steps : tuple of Step
        What the mapping does to them, and to nothing else, in order. No step of
        it leaves a row out, or folds rows together.
    """

    cells: tuple[str, ...]
    steps: tuple[Step, ...] = ()


def trace(steps: tuple[Step, ...], column: str) -> Trace:
    """Walk the steps of a mapping backwards from one column.

    Parameters
    ----------
    steps : tuple of Step
    column : str
        As it is called after the last step.

    Returns
    -------
    Trace
    """
    found = Trace((column,))
    for step in reversed(steps):
        found = BACKWARDS[step.verb](found, getattr(step, step.verb))
    return found


def _before(found: Trace, step: Step, cells: tuple[str, ...]) -> Trace:
    return Trace(tuple(dict.fromkeys(cells)), (step, *found.steps))


def _rename(found: Trace, names: Mapping[str, str]) -> Trace:
    old = {new: old for old, new in names.items() if new in found.cells}
    if not old:
        return found
    cells = tuple(old.get(cell, cell) for cell in found.cells)
    return _before(found, Step(rename={o: n for n, o in old.items()}), cells)


def _constants(found: Trace, values: Mapping[str, str]) -> Trace:
    made = {c: v for c, v in values.items() if c in found.cells}
    if not made:
        return found
    cells = tuple(cell for cell in found.cells if cell not in made)
    return _before(found, Step(constants=made), cells)


def _id_from(found: Trace, ids: Mapping[str, Any]) -> Trace:
    made = {c: joined for c, joined in ids.items() if c in found.cells}
    if not made:
        return found
    cells = [cell for cell in found.cells if cell not in made]
    for joined in made.values():
        cells += joined.columns
    return _before(found, Step(id_from=made), tuple(cells))


def _first_filled(found: Trace, chosen: Mapping[str, Any]) -> Trace:
    made = {c: sources for c, sources in chosen.items() if c in found.cells}
    if not made:
        return found
    cells = [cell for cell in found.cells if cell not in made]
    for sources in made.values():
        cells += sources
    return _before(found, Step(first_filled=made), tuple(cells))


def _cells_of(verb: str) -> Callable[[Trace, Mapping[str, Any]], Trace]:
    """Give the walk past a verb that changes cells where they stand."""

    def walk(found: Trace, said: Mapping[str, Any]) -> Trace:
        mine = {column: how for column, how in said.items() if column in found.cells}
        if not mine:
            return found
        return _before(found, Step.model_validate({verb: mine}), found.cells)

    return walk


def _value_map(found: Trace, mapped: Any) -> Trace:
    if mapped.column not in found.cells:
        return found
    # A value that is not named is nobody's business here: it neither stops nor goes.
    kept = mapped.model_copy(update={"unknown": "keep"})
    return _before(found, Step(value_map=kept), found.cells)


def _folded(found: Trace, fold: Spells | Legs) -> Trace:
    """Go past a verb that folds rows: it names its person, and keeps some columns."""
    cells = [cell for cell in found.cells if cell in fold.keep]
    if PERSON not in found.cells:
        return replace(found, cells=tuple(cells))
    if fold.person == PERSON:
        return replace(found, cells=(PERSON, *cells))
    return _before(found, Step(rename={fold.person: PERSON}), (fold.person, *cells))


def _names_nobody(found: Trace, said: Any) -> Trace:
    return replace(found, cells=())


def _rows_alone(found: Trace, said: Any) -> Trace:
    return found


# Rows that a mapping leaves out hold people as the others do: they are not skipped.
BACKWARDS: Mapping[str, Callable[[Trace, Any], Trace]] = {
    "rename": _rename,
    "constants": _constants,
    "value_map": _value_map,
    "cast": _cells_of("cast"),
    "id_from": _id_from,
    "rescale": _cells_of("rescale"),
    "null_if": _cells_of("null_if"),
    "first_filled": _first_filled,
    "keep_where": _rows_alone,
    "drop_where": _rows_alone,
    "distinct": _rows_alone,
    "period_end": _cells_of("period_end"),
    "move_days": _cells_of("move_days"),
    "latest": _rows_alone,
    "add_up": _rows_alone,
    "spells_from_snapshots": _folded,
    "units_from_columns": _names_nobody,
    "legs_from_events": _folded,
    "scores_by_unit": _names_nobody,
}
