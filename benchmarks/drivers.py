"""How long drivers take from ready activity, and how much memory, by size of company.

Run by ``python -m benchmarks.drivers``: it needs the default company's restricted
data (``dvc repro summarise_activity``), repeats them under other ids until there are
so many people, and builds the features of each size in a process of its own. Writes
benchmarks/drivers.json and its lines in benchmarks/README.md.
"""

import json
import os
import platform
import sys
from math import ceil, log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import yaml

from benchmarks.cold_run import PAGE, ROOT, with_table
from benchmarks.stage_cost import cost
from pipelines import _files

RESULT = ROOT / "benchmarks" / "drivers.json"
MARKS = ("<!-- drivers -->", "<!-- end of drivers -->")
SIZES = (5_000, 20_000)
ASKED, MONTHS, STATED = 20_000, 36, 100_000
LIMITS = {"seconds": 60, "peak_gib": 4}
IDS = ("person_id", "team_id", "parent_id", "manager_id", "successor_id")
MIB_A_GIB = 2**10


def repeated(source: Path, target: Path, copies: int) -> None:
    """Write a table of so many companies, each under ids of its own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        export = connection.read_parquet(str(source))
        ids = [name for name in export.columns if name in IDS]
        said = ", ".join(f"{name} || '-' || copy AS {name}" for name in ids)
        columns = f"* EXCLUDE (copy) {f'REPLACE ({said})' if said else ''}"
        # Of contacts and rotas drivers ask no more than whether they came.
        times = 0 if source.parent.name in ("interactions", "shifts") else copies
        copy = f"range({times if said else 1}) AS copies(copy)"
        connection.sql(f"SELECT {columns} FROM export, {copy}").write_parquet(
            str(target), compression="zstd"
        )


def company(folder: Path, people: int) -> dict[str, Any]:
    """Lay out a checkout's data and parameters; give how large it came out."""
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    settings["time"]["history_months"] = MONTHS
    copies = ceil(people / settings["simulator"]["agents"])
    (folder / "params.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    kept = [p for p in (ROOT / _files.TABLES).rglob("*.parquet") if keeps(p)]
    for path in (*(ROOT / _files.ACTIVITY).glob("*.parquet"), *kept):
        repeated(path, folder / path.relative_to(ROOT), copies)
    days = duckdb.read_parquet(str(folder / _files.ACTIVITY / "*.parquet")).shape[0]
    return {"people": copies * settings["simulator"]["agents"], "person_days": days}


def keeps(path: Path) -> bool:
    """Leave out what drivers never see."""
    return not path.stem.startswith(("truth", "audit"))


def measured(folder: Path) -> dict[str, float]:
    """Build the features there; give seconds, seconds of a core, and peak GiB."""
    took = cost(folder, "build_features")
    return {
        "seconds": round(took.seconds, 1),
        "core_seconds": round(took.core_seconds, 1),
        "peak_gib": round(took.peak_mib / MIB_A_GIB, 2),
    }


def growth(rows: list[dict[str, Any]], name: str) -> float:
    """Give the exponent by which a figure grows with people, smallest to largest."""
    first, last = rows[0], rows[-1]
    return log(last[name] / first[name]) / log(last["people"] / first["people"])


def table(result: dict[str, Any]) -> str:
    """Lay the result out."""
    rows = result["sizes"]
    lines = [
        f"{MONTHS} snapshots of {result['features']} features; "
        f"{result['threads']} threads; {result['cores']} cores, Python "
        f"{result['python']}, DuckDB {result['duckdb']}, files in the page cache.",
        "",
        "| people | person-days | seconds | seconds of a core | peak GiB |",
        "|---:|---:|---:|---:|---:|",
        *(
            f"| {one['people']:,} | {one['person_days']:,} | {one['seconds']:.1f} "
            f"| {one['core_seconds']:.1f} | {one['peak_gib']:.2f} |"
            for one in rows
        ),
        "",
        f"Time grows as people to the power {growth(rows, 'core_seconds'):.2f}, memory "
        f"to the power {growth(rows, 'peak_gib'):.2f}: for {STATED:,} people "
        f"{_stated(rows, 'core_seconds'):,.0f} seconds of a core and "
        f"{_stated(rows, 'peak_gib'):.1f} GiB are to be expected.",
    ]
    return "\n".join(lines) + "\n"


def _stated(rows: list[dict[str, Any]], name: str) -> float:
    """Carry the growth on to a company that was not measured."""
    last = rows[-1]
    times = (STATED / last["people"]) ** growth(rows, name)
    return float(last[name] * times)


def main() -> None:
    """Measure every size, and write the lines."""
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    sizes = []
    for people in SIZES:
        with TemporaryDirectory() as place:
            found = company(Path(place), people)
            sizes.append(found | measured(Path(place)))
            columns = duckdb.read_parquet(str(Path(place) / _files.FEATURES)).columns
    result = {
        "sizes": sizes,
        "features": sum("__" in name for name in columns),
        "threads": settings["features"]["threads"],
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(result), MARKS), "utf-8")
    sys.stdout.write(table(result))


if __name__ == "__main__":
    main()
