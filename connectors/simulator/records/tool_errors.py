"""What goes wrong in the tools for contacts and rotas, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Ints
from connectors.simulator.records import codes
from connectors.simulator.records.people import employed, names
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month

# As a share of the months recorded: a week lost each time, then minutes from there.
LOST_AT, MINUTES_AT = (0.6, 0.9), 0.8
LOST_DAYS = (8, 15)
TELEPHONY, PLANNING = "telephony", "planning"
SYSTEMS = {"interactions": TELEPHONY, "shifts": PLANNING}
TIMES = ("opened_at", "closed_at", "rated_at")
# The summer's hour, from the last Sunday of March to that of October, and winter's.
SUMMER_SECONDS, WINTER_SECONDS, CHANGE_HOUR_UTC = 7200, 3600, 1
MARCH, OCTOBER = 3, 10


@dataclass(frozen=True, slots=True)
class Broken:
    """Where and when tools fail.

    Parameters
    ----------
    lost : tuple of int
        Months of which a week of contacts is lost, at the first site.
    minutes_from : int
        Month from which the last site's handling time comes in minutes.
    """

    lost: tuple[int, ...]
    minutes_from: int


def planned(history: History) -> Broken:
    """Say when tools fail."""
    months = [month.number for month in history.recorded]
    at = [months[int(share * len(months))] for share in (*LOST_AT, MINUTES_AT)]
    return Broken(lost=tuple(at[:-1]), minutes_from=at[-1])


def monthly(
    tables: Mapping[str, pa.Table], history: History, month: Month
) -> Mapping[str, pa.Table]:
    """Let go wrong what the switches say, in a month's contacts and shifts."""
    errors, changed = history.settings.record_errors, dict(tables)
    broken, contacts = planned(history), tables["interactions"]
    if errors.minutes_for_seconds and month.number >= broken.minutes_from:
        last = int(history.teams.site.max())
        contacts = _in_minutes(contacts, _at_site(contacts, history, month, last))
    if errors.missing_weeks and month.number in broken.lost:
        contacts = _without_a_week(contacts, history, month)
    if errors.clock_changes:
        contacts = _by_universal_time(contacts)
    changed["interactions"] = contacts
    if errors.other_ids:
        for name, system in SYSTEMS.items():
            changed[name] = _with_other_ids(changed[name], system)
    return changed


def _person_index(table: pa.Table) -> Ints:
    """Give the place of each row's person among everybody ever employed."""
    column = table["person_id"].combine_chunks()
    return np.asarray(column.indices.to_numpy().astype(np.int64))


def _at_site(table: pa.Table, history: History, month: Month, site: int) -> Flags:
    team = month.team[_person_index(table)]
    flags: Flags = history.teams.site[team] == site
    return flags


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def _in_minutes(table: pa.Table, where: Flags) -> pa.Table:
    seconds = table["handle_seconds"].to_numpy()
    minutes = np.where(where, np.round(seconds / 60, 1), seconds)
    return _with(table, "handle_seconds", pa.array(minutes))


def _without_a_week(table: pa.Table, history: History, month: Month) -> pa.Table:
    """Lose the contacts of some days at the first site."""
    day = table["opened_at"].cast(pa.date32()).cast(pa.int32()).to_numpy()
    of_month = day - clock.first_day(month.number) + 1
    lost = (of_month >= LOST_DAYS[0]) & (of_month < LOST_DAYS[1])
    lost &= _at_site(table, history, month, 0)
    return table.filter(pa.array(~lost))


def last_sunday(year: int, month: int) -> int:
    """Give the last Sunday of a month, on which clocks change, in days."""
    last = clock.last_day((year - 1970) * 12 + month - 1)
    return last - (int(clock.weekday(np.array([last]))[0]) + 1) % 7


def _by_universal_time(table: pa.Table) -> pa.Table:
    """Write times by universal time as if it were the centre's."""
    for name in TIMES:
        seconds = pc.fill_null(
            table[name].cast(pa.timestamp("ms")).cast(pa.int64()), 0
        ).to_numpy()
        behind = behind_universal_time(seconds // 1000)
        column = pa.array(seconds - behind * 1000).cast(pa.timestamp("ms"))
        empty = pc.is_null(table[name])
        column = pc.if_else(empty, pa.scalar(None, pa.timestamp("ms")), column)
        table = _with(table, name, column)
    return table


def behind_universal_time(seconds: Ints) -> Ints:
    """Give by how many seconds universal time is behind the centre's clock."""
    behind = np.full(len(seconds), WINTER_SECONDS)
    years = 1970 + np.unique(seconds // 86_400 // 365.25).astype(np.int64)
    for year in range(int(years.min()) - 1, int(years.max()) + 2):
        start, end = (
            last_sunday(year, month) * 86_400 + CHANGE_HOUR_UTC * 3600 + by
            for month, by in ((MARCH, WINTER_SECONDS), (OCTOBER, SUMMER_SECONDS))
        )
        behind[(seconds >= start) & (seconds < end)] = SUMMER_SECONDS
    return behind


def _other_names(people: pa.Array, system: str) -> pa.Array:
    """Name people as another system does: a letter of its own, digits turned round."""
    letter = system[0].upper()
    return pa.array([f"{letter}{name[:0:-1]}" for name in people.to_pylist()])


def _with_other_ids(table: pa.Table, system: str) -> pa.Table:
    column = table["person_id"].combine_chunks()
    other = _other_names(column.dictionary, system)
    return _with(
        table, "person_id", pa.DictionaryArray.from_arrays(column.indices, other)
    )


def keys(history: History) -> pa.Table:
    """Write ``keys``: how the tools' ids map to those of the people system."""
    who = np.flatnonzero(employed(history))
    ours = names(history).take(pa.array(who))
    parts = [
        pa.table(
            {
                "kind": ["person"] * len(who),
                "system": [system] * len(who),
                "system_id": _other_names(ours, system),
                "id": ours,
            }
        )
        for system in sorted(SYSTEMS.values())
    ]
    return codes.sorted_by(pa.concat_tables(parts), "kind", "system", "system_id")
