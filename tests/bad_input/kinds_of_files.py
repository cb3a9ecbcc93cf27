"""Files that can't be used as they are, and some that only look so."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.bad_input.folder import (
    CANARY,
    GOOD,
    NEEDED,
    Spoil,
    column,
    export,
    param,
    parquet,
    reworded,
    row,
    text,
    without,
)
from tests.bad_input.kind import Kind, stops


def gone(table: str) -> Spoil:
    return lambda root: export(root, table).unlink()


def emptied(root: Path) -> None:
    for path in (root / "exports").iterdir():
        path.unlink()


def replaced(table: str, make: Callable[[Path], object], suffix: str = ".csv") -> Spoil:
    """Put something else where a table's file was."""

    def spoil(root: Path) -> None:
        export(root, table).unlink()
        make(export(root, table).with_suffix(suffix))

    return spoil


def cut_parquet(path: Path) -> None:
    pd.DataFrame({"person_id": [CANARY] * 500}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])


def part(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    spell = {"person_id": CANARY, "starts_on": "2025-03-03", "kind": "sickness"}
    pd.DataFrame([spell]).to_parquet(path)


def half_cut(folder: Path) -> None:
    part(folder / "2025-03.parquet")
    part(folder / "2025-04.parquet")
    cut_parquet(folder / "2025-04.parquet")


def hollow_parquet(path: Path) -> None:
    pd.DataFrame({"person_id": [f"{CANARY}{i}" for i in range(500)]}).to_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(
        whole[:100] + bytes(len(whole) // 2) + whole[100 + len(whole) // 2 :]
    )


def written(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


MISSING = [
    stops(f"no file for {table}", table, gone(table), f"exports: no file for {table}", "docs/contracts.md")
    for table in NEEDED
] + [
    stops("a folder with nothing in it", "people", emptied, "no file for people, assignments, teams, departures"),
    stops("no folder at all", "people", param("source.path", "nowhere"),
          "nowhere is not a folder", "Correct source.path"),
    stops("a file where the folder should be", "people", param("source.path", "exports/people.csv"),
          "is not a folder", "Correct source.path"),
    stops("a path that climbs out to nowhere", "people", param("source.path", "../../../no/such/place"),
          "is not a folder"),
    stops("a path written as SQL", "people", param("source.path", "x'); DROP TABLE people; --"), "is not a folder"),
    stops("a folder that is a link to itself", "people",
          lambda root: (root / "ring").symlink_to("ring") or param("source.path", "ring")(root),
          "is not a folder"),
    stops("a table's file that is a folder", "absences", replaced("absences", Path.mkdir),
          "absences.csv is not a file", "a folder of Parquet files"),
    stops("a table's folder without a Parquet file", "absences", replaced("absences", Path.mkdir, ""),
          "absences is not a file", "a folder of Parquet files"),
    stops("a table as a file and as a folder", "absences",
          lambda root: part(export(root, "absences").with_suffix("") / "2025-03.parquet"),
          "holds it twice, as absences and as absences.csv", "Remove one"),
    stops("a folder of which one file was cut off", "absences", replaced("absences", half_cut, ""),
          "2025-04.parquet: not readable as PARQUET", "Export it again"),
    stops("a table's file that is a link to itself", "absences",
          replaced("absences", lambda path: path.symlink_to(path.name)), "absences.csv is not a file"),
    stops("one table in two files", "people",
          lambda root: export(root, "people").with_suffix(".parquet").write_bytes(b"") and None,
          "holds it twice, as people.csv and as people.parquet", "Remove one"),
    stops("a table under a name of its own", "departures",
          replaced("departures", written(GOOD["departures"].encode()), ".txt"), "no file for departures"),
]  # fmt: skip

DAMAGED = [
    stops("a file of nothing", "absences", text("absences", ""), "absences", "Expected"),
    stops("a needed file with a header alone", "departures", text("departures", GOOD["departures"].split("\n")[0] + "\n"),
          "departures: the export holds no row", "Export it again"),
    stops("Parquet that was cut off", "absences", replaced("absences", cut_parquet, ".parquet"),
          "not readable as PARQUET", "Export it again"),
    stops("Parquet with a hole in it", "absences", replaced("absences", hollow_parquet, ".parquet"), "absences"),
    stops("text under a Parquet name", "absences",
          replaced("absences", written(GOOD["absences"].encode()), ".parquet"), "not readable as PARQUET"),
    stops("Parquet under a CSV name", "absences",
          replaced("absences", lambda path: pd.DataFrame({"person_id": [CANARY]}).to_parquet(path)), "absences"),
    stops("a workbook under a CSV name", "absences",
          replaced("absences", written(b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 8)), "absences"),
    stops("a log-in page instead of the export", "absences",
          text("absences", "<html><body>\n<p>Please log in again</p>\n</body></html>\n"), "absences"),
    stops("noise instead of text", "absences", replaced("absences", written(bytes(range(128, 256)) * 9)), "absences"),
    stops("French text in the Windows encoding", "absences",
          reworded("absences", "sickness", "malade né", "cp1252"), "it is not UTF-8 text"),
    stops("Windows encoding far down a long file", "absences",
          lambda root: export(root, "absences").write_bytes(
              GOOD["absences"].encode() + b"007,2025-04-01,planned,,\n" * 30_000 + b"007,2025-04-01,n\xe9,,\n") and None,
          "it is not UTF-8 text"),
    stops("UTF-16, as some tools call Unicode", "absences", text("absences", GOOD["absences"], "utf-16"), "absences"),
    stops("a row with cells missing", "absences", row("absences", CANARY), "absences", "as many cells"),
    stops("a row with cells too many", "absences", row("absences", f"{CANARY},2025-05-05,other,,,,x,y"),
          "absences", "as many cells"),
    stops("a row with cells too many, far down", "absences",
          text("absences", GOOD["absences"] + "007,2025-04-01,planned,,\n" * 30_000 + f"{CANARY},2025-05-05,other,,,x,y\n"),
          "more or fewer cells than the first line"),
    stops("a quote that never closes", "absences", row("absences", f'"{CANARY},2025-05-05,other,,'), "absences"),
    stops("a line longer than any row", "absences", row("absences", "x" * 3_000_000), "absences"),
    stops("a million columns", "absences", text("absences", ",".join(f"c{i}" for i in range(1_000_000)) + "\n"),
          "not readable as CSV"),
    stops("a title above the header", "absences", text("absences", f"Absences of {CANARY}\n" + GOOD["absences"]), "absences"),
]  # fmt: skip

HEADERS = [
    stops(f"no column {name} in {table}", table, without(table, name),
          f"{table}: the export has no column {name}", "Rename the export's columns")
    for table, name in (
        ("people", "hired_on"), ("assignments", "team_id"), ("teams", "team_id"), ("departures", "reason"),
        ("absences", "kind"), ("shifts", "ends_at"), ("interactions", "opened_at"),
        ("activity_days", "contacts"), ("survey_answers", "scale_max"), ("team_plans", "month"),
    )
] + [
    stops("no header", "departures", text("departures", f"{CANARY},2025-12-30,voluntary\n007,2025-12-30,other\n"),
          "departures: the export has no column person_id, left_on, reason"),
    stops("a header in capitals", "departures", reworded("departures", "person_id", "PERSON_ID"),
          "the export has no column person_id"),
    stops("a column that stands there twice", "absences", column("absences", "kind"),
          "the column kind stands there twice", "Rename or remove one"),
    stops("twins that differ in capitals alone", "absences", column("absences", "Kind"),
          "the column kind stands there twice"),
    stops("Parquet: lists in a column", "milestones", parquet("milestones", topic=[["a", "b"]]),
          "the column topic holds lists, records or bytes"),
    stops("Parquet: records in a column", "milestones", parquet("milestones", topic=[{"a": 1}]),
          "the column topic holds lists, records or bytes"),
    stops("Parquet: bytes in a column", "milestones", parquet("milestones", topic=[b"\x00\xff"]),
          "the column topic holds lists, records or bytes"),
    stops("a person beside a survey's answer", "survey_answers", column("survey_answers", "person_id", CANARY),
          "person_id names a person", "without it"),
    stops("an address beside a survey's answer", "survey_answers", column("survey_answers", "E-Mail", CANARY),
          "names a person"),
    stops("a person beside a team's score", "survey_scores", column("survey_scores", "employee_id", CANARY),
          "employee_id names a person"),
] + [
    stops(f"a column of {name.replace('_', ' ').lower()}", table, column(table, name, CANARY),
          "columns that are refused", because, "Export the table again without them")
    for table, name, because in (
        ("interactions", "voice_tone", "inferring emotions at work is forbidden"),
        ("interactions", "Agent Sentiment", "inferring emotions at work is forbidden"),
        ("activity_days", "keystrokes", "constant surveillance"),
        ("shifts", "screen_time", "constant surveillance"),
        ("absences", "diagnosis", "health data of a person"),
        ("people", "union_member", "protected fact"),
        ("people", "NATIONALITY", "protected fact"),
    )
]  # fmt: skip

KINDS: list[Kind] = [*MISSING, *DAMAGED, *HEADERS]
