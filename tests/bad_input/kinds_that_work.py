"""What looks odd and is none the less right: it works, silently."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import _files
from privacy.pseudonyms import MADE_UP_KEY, pseudonymise
from tests.bad_input.folder import (
    CANARY,
    GOOD,
    Spoil,
    both,
    cell,
    column,
    export,
    parquet,
    reworded,
    row,
    text,
)
from tests.bad_input.kind import Check, Kind, works


def stored(root: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(root / _files.table_path(table))


def rows(table: str, count: int) -> Check:
    """Every row came in."""
    return lambda root: len(stored(root, table)) == count and not broken(root, table)


def broken(root: Path, table: str) -> dict[str, int]:
    counts = json.loads((root / "metrics/ingest.json").read_text("utf-8"))
    return dict(counts["tables"][table]["broken"])


def values(table: str, name: str, *expected: Any) -> Check:
    """A column holds these values, in the order of their text."""
    return lambda root: (
        sorted(map(str, stored(root, table)[name].dropna())) == sorted(map(str, expected))
        and not broken(root, table)
    )  # fmt: skip


def person(table: str, who: str) -> Check:
    """A person's rows bear the pseudonym of exactly this code."""
    name = pseudonymise([who], MADE_UP_KEY, "person")[who]
    return lambda root: name in set(stored(root, table)["person_id"])


def renamed(suffix: str) -> Spoil:
    return lambda root: (
        export(root, "absences").rename(export(root, "absences").with_suffix(suffix)) and None
    )  # fmt: skip


def beside(name: str, content: bytes) -> Spoil:
    return lambda root: (root / "exports" / name).write_bytes(content) and None


def swapped(table: str, old: str, new: str) -> Spoil:
    return text(table, GOOD[table].replace(old, new))


def known_as(code: str) -> Spoil:
    """Give the first person another code, in every file."""

    def spoil(root: Path) -> None:
        for path in (root / "exports").iterdir():
            path.write_text(path.read_text("utf-8").replace(CANARY, code), "utf-8")

    return spoil


def code(name: str, written: str, who: str | None = None) -> Kind:
    return works(
        name,
        "absences",
        known_as(written),
        "is kept as it stands",
        person("absences", who or written),
    )


def parts(table: str) -> tuple[str, ...]:
    return tuple(GOOD[table].splitlines())


