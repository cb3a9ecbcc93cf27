"""Time and memory of summarising contacts, beside a plain sum of the same columns.

Run by ``python -m benchmarks.activity [folder]``; the folder keeps the two companies
from run to run. Writes benchmarks/activity.json and its table in benchmarks/README.md.
"""

import json
import math
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import duckdb
import psutil
import yaml

from benchmarks.cold_run import MIB, PAGE, POLL_SECONDS, ROOT, resident, with_table
from benchmarks.stage_cost import cost

RESULT = ROOT / "benchmarks" / "activity.json"
MARKS = ("<!-- activity -->", "<!-- end of activity -->")
# Contacts a day that make a company of about so many million contacts in 36 months.
COMPANIES = {"5 million": 5.7, "50 million": 57.0}
TABLES = Path("data/restricted/tables")
ACTIVITY = Path("data/restricted/activity")
ROUNDS = 2
# What activity reads, and how a plain sum reads it: every value is looked at.
SUMMED = {
    "interactions": (
        "sum(strlen(queue)), sum(strlen(channel)), sum(strlen(customer_id)), "
        "sum(epoch_us(closed_at)), sum(handle_seconds), sum(hostile::INT), "
        "sum(complaint::INT), sum(transferred::INT), sum(escalated::INT), "
        "sum(first_contact_resolved::INT), sum(reopened::INT), sum(csat), "
        "sum(epoch_us(rated_at)), max(recorded_on)"
    ),
    "shifts": (
        "sum(strlen(shift_id)), sum(epoch_us(ends_at)), sum(strlen(status)), "
        "sum(epoch_us(published_at)), sum(worked_minutes), sum(break_minutes), "
        "sum(remote::INT)"
    ),
}
STARTS = {"interactions": "opened_at", "shifts": "starts_at"}
DAILY = "SELECT person_id, {at}::DATE, {sums} FROM '{files}' GROUP BY ALL"
BARE = "SELECT sum(strlen(person_id)), sum(epoch_us({at})), {sums} FROM '{files}'"


def company(folder: Path, contacts_a_day: float) -> None:
    """Make a company and bring its exports in, unless the folder holds it."""
    if (folder / TABLES / "interactions").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    params = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    params["simulator"]["contacts_per_agent_day"] = contacts_a_day
    params["simulator"]["oracle"]["continuations"] = 0
    (folder / "params.yaml").write_text(yaml.safe_dump(params), "utf-8")
    for stage in ("simulate_company", "ingest_sources"):
        run(folder, stage)


def run(folder: Path, stage: str) -> dict[str, float]:
    """Run a stage in a process of its own; give seconds, CPU seconds and peak MiB."""
    peaks: list[int] = []

    def watch(process: int) -> None:
        Thread(target=watch_memory, args=(process, peaks), daemon=True).start()

    took = cost(folder, stage, watch)
    return {
        "seconds": took.seconds,
        "cpu_seconds": took.core_seconds,
        "peak_mib": max(peaks) / MIB,
    }


def watch_memory(pid: int, peaks: list[int]) -> None:
    """Note the resident bytes of a process until it is gone."""
    process = psutil.Process(pid)
    while held := resident(process):
        peaks.append(held)
        time.sleep(POLL_SECONDS)


