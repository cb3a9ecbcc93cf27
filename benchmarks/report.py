"""How long a month's report takes to write, and how large it is.

Run by ``python -m benchmarks.report``: it needs the default company's released tables
(``dvc repro release_teams``), repeats some teams under other ids until there are a
hundred, and runs the stage on them in a process of its own. Writes
benchmarks/report.json and its lines in benchmarks/README.md.
"""

import json
import os
import platform
import shutil
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from benchmarks.cold_run import PAGE, ROOT, with_table
from benchmarks.stage_cost import cost
from pipelines import _files
from pipelines.write_report import read_released
from privacy.settled import digest_of, settle

RESULT = ROOT / "benchmarks" / "report.json"
MARKS = ("<!-- report -->", "<!-- end of report -->")
TEAMS, TURNS = 100, 3
LIMITS = {"seconds": 40, "megabytes": 15}
KINDS = {
    "html": "pages",
    "pdf": "documents on paper",
    "xlsx": "spreadsheets",
    "zip": "tables",
}


def tables() -> dict[str, pd.DataFrame]:
    """Give the released tables of a company of so many teams."""
    released = read_released(ROOT / _files.RELEASED).tables
    risk = released["team_risk"]
    latest = risk[
        (risk["month"] == risk["month"].max()) & (risk["unit_level"] == "team")
    ]
    teams = sorted(latest.loc[latest["status"] != "merged", "unit_id"].unique())
    again = teams[: max(0, TEAMS - len(teams))]
    return {
        name: settle(name, repeated(frame, again)) for name, frame in released.items()
    }


def repeated(frame: pd.DataFrame, units: list[str]) -> pd.DataFrame:
    """Add the rows of some units under other ids."""
    if "unit_id" not in frame.columns:
        return frame
    more = frame[frame["unit_id"].isin(units)].copy()
    more["unit_id"] += "-again"
    if "unit_name" in more.columns:
        more["unit_name"] += " again"
    return pd.concat([frame, more], ignore_index=True)


def laid_out(folder: Path) -> dict[str, int]:
    """Lay out a checkout's parameters and released tables; give its size."""
    made = tables()
    shutil.copy(ROOT / "params.yaml", folder)
    place = folder / _files.RELEASED
    place.mkdir(parents=True)
    for name, frame in made.items():
        _files.write_parquet(place / f"{name}.parquet", frame)
    (place / "digest.txt").write_text(f"{digest_of(made)}\n", "utf-8")
    risk = made["team_risk"]
    shown = risk[(risk["unit_level"] == "team") & (risk["status"] != "merged")]
    return {
        "teams": int(
            shown.loc[shown["month"] == risk["month"].max(), "unit_id"].nunique()
        ),
        "months": int(risk["month"].nunique()),
    }


def measured(folder: Path) -> dict[str, float]:
    """Write the report there; give seconds, seconds of a core, and peak MiB."""
    took = cost(folder, "write_report")
    return {
        "seconds": round(took.seconds, 1),
        "core_seconds": round(took.core_seconds, 1),
        "peak_mib": round(took.peak_mib),
    }


def sizes(folder: Path) -> dict[str, dict[str, float]]:
    """Give how many files of each kind there are, and their bytes."""
    files: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for path in (folder / _files.REPORTS).rglob("*"):
        if path.is_file():
            kind = KINDS.get(path.suffix[1:], "charts and styles")
            files[kind] += 1
            weights[kind] += path.stat().st_size
    return {
        kind: {"files": files[kind], "megabytes": round(weights[kind] / 1e6, 2)}
        for kind in (*KINDS.values(), "charts and styles")
    }


def table(result: dict[str, Any]) -> str:
    """Lay the result out."""
    time_of, kinds = result["time"], result["kinds"]
    weight = sum(kind["megabytes"] for kind in kinds.values())
    company = result["company"]
    lines = [
        f"{company['teams']} teams, {company['months']} months of history, both "
        f"languages; {result['cores']} cores, Python {result['python']}; median of "
        f"{TURNS} turns, with {result['load']:.0f} processes at work or waiting on the "
        "machine.",
        "",
        "| | files | megabytes |",
        "|---|---:|---:|",
        *(
            f"| {name} | {kind['files']:,.0f} | {kind['megabytes']:.1f} |"
            for name, kind in kinds.items()
        ),
        "",
        "| | aimed at | measured |",
        "|---|---:|---:|",
        f"| seconds | ≤ {LIMITS['seconds']} | {time_of['seconds']:.1f} |",
        f"| seconds of a core | | {time_of['core_seconds']:.1f} |",
        f"| megabytes in all | ≤ {LIMITS['megabytes']} | {weight:.1f} |",
        f"| peak MiB | | {time_of['peak_mib']:,.0f} |",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write the lines."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        company = laid_out(folder)
        turns = [measured(folder) for _ in range(TURNS)]
        kinds = sizes(folder)
    result = {
        "company": company,
        "time": sorted(turns, key=lambda turn: turn["seconds"])[TURNS // 2],
        "kinds": kinds,
        "load": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(result), MARKS), "utf-8")
    sys.stdout.write(table(result))


if __name__ == "__main__":
    main()
