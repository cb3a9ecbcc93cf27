"""Time and memory of every stage, from nothing to the report.

Run by ``make benchmark``; writes benchmarks/cold_run.json and the table of
benchmarks/README.md.
"""

import json
import os
import platform
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import psutil
import yaml

from benchmarks.fresh_checkout import ROOT, environment, fresh_checkout

RESULT = ROOT / "benchmarks" / "cold_run.json"
PAGE = ROOT / "benchmarks" / "README.md"
MARKS = ("<!-- table -->", "<!-- end of table -->")
# Peaks last for seconds; to look more often would cost the run what it measures.
POLL_SECONDS = 0.25
MIB = 2**20


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Run the line; give seconds and peak MiB of each stage, in order."""
    process = subprocess.Popen(
        ("dvc", "repro"),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    stages: dict[str, dict[str, float]] = {}
    started: dict[str, float] = {}
    watch = Thread(target=watch_memory, args=(process, stages), daemon=True)
    watch.start()
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="")
        if line.startswith("Running stage '"):
            name = line.split("'")[1].rpartition(":")[2]
            started[name] = time.perf_counter()
            stages[name] = {"peak_mib": 0.0, "seconds": 0.0}
    process.wait()
    watch.join()
    ends = [*list(started.values())[1:], time.perf_counter()]
    for (name, start), end in zip(started.items(), ends, strict=True):
        stages[name]["seconds"] = round(end - start, 1)
    if process.returncode:
        raise SystemExit(process.returncode)
    return stages


def watch_memory(
    process: "subprocess.Popen[str]", stages: dict[str, dict[str, float]]
) -> None:
    """Keep the highest memory of the running stage, DVC's own left out."""
    dvc = psutil.Process(process.pid)
    while process.poll() is None:
        used = sum(resident(child) for child in children(dvc))
        if stages:
            now = stages[list(stages)[-1]]
            now["peak_mib"] = max(now["peak_mib"], round(used / MIB))
        time.sleep(POLL_SECONDS)


def children(process: psutil.Process) -> list[psutil.Process]:
    """Give the processes below one; none once it is gone."""
    try:
        found: list[psutil.Process] = process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return found


def resident(process: psutil.Process) -> int:
    """Give a process's resident bytes, 0 once it is gone."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def nothing_to_do(folder: Path) -> float:
    """Give the seconds that a run takes when everything is up to date."""
    start = time.perf_counter()
    subprocess.run(
        ("dvc", "repro", "--quiet"), cwd=folder, env=environment(), check=True
    )
    return round(time.perf_counter() - start, 1)


def table(result: dict[str, Any]) -> str:
    """Lay the result out as Markdown."""
    stages = result["stages"].items()
    rows = "\n".join(
        f"| `{name}` | {stage['seconds']:.1f} | {stage['peak_mib']:,.0f} |"
        for name, stage in stages
    )
    machine, company = result["machine"], result["company"]
    return (
        f"{company['agents']:,} agents, {company['teams']} teams, "
        f"{company['months']} months; {machine['cores']} cores, "
        f"{machine['memory_gib']} GiB, Python {machine['python']}.\n\n"
        "| stage | seconds | peak MiB |\n|---|---:|---:|\n"
        f"{rows}\n| **cold run** | **{result['total_seconds']:.1f}** | "
        f"**{result['peak_mib']:,.0f}** |\n"
        f"| nothing to do | {result['noop_seconds']:.1f} | |\n"
    )


def with_table(page: str, lines: str, marks: tuple[str, str] = MARKS) -> str:
    """Put the table between its marks."""
    start, end = marks
    return f"{page.split(start)[0]}{start}\n{lines}{end}{page.split(end)[1]}"


def written(
    result: Path, found: object, lines: str, marks: tuple[str, str] = MARKS
) -> None:
    """Write what was found as JSON, and its lines between their marks of the page."""
    result.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), lines, marks), "utf-8")


def main() -> None:
    """Measure a cold run and a run with nothing to do; write both down."""
    params = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    with TemporaryDirectory() as place:
        folder = Path(place) / "checkout"
        fresh_checkout(folder)
        start = time.perf_counter()
        stages = measure(folder)
        total = time.perf_counter() - start
        noop = nothing_to_do(folder)
    result = {
        "machine": {
            "cores": os.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "python": platform.python_version(),
        },
        "company": {k: params["simulator"][k] for k in ("agents", "teams", "months")},
        "stages": stages,
        "total_seconds": round(total, 1),
        "noop_seconds": noop,
        "peak_mib": max(stage["peak_mib"] for stage in stages.values()),
    }
    written(RESULT, result, table(result))


if __name__ == "__main__":
    main()