def plain_sum(folder: Path, query: str, threads: int) -> dict[str, float]:
    """Sum contacts and shifts in DuckDB, which is open already."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        connection.execute("SET enable_progress_bar = false")
        start, cpu = time.perf_counter(), time.process_time()
        for name in SUMMED:
            connection.execute(sql(query, name, folder)).fetchnumpy()
        return {
            "seconds": time.perf_counter() - start,
            "cpu_seconds": time.process_time() - cpu,
        }


def sql(query: str, table: str, folder: Path = Path()) -> str:
    """Fill in a query for one of the two tables."""
    files = folder / TABLES / table / "*.parquet"
    return query.format(at=STARTS[table], sums=SUMMED[table], files=files)


def rebuilt(folder: Path) -> dict[str, float]:
    """Summarise all months from nothing."""
    shutil.rmtree(folder / ACTIVITY, ignore_errors=True)
    return run(folder, "summarise_activity")


def one_month_more(folder: Path) -> dict[str, float]:
    """Summarise the last whole month, all those before being there."""
    last = sorted((folder / TABLES / "shifts").glob("*.parquet"))[-1].name
    with TemporaryDirectory(dir=folder) as aside:
        for table in SUMMED:
            shutil.move(folder / TABLES / table / last, Path(aside) / table)
        run(folder, "summarise_activity")
        for table in SUMMED:
            shutil.move(Path(aside) / table, folder / TABLES / table / last)
    return run(folder, "summarise_activity")


def measured(folder: Path, threads: int) -> dict[str, Any]:
    """Measure one company in turns, so that other work on the machine meets all."""
    ways: Mapping[str, Callable[[], dict[str, float]]] = {
        "bare": lambda: plain_sum(folder, BARE, threads),
        "daily": lambda: plain_sum(folder, DAILY, threads),
        "activity": lambda: rebuilt(folder),
        "one_month_more": lambda: one_month_more(folder),
    }
    plain_sum(folder, BARE, threads)  # the files are in memory from here on
    rounds = [{name: way() for name, way in ways.items()} for _ in range(ROUNDS)]
    found: dict[str, Any] = {
        name: {
            figure: round(median(one[name][figure] for one in rounds), 2)
            for figure in rounds[0][name]
        }
        for name in ways
    }
    found["contacts"] = rows(folder)
    found["months"] = len(list((folder / TABLES / "shifts").glob("*.parquet")))
    found["ratios"] = {
        f"{part}_to_{whole}": ratio(rounds, part, whole)
        for part, whole in (
            ("activity", "bare"),
            ("activity", "daily"),
            ("one_month_more", "activity"),
        )
    }
    return found


def ratio(rounds: list[dict[str, dict[str, float]]], one: str, other: str) -> Any:
    """Give the median over rounds of how many times the other one took."""
    return {
        figure: round(median(r[one][figure] / r[other][figure] for r in rounds), 3)
        for figure in ("seconds", "cpu_seconds")
    }


def rows(folder: Path) -> int:
    """Count the contacts of a company."""
    with duckdb.connect() as connection:
        found = connection.read_parquet(
            str(folder / TABLES / "interactions/*.parquet")
        ).aggregate("count(*)")
        ((count,),) = found.fetchall()
    return int(count)


def growth(small: dict[str, Any], large: dict[str, Any], figure: str) -> float:
    """Give the power of the number of contacts that the time of activity follows."""
    times = large["activity"][figure] / small["activity"][figure]
    return round(math.log(times) / math.log(large["contacts"] / small["contacts"]), 2)


def table(result: dict[str, Any]) -> str:
    """Lay the result out as Markdown."""
    machine, large = result["machine"], result["companies"]["50 million"]
    lines = [
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, Python "
        f"{machine['python']}, DuckDB {machine['duckdb']}, "
        f"{machine['threads']} threads, files in memory; median of {ROUNDS} turns, "
        f"with {machine['load']:.0f} processes at work or waiting on the machine.",
        "",
        "| | contacts | seconds | CPU seconds | peak MiB |",
        "|---|---:|---:|---:|---:|",
    ]
    names = {
        "bare": "DuckDB, bare sums",
        "daily": "DuckDB, sums by person and day",
        "activity": "activity, all months",
        "one_month_more": "activity, one month more",
    }
    for company in result["companies"].values():
        for name, words in names.items():
            one = company[name]
            peak = f"{one['peak_mib']:,.0f}" if "peak_mib" in one else ""
            lines.append(
                f"| {words} | {company['contacts']:,} | {one['seconds']:.1f} "
                f"| {one['cpu_seconds']:.1f} | {peak} |"
            )
    lines += ["", "| at 50 million | aimed at | seconds | CPU seconds |"]
    lines += ["|---|---:|---:|---:|"]
    for words, aim, name in (
        ("activity, in sums by person and day", "6", "activity_to_daily"),
        ("activity, in bare sums", "6", "activity_to_bare"),
        ("one month more, in all months", "0.2", "one_month_more_to_activity"),
    ):
        one = large["ratios"][name]
        lines.append(
            f"| {words} | ≤ {aim} | {one['seconds']:.2f} | {one['cpu_seconds']:.2f} |"
        )
    power = result["growth"]
    lines.append(
        f"| growth, power of the contacts | ≤ 1.1 | {power['seconds']:.2f} "
        f"| {power['cpu_seconds']:.2f} |"
    )
    return "\n".join(lines) + "\n"


def main(place: str = "") -> None:
    """Measure both companies, and write the table."""
    threads = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))["activity"]
    with TemporaryDirectory() as made:
        found, loads = {}, []
        for name, contacts_a_day in COMPANIES.items():
            folder = Path(place or made) / name.replace(" ", "-")
            company(folder, contacts_a_day)
            found[name] = measured(folder, threads["threads"])
            loads.append(os.getloadavg()[2])
    result = {
        "machine": {
            "cores": os.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "python": platform.python_version(),
            "duckdb": duckdb.__version__,
            "threads": threads["threads"],
            "load": round(max(loads), 1),
        },
        "sql": {
            way: [sql(query, name) for name in SUMMED]
            for way, query in (("bare", BARE), ("daily", DAILY))
        },
        "companies": found,
        "growth": {
            figure: growth(*found.values(), figure)
            for figure in ("seconds", "cpu_seconds")
        },
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    page = with_table(PAGE.read_text("utf-8"), table(result), MARKS)
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
