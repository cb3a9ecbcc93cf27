"""What goes wrong between what happened and what the exports say of it.

Each error is a switch of ``simulator.record_errors``. It changes tables already
written, so that without it every byte stays.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import stream
from contracts.simulator_params import RecordErrors

Tables = Mapping[str, pa.Table]
# Departures and transfers entered only weeks after.
LATE_SHARE, LATE_DAYS = 0.3, (32, 76)
LATE_TRANSFER_DAYS = (25, 61)
WRONG_REASON_SHARE, REPEATED_SHARE, FTE_TYPO_SHARE = 0.07, 0.01, 0.01


def whole(tables: Tables, errors: RecordErrors, seed: int) -> Tables:
    """Let go wrong what the switches say, in the tables that stand whole."""
    changed = dict(tables)
    for name, (table, change) in CHANGES.items():
        if getattr(errors, name):
            rng = stream(seed, f"errors/{name}")
            changed[table] = change(changed[table], rng)
    return changed


def _numbers(table: pa.Table, name: str) -> Ints:
    """Read a column of days as numbers; an empty one is -1."""
    column = table[name].cast(pa.int32())
    filled = pc.fill_null(column, -1)
    return np.asarray(filled.to_numpy().astype(np.int64))


def _texts(table: pa.Table, name: str) -> npt.NDArray[np.object_]:
    """Read a column of texts."""
    return np.asarray(table[name].cast(pa.string()).to_pylist(), dtype=object)


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def _days(values: Ints) -> pa.Array:
    return pa.array(values.astype(np.int32)).cast(pa.date32())


def _late_departures(table: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Enter some exits long after the last day, and forget the notice given."""
    n = len(table)
    late = rng.random(n) < LATE_SHARE
    left = _numbers(table, "left_on")
    after = left + rng.integers(*LATE_DAYS, n)
    recorded = np.where(late, after, _numbers(table, "recorded_on"))
    told = pc.if_else(pa.array(late), None, table["notified_on"])
    return _with(_with(table, "recorded_on", _days(recorded)), "notified_on", told)


def _wrong_reasons(table: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Enter some resignations as dismissals."""
    reasons = _texts(table, "reason")
    wrong = (reasons == "voluntary") & (rng.random(len(table)) < WRONG_REASON_SHARE)
    return _with(table, "reason", pa.array(np.where(wrong, "involuntary", reasons)))


def _repeated_people(table: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Keep some people twice, the second time hired a month later."""
    n = len(table)
    which = np.flatnonzero(rng.random(n) < max(REPEATED_SHARE, 1.5 / n))
    again = table.take(pa.array(which))
    again = _with(again, "hired_on", _days(_numbers(again, "hired_on") + 31))
    rows = np.concatenate([np.arange(n), which])
    order = np.argsort(rows, kind="stable")
    return pa.concat_tables([table, again]).take(pa.array(order))


def _fte_typos(table: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Enter hours, or ten times the figure, where full-time equivalents belong."""
    n = len(table)
    typo = rng.random(n) < max(FTE_TYPO_SHARE, 1.5 / n)
    fte, hours = table["fte"].to_numpy(), table["weekly_hours"].to_numpy()
    wrong: Floats = np.where(rng.random(n) < 0.5, hours, 10 * fte)
    return _with(table, "fte", pa.array(np.where(typo, wrong, fte)))


def _flipped_scale(table: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Export one campaign's answers with the scale upside down."""
    campaigns = sorted(pc.unique(table["campaign_id"].cast(pa.string())).to_pylist())
    name = campaigns[int(rng.integers(len(campaigns)))]
    flipped = pc.equal(table["campaign_id"].cast(pa.string()), name)
    upside_down = pc.subtract(
        pc.add(table["scale_min"], table["scale_max"]), table["answer"]
    )
    answers = pc.if_else(flipped, upside_down, table["answer"])
    return _with(table, "answer", answers)


def _late_transfers(table: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Enter changes of team a month or two late."""
    person = np.asarray(table["person_id"].cast(pa.string()).to_pylist(), dtype=object)
    team = np.asarray(table["team_id"].cast(pa.string()).to_pylist(), dtype=object)
    moved: Flags = np.append(
        False, (person[1:] == person[:-1]) & (team[1:] != team[:-1])
    )
    late = _numbers(table, "starts_on") + rng.integers(*LATE_TRANSFER_DAYS, len(table))
    recorded = np.where(moved, late, _numbers(table, "recorded_on"))
    return _with(table, "recorded_on", _days(recorded))


Change = Callable[[pa.Table, np.random.Generator], pa.Table]
CHANGES: Mapping[str, tuple[str, Change]] = {
    "late_departures": ("departures", _late_departures),
    "wrong_reasons": ("departures", _wrong_reasons),
    "repeated_people": ("people", _repeated_people),
    "fte_typos": ("assignments", _fte_typos),
    "flipped_scale": ("survey_answers", _flipped_scale),
    "late_transfers": ("assignments", _late_transfers),
}
