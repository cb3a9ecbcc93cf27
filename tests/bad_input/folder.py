"""A tiny folder of good exports, and the small things that can go wrong with it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

ROOT = Path(__file__).parents[2]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Spoil = Callable[[Path], None]

# A person whom no message may name: every row that is spoilt is theirs.
CANARY = "canary-7301"
NEEDED = ("people", "teams", "assignments", "departures")
GOOD = {
    "people": f"person_id,hired_on,birth_year\n{CANARY},2025-01-01,1990\n007,2025-02-01,1985\n",
    "teams": "team_id,parent_id,public_name,kind\nhq,,,company\nred,hq,Red,team\n",
    "assignments": "person_id,team_id,starts_on,ends_on,role,fte,weekly_hours,remote_share\n"
    f"{CANARY},red,2025-01-01,,agent,1,35,0.2\n007,red,2025-02-01,,agent,0.8,28,0\n",
    "departures": f"person_id,left_on,reason,notified_on\n{CANARY},2025-12-30,voluntary,2025-11-30\n",
    "absences": "person_id,starts_on,kind,ends_on,day_share\n"
    f"{CANARY},2025-03-03,sickness,2025-03-07,1\n007,2025-04-01,planned,2025-04-04,1\n",
    "milestones": f"person_id,happened_on,kind,amount\n{CANARY},2025-05-05,training,7\n",
    "shifts": "shift_id,person_id,starts_at,ends_at,published_at,status,worked_minutes,remote\n"
    f"s1,{CANARY},2025-03-01 09:00,2025-03-01 17:00,2025-02-01 12:00,worked,420,true\n"
    "s2,007,2025-03-02 09:00,2025-03-02 17:00,2025-02-01 12:00,planned,,false\n",
    "interactions": "interaction_id,person_id,opened_at,closed_at,handle_seconds,csat\n"
    f"i1,{CANARY},2025-03-01 09:10,2025-03-01 09:15,280,4\n"
    "i2,,2025-03-01 10:00,,,\n",
    "activity_days": "person_id,day,contacts,handle_seconds\n"
    f"{CANARY},2025-03-01,42,9000\n007,2025-03-02,38,8000\n",
    "queue_days": "day,queue,offered,answered\n2025-03-01,billing,100,90\n",
    "survey_questions": "question,construct,reversed\nq1,exhaustion,false\n",
    "survey_invitations": "campaign_id,closed_on,team_id,invited\nc1,2025-06-30,red,2\n",
    "survey_answers": "campaign_id,closed_on,team_id,question,answer,scale_min,scale_max\n"
    "c1,2025-06-30,red,q1,3,1,5\nc1,2025-06-30,red,q1,3,1,5\n",
    "survey_scores": "campaign_id,closed_on,team_id,construct,mean,answers\n"
    "c1,2025-06-30,red,exhaustion,0.7,12\n",
    "team_plans": "team_id,month,planned_fte\nred,2025-03-01,2\n",
    "events": "kind,starts_at,ends_at\noutage,2025-03-01 09:00,2025-03-01 10:00\n",
    "initiatives": "initiative_id,team_id,action,starts_on,ends_on,chosen_by\n"
    "n1,red,Shorter queues,2025-03-01,2025-06-01,drawn\n",
    "unit_kpis": "month,team_id,kpi,value\n2025-03-01,red,retention,0.9\n",
    "keys": f"kind,system,system_id,id\nperson,telephony,x1,{CANARY}\n",
}


def make_good(root: Path, table: str) -> None:
    """Write the needed exports, one more, and the default parameters."""
    settings = yaml.load((ROOT / "params.yaml").read_text("utf-8"), LOADER)
    settings["source"]["path"] = "exports"
    settings["activity"]["threads"] = 1
    (root / "params.yaml").write_text(yaml.dump(settings, Dumper=DUMPER), "utf-8")
    shutil.rmtree(root / "exports", ignore_errors=True)
    (root / "exports").mkdir()
    for name in {*NEEDED, table} & {*GOOD}:
        export(root, name).write_text(GOOD[name], "utf-8")


def export(root: Path, table: str) -> Path:
    return root / "exports" / f"{table}.csv"


def text(table: str, content: str, encoding: str = "utf-8") -> Spoil:
    """Write other text into a table's file."""
    return lambda root: (
        export(root, table).write_bytes(content.encode(encoding)) and None
    )


def reworded(table: str, old: str, new: str, encoding: str = "utf-8") -> Spoil:
    """Replace words of a good file; they must be there."""
    assert old in GOOD[table], f"{old} is not in {table}"
    return text(table, GOOD[table].replace(old, new), encoding)


def row(table: str, line: str) -> Spoil:
    """Add one line to a good file."""
    return text(table, f"{GOOD[table]}{line}\n")


def cell(table: str, column: str, value: str) -> Spoil:
    """Put a value into the first row's cell of a column."""
    header, first, *rest = GOOD[table].splitlines()
    cells = first.split(",")
    cells[header.split(",").index(column)] = value
    return text(table, "\n".join([header, ",".join(cells), *rest, ""]))


def column(table: str, name: str, value: str = "x") -> Spoil:
    """Add a column with one value all the way down."""
    header, *rows = GOOD[table].splitlines()
    lines = [f"{header},{name}", *(f"{line},{value}" for line in rows), ""]
    return text(table, "\n".join(lines))


def without(table: str, *names: str) -> Spoil:
    """Leave columns out."""
    header, *rows = (line.split(",") for line in GOOD[table].splitlines())
    kept = [i for i, name in enumerate(header) if name not in names]
    lines = [",".join(line[i] for i in kept) for line in (header, *rows)]
    return text(table, "\n".join([*lines, ""]))


def parquet(table: str, **columns: Any) -> Spoil:
    """Write the table as Parquet instead, with some columns typed otherwise."""

    def spoil(root: Path) -> None:
        frame = pd.read_csv(export(root, table), dtype="str").assign(**columns)
        frame.to_parquet(export(root, table).with_suffix(".parquet"), index=False)
        export(root, table).unlink()

    return spoil


def param(dotted: str, value: Any) -> Spoil:
    """Set one parameter, by its dotted name."""

    def spoil(root: Path) -> None:
        path = root / "params.yaml"
        content = yaml.load(path.read_text("utf-8"), LOADER)
        section = content
        *above, name = dotted.split(".")
        for part in above:
            section = section[part]
        section[name] = value
        path.write_text(yaml.dump(content, Dumper=DUMPER), "utf-8")

    return spoil


def param_text(old: str, new: str) -> Spoil:
    """Replace words of the parameters as they stand in the checkout."""

    def spoil(root: Path) -> None:
        words = (ROOT / "params.yaml").read_text("utf-8")
        assert old in words, f"{old} is not in params.yaml"
        (root / "params.yaml").write_text(words.replace(old, new), "utf-8")

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """Do one thing after the other."""

    def spoil(root: Path) -> None:
        for each in spoils:
            each(root)

    return spoil


def starts(root: Path) -> list[str]:
    """Give the first days of the absences that came in."""
    found = pd.read_parquet(root / "data/restricted/tables/absences.parquet")
    return sorted(found["starts_on"].astype(str))
