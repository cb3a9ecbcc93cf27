"""Exports kept by day, and ids of other systems."""

from pathlib import Path
from typing import Any

import pandas as pd

from tests.bad_input.folder import CANARY, GOOD, Spoil, both, export, param, starts
from tests.bad_input.kind import Kind, aside, stops, works


def dated(*days: str, **said: Any) -> Spoil:
    """Put every export into a folder of its day, the same in each."""

    def spoil(root: Path) -> None:
        files = list((root / "exports").iterdir())
        for day in days:
            (root / "exports" / day).mkdir()
            for path in files:
                (root / "exports" / day / path.name).write_bytes(path.read_bytes())
        for path in files:
            path.unlink()
        for name, value in {"dated_folders": True, **said}.items():
            param(f"source.deliveries.{name}", value)(root)

    return spoil


def in_delivery(day: str, table: str, content: str) -> Spoil:
    """Write other text into a table of one delivery."""
    return lambda root: (
        (root / "exports" / day / f"{table}.csv").write_text(content) and None
    )


def system(table: str, name: str) -> Spoil:
    return param("source.systems", {table: name})


def keys(*rows: str) -> Spoil:
    head = "kind,system,system_id,id,starts_on,ends_on"
    text = "\n".join([head, *rows, ""])
    return lambda root: (root / "exports/keys.csv").write_text(text) and None


FIRST, SECOND = "2025-12-31", "2026-01-31"
HALF = "\n".join(GOOD["absences"].splitlines()[:2]) + "\n"
MINE, OTHER = f"person,phones,x1,{CANARY},,", "person,phones,x2,007,,"
CONTACTS = GOOD["interactions"].replace(CANARY, "x1")

DELIVERIES: list[Kind] = [
    stops("no folder that bears a day", "absences", param("source.deliveries.dated_folders", True),
          "exports: no folder in it", "named YYYY-MM-DD"),
    stops("a folder that bears no day", "absences", dated(FIRST, "february"), "february names no day"),
    stops("a folder that bears a day that never was", "absences", dated(FIRST, "2026-02-30"), "2026-02-30 names no day"),
    stops("half a full delivery", "absences", both(dated(FIRST, SECOND), in_delivery(SECOND, "absences", HALF)),
          "absences: the delivery of 2026-01-31 lacks 1 of the 2 rows", "source.deliveries.increments"),
    stops("a delivery in another encoding", "absences",
          both(dated(FIRST, SECOND), lambda root: (root / "exports" / SECOND / "absences.csv").write_bytes(b"\xff\xfe") and None),
          "2026-01-31/absences.csv"),
    stops("a delivery without a needed column", "departures",
          both(dated(FIRST, SECOND), in_delivery(SECOND, "departures", "person_id,left_on\n")),
          "departures: the export has no column reason"),
    stops("a table beside the dated folders and in them", "absences",
          both(dated(FIRST), lambda root: export(root, "absences").write_text(GOOD["absences"]) and None),
          "absences: exports holds it both beside the dated folders"),
    stops("no delivery that holds a needed table", "people",
          both(dated(FIRST), lambda root: (root / "exports" / FIRST / "people.csv").unlink()), "no file for people"),
    aside("a broken row that two deliveries repeat", "absences",
          both(dated(FIRST, SECOND),
               *(in_delivery(day, "absences", GOOD["absences"] + f"{CANARY},x,other,,\n") for day in (FIRST, SECOND))),
          "starts_on is readable as a day"),
    works("the same export twice", "absences", dated(FIRST, SECOND), "a record has one version",
          lambda root: len(starts(root)) == 2),
    works("an increment of one row", "absences",
          both(dated(FIRST, SECOND, increments=["absences"]), in_delivery(SECOND, "absences", HALF)),
          "the other rows stand", lambda root: len(starts(root)) == 2),
]  # fmt: skip

KEYS: list[Kind] = [
    stops("a system of which no key is known", "interactions", both(system("interactions", "phones"), keys()),
          "interactions is said to hold ids of phones", "Systems found in keys: none"),
    stops("a system misspelt", "interactions", both(system("interactions", "phone"), keys(MINE)),
          "Systems found in keys: phones"),
    stops("a system of the people system's own table", "people", system("people", "phones"),
          "people can't bear another system's ids"),
    stops("a system of a table that does not exist", "people", system("calls", "phones"), "calls can't bear"),
    aside("an id that keys do not know", "interactions", both(system("interactions", "phones"), keys(OTHER)),
          "the person of phones is known in keys", rows=1),
    aside("an id that somebody else has that day", "interactions",
          both(system("interactions", "phones"), keys(f"person,phones,{CANARY},007,2025-03-02,")),
          "the person of phones is known in keys"),
    aside("an id of two people at once", "keys", keys(MINE, "person,phones,x1,007,2025-03-01,"),
          "an id of another system means one at a time"),
    aside("a key to nobody", "interactions",
          both(system("interactions", "phones"), keys(f"person,phones,{CANARY},nobody,,")),
          "the person is known in people"),
    works("another system's ids, with keys", "interactions",
          both(lambda root: export(root, "interactions").write_text(CONTACTS) and None,
               system("interactions", "phones"), keys(MINE)),
          "they are the people system's from then on",
          lambda root: len(pd.read_parquet(root / "data/restricted/tables/interactions")) == 2),
]  # fmt: skip
