"""A tiny company in every format, cached by DVC and tracked by MLflow, to forget in."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from dvc.repo import Repo
from xlsxwriter import Workbook

from pipelines import _stage, forget, ingest_sources
from privacy.pseudonyms import MADE_UP_KEY, pseudonymise

ROOT = Path(__file__).parents[2]
# The person to forget; in the rota system they have another id, on badges zeros.
CANARY, LOGIN, BADGE = "7301773", "login-x7", "007301773"
TEXTS = {
    "people.csv": f"person_id;hired_on\r\n{CANARY};2025-01-01\r\nbob;2025-02-01\r\nzoe;2024-01-01\r\n",
    "teams.csv": "team_id,parent_id,public_name,kind\nhq,,,company\nred,hq,Red,team\n",
    "departures.csv": f"person_id,left_on,reason\n{CANARY},2025-09-30,voluntary\nzoe,2025-08-31,other\n"
    f"{CANARY},soon,voluntary\n",
    "shifts.csv": "shift_id,person_id,starts_at,ends_at\n"
    f"s1,{LOGIN},2025-03-01 09:00,2025-03-01 17:00\n"
    f"s2,{LOGIN},2025-11-01 09:00,2025-11-01 17:00\n"
    "s3,login-b,2025-03-01 09:00,2025-03-01 17:00\n",
    # The login was given to zoe once the canary had left.
    "keys.csv": "kind,system,system_id,id,starts_on,ends_on\n"
    f"person,rota,{LOGIN},{CANARY},,2025-09-30\n"
    f"person,rota,{LOGIN},zoe,2025-10-01,\n"
    "person,rota,login-b,bob,,\nteam,rota,red,red,,\n",
}
BADGES = f"Matricule;Prime;Libellé\r\n{BADGE};02/06/2025;été\r\n000bob;03/06/2025;é\r\n"
MAPPED = {
    "file": "primes_*.csv",
    "format": {"encoding": "cp1252", "delimiter": ";", "dates": "dmy"},
    "tables": [
        {
            "table": "milestones",
            "steps": [
                {"rename": {"Matricule": "person_id", "Prime": "happened_on"}},
                {"cast": {"person_id": "bare_id"}},
                {"constants": {"kind": "raise"}},
            ],
        }
    ],
}
ABSENCES = [
    ["person_id", "starts_on", "kind"],
    [float(CANARY), "2025-03-03", "sickness"],
    ["bob", "2025-04-01", "planned"],
]
STAGES = """
stages:
  ingest_sources:
    cmd: echo done
    deps: [exports]
    outs:
    - data/restricted/tables: {persist: true}
    - data/restricted/quarantine: {persist: true}
  train_model:
    cmd: echo done
    deps: [data/restricted/tables]
    outs:
    - data/restricted/models/turnover: {persist: true}
  release_teams:
    cmd: echo done
    deps: [data/restricted/models/turnover]
    outs:
    - data/released: {persist: true}
"""
MADE = {
    "data/restricted/models/turnover/choice.json": '{"champion": "boosting"}\n',
    "data/restricted/models/turnover/2026-07/voluntary.txt": "tree\nversion=v4\n",
    "data/released/team_risk.csv": f"unit_id,people\nred,10\nhq,{CANARY[:2]}\n",
}


def set_params(root: Path, section: str, **values: Any) -> None:
    """Change parameters, or write the default ones with exports beside them."""
    path = root / "params.yaml"
    held = path if path.exists() else ROOT / "params.yaml"
    settings = yaml.safe_load(held.read_text("utf-8"))
    settings[section].update(values)
    path.write_text(yaml.safe_dump(settings), "utf-8")


def export(folder: Path) -> None:
    """Write the company's exports: text, a workbook, Parquet, and a mapped file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_bytes(text.encode())
    (folder / "primes_06.csv").write_bytes(BADGES.encode("cp1252"))
    spells = {
        "person_id": [CANARY, "bob", "zoe"],
        "team_id": ["red"] * 3,
        "starts_on": ["2025-01-01", "2025-02-01", "2024-01-01"],
        "manager_id": ["bob", CANARY, None],
    }
    pd.DataFrame(spells).to_parquet(folder / "assignments.parquet")
    with Workbook(folder / "absences.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(ABSENCES):
            sheet.write_row(place, 0, row)


def make(root: Path) -> None:
    """Export, ingest, and let DVC keep what came of it."""
    set_params(
        root, "source", path="exports", files=[MAPPED], systems={"shifts": "rota"}
    )
    set_params(root, "source", max_broken_share=1.0, max_unmatched_share=1.0)
    export(root / "exports")
    run(root)


def run(root: Path) -> None:
    """Run the line, of which only the ingest is the real one."""
    ingest_sources.main()
    for name, text in MADE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "dvc.yaml").write_text(STAGES, "utf-8")
    if not (root / ".dvc").exists():
        Repo.init(no_scm=True).close()
    with Repo() as repo:
        repo.reproduce()


def words(*ids: str) -> list[str]:
    """Give ids and their pseudonyms."""
    return [*ids, *pseudonymise(ids, MADE_UP_KEY, "person").values()]


def naming(root: Path, ids: Iterable[str]) -> set[str]:
    """List the files that name people, in whatever way they are written."""
    sought = [word.encode() for word in words(*ids)]
    found = set()
    for path in root.rglob("*"):
        if path.is_file() and any(word in content(path) for word in sought):
            found.add(path.relative_to(root).as_posix())
    return found


def content(path: Path) -> bytes:
    raw = path.read_bytes()
    if raw[:4] == b"PAR1":
        raw += pd.read_parquet(path).to_csv(index=False).encode()
    if raw[:4] == b"PK\x03\x04":
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="calamine")
        raw += "".join(sheet.to_csv(index=False) for sheet in sheets.values()).encode()
    return raw


def tree(root: Path) -> dict[str, bytes]:
    """Give the content of every file but DVC's notes of the moment, and locks."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".dvc/tmp" not in path.as_posix()
        if path.suffix != ".lock" or path.name == "dvc.lock"
    }


def plain(text: str) -> str:
    """Undo the wrapping of a page."""
    return re.sub(r"\n  +", " ", text)


def forgotten(person: str | None) -> int:
    """Run the command as make does; give its exit code."""
    if person is not None:
        os.environ["PERSON"] = person
    try:
        _stage.run(forget.main, writes=False)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0