NOON = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
WRITTEN = [
    works("a byte order mark", "absences", text("absences", GOOD["absences"], "utf-8-sig"), "is passed over", rows("absences", 2)),
    works("line ends of Windows", "absences", swapped("absences", "\n", "\r\n"), "are line ends", rows("absences", 2)),
    works("line ends of old Macs", "absences", swapped("absences", "\n", "\r"), "are line ends", rows("absences", 2)),
    works("semicolons between cells", "absences", swapped("absences", ",", ";"), "are told from commas", rows("absences", 2)),
    works("tabs between cells", "absences", swapped("absences", ",", "\t"), "are told from commas", rows("absences", 2)),
    works("no line end at the end", "absences", text("absences", GOOD["absences"].rstrip()), "changes nothing", rows("absences", 2)),
    works("empty lines at the end", "absences", text("absences", GOOD["absences"] + "\n\n"), "are passed over", rows("absences", 2)),
    works("an ending in capitals", "absences", renamed(".CSV"), "is read like .csv", rows("absences", 2)),
    works("a comma inside quotes", "initiatives", reworded("initiatives", "Shorter queues", '"Shorter, calmer"'),
          "stays in its cell", values("initiatives", "action", "Shorter, calmer")),
    works("a line end inside quotes", "initiatives", reworded("initiatives", "Shorter queues", '"Shorter\nqueues"'),
          "stays in its cell", values("initiatives", "action", "Shorter\nqueues")),
    works("two thousand columns", "milestones", lambda root: text(
              "milestones", ",".join([parts("milestones")[0], *(f"c{i}" for i in range(2_000))]) + "\n"
              + parts("milestones")[1] + "," * 2_000 + "\n")(root),
          "the known ones are read", rows("milestones", 1)),
    works("a column that no contract knows", "absences", column("absences", "shoe_size"), "is listed in metrics/ingest.json",
          lambda root: "shoe_size" in (root / "metrics/ingest.json").read_text("utf-8")
          and "shoe_size" not in stored(root, "absences")),
    works("a column named in SQL", "absences", column("absences", '"x""; DROP TABLE people; --"'),
          "is a name like any other", rows("absences", 2)),
    works("a file that belongs to no table", "absences", beside("holidays.csv", b"day\n"), "is left alone", rows("absences", 2)),
    works("a file named in SQL", "absences", beside("x'); DROP TABLE people; --.csv", b"day\n"),
          "is left alone", rows("absences", 2)),
    works("the lock that an open spreadsheet leaves", "absences", beside(".~lock.absences.csv#", b"x"),
          "is left alone", rows("absences", 2)),
]  # fmt: skip
CODES = [
    code("a code with leading zeros", "00042"),
    code("a code beyond the Latin alphabet", "Žoë-李-٣"),
    code("a code of ten thousand characters", "k" * 10_000),
    code("a code written as SQL", "'; DROP TABLE people; --"),
    code("a code with a quote", "o'neil"),
    code("a code that climbs folders", "../../etc/passwd"),
    code("a code written as a formula", "=1+1"),
    code("a code with a zero byte", "a\0b"),
    code("a code that says NULL", "NULL"),
    works("spaces around a code", "absences", cell("absences", "person_id", f"  {CANARY}\u00a0 "), "are cut off",
          person("absences", CANARY)),
    works("Parquet: codes as numbers with decimals", "absences",
          both(known_as("7301"), parquet("absences", person_id=[7301.0, 7301.0])),
          "are read as whole: 7301.0 is 7301", person("absences", "7301")),
    works("a formula in a text", "initiatives", reworded("initiatives", "Shorter queues", "=SUM(A1:A9)"),
          "is text", values("initiatives", "action", "=SUM(A1:A9)")),
]  # fmt: skip
CLOCKS = [
    works("an hour that summer time skips", "shifts",
          reworded("shifts", "2025-03-01 09:00,2025-03-01 17:00", "2025-03-30 02:30,2025-03-30 10:00"),
          "is taken as the clock said it", values("shifts", "starts_at", "2025-03-02 09:00:00", "2025-03-30 02:30:00")),
] + [
    works(f"a time {how}", "interactions", reworded("interactions", "2025-03-01 10:00", written),
          "is brought to the centre's clock",
          values("interactions", "opened_at", "2025-03-01 09:10:00", "2025-07-01 12:00:00"))
    for how, written in (
        ("in UTC", "2025-07-01T10:00:00Z"), ("with its distance from UTC", "2025-07-01 15:30:00+05:30"),
    )
] + [
    works("Parquet: times with a zone", "interactions",
          parquet("interactions", opened_at=pd.to_datetime([NOON, NOON]), closed_at=None),
          "are brought to the centre's clock",
          values("interactions", "opened_at", "2025-07-01 12:00:00", "2025-07-01 12:00:00")),
    works("Parquet: days as times", "absences",
          parquet("absences", starts_on=pd.to_datetime(["2025-03-03", "2025-04-01"])),
          "are read as days", values("absences", "starts_on", "2025-03-03", "2025-04-01")),
    works("an end in the year 9999", "absences", cell("absences", "ends_on", "9999-12-31"), "means still open",
          values("absences", "ends_on", "2025-04-04")),
]  # fmt: skip
ODD = [
    works("a queue that no other table names", "interactions", column("interactions", "queue", "never-heard-of"),
          "is a queue: nobody lists them", values("interactions", "queue", "never-heard-of", "never-heard-of")),
    works("a telephone's clock an hour off", "interactions",
          reworded("interactions", "2025-03-01 09:10,2025-03-01 09:15", "2025-03-01 08:10,2025-03-01 08:15"),
          "is believed: contacts outside their shift count all the same",
          values("interactions", "opened_at", "2025-03-01 08:10:00", "2025-03-01 10:00:00")),
    works("a shift planned for after the last day", "shifts",
          row("shifts", f"s3,{CANARY},2026-01-05 09:00,2026-01-05 17:00,2025-10-01 12:00,planned,,true"),
          "was planned before the notice came", rows("shifts", 3)),
    works("a contact of somebody hired again", "interactions",
          both(row("interactions", f"i3,{CANARY},2026-02-02 09:10,,280,4"),
               row("assignments", f"{CANARY},red,2026-02-01,,agent,1,35,0")),
          "is one of the new employment", rows("interactions", 3)),
    works("a table of one row", "milestones", text("milestones", GOOD["milestones"]), "is a table", rows("milestones", 1)),
    works("an optional table with a header alone", "absences", text("absences", parts("absences")[0] + "\n"),
          "is empty, and said to be", rows("absences", 0)),
    works("a column without a single value", "absences", column("absences", "hours", ""), "stays empty",
          values("absences", "hours")),
    works("Parquet: a column of the type nothing", "absences", parquet("absences", hours=[None, None]), "stays empty",
          values("absences", "hours")),
    works("a number that is none", "milestones", cell("milestones", "amount", "NaN"), "is empty",
          values("milestones", "amount")),
    works("a contact that nobody took", "interactions", text("interactions", GOOD["interactions"]), "keeps its agent empty",
          rows("interactions", 2)),
    works("four hundred days of absence in a year", "absences",
          text("absences", GOOD["absences"] + f"{CANARY},2025-01-01,other,2025-12-31,1\n{CANARY},2025-02-01,other,2025-03-05,1\n"),
          "spells may overlap; they are merged later", rows("absences", 4)),
    works("two teams on the same days", "assignments", row("assignments", f"{CANARY},red,2025-03-01,,agent,1,35,0"),
          "the later assignment says the team", rows("assignments", 3)),
    works("two answers alike", "survey_answers", text("survey_answers", GOOD["survey_answers"]),
          "are two answers: a survey names nobody", rows("survey_answers", 2)),
]  # fmt: skip

KINDS: list[Kind] = [*WRITTEN, *CODES, *CLOCKS, *ODD]
