"""A small company whose month is to be published: made-up tables, people, a gate."""

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

from pipelines import _ledger, _stage, publish, write_report
from pipelines.publishing import refusals
from tests.bad_input.folder import param
from tests.reports import made_up_release as made_up

PARAMS = Path("params.yaml").resolve()
MONTH, REVIEWER = "2026-10", "The Reviewer"
LEDGER = _ledger.LEDGER


def alone_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(folder)
    patch.setattr("sys.argv", ["publish"])
    for name in ("DVC_ROOT", "ACCEPT", "NEW_LEDGER", _stage.TRACE):
        patch.delenv(name, raising=False)
    patch.setattr(refusals, "stale_stages", lambda: [])


def release(tables: dict[str, pd.DataFrame]) -> None:
    """Write released tables and their report, as the stages do."""
    released = made_up.released(tables)
    folder = Path("data/released")
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in released.tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "digest.txt").write_text(f"{released.digest}\n")
    write_report.main()


def people(moved: str = "T01") -> None:
    """Fifteen people a team in every month; one of them is where it is said."""
    rows = [
        (month, f"person-{team}-{n}", team, False)
        for month in made_up.MONTHS
        for team in (f"T{number:02d}" for number in range(1, 16))
        for n in range(15)
    ]
    columns = ["as_of", "person_id", "team_id", "announced"]
    features = pd.DataFrame(rows, columns=columns)
    features.loc[features["person_id"] == "person-T01-0", "team_id"] = moved
    Path("data/restricted/tables").mkdir(parents=True, exist_ok=True)
    features.to_parquet("data/restricted/features.parquet")
    parents = {"C": None, "S1": "C", "S2": "C", "S3": "C"}
    parents |= {f"T{n:02d}": f"S{(n - 1) // 5 + 1}" for n in range(1, 16)}
    teams = pd.DataFrame({"team_id": [*parents], "parent_id": [*parents.values()]})
    teams.to_parquet("data/restricted/tables/teams.parquet")


def gate(outcome: str, *failed: str, month: str = MONTH) -> None:
    Path("metrics/gate").mkdir(parents=True, exist_ok=True)
    said = {"month": month, "failed": failed, "passed": not failed}
    Path(f"metrics/gate/{outcome}.json").write_text(json.dumps(said))


def ask(monkeypatch: pytest.MonkeyPatch, **words: str) -> int:
    """Run the command as make does; give its exit code."""
    asked = {"MONTH": MONTH, "REVIEWER": REVIEWER} | words
    for name, word in asked.items():
        monkeypatch.setenv(name, word)
    try:
        _stage.run(publish.main)
    except SystemExit as ended:
        return int(str(ended.code))
    finally:
        for name in asked:
            monkeypatch.delenv(name)
    return 0


def everything(place: Path) -> dict[str, bytes]:
    files = (path for path in place.rglob("*") if path.is_file())
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in files
        if path.name != "stage.lock"
    }


def head() -> str:
    (line,) = (o for o in Path("params.yaml").read_text().split("\n") if "_head" in o)
    return line.split('"')[1]


def set_head(to: str) -> None:
    words = Path("params.yaml").read_text()
    old, new = f'ledger_head: "{head()}"', f'ledger_head: "{to}"'
    Path("params.yaml").write_text(words.replace(old, new))


def next_month() -> None:
    """Release November, on top of what was released before."""
    tables = made_up.tables()
    for name in ("team_risk", "rate_steps"):
        table = tables[name]
        last = table[table["month"] == made_up.MONTHS[-1]]
        new = last.assign(month=pd.Timestamp("2026-11-30"))
        tables[name] = pd.concat([table, new], ignore_index=True)
    param("time.last_month", "2026-11")(Path())
    release(tables)
    gate("turnover", month="2026-11")
    gate("absence", month="2026-11")


def written_head() -> str:
    """The head in parameters that a program wrote, their lines in another order."""

    return str(
        yaml.safe_load(Path("params.yaml").read_text())["release"]["ledger_head"]
    )
