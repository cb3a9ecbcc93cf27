"""A checkout of its own with a company small enough to run the whole line."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.fresh_checkout import environment, fresh_checkout

SMALL: dict[str, dict[str, Any]] = {
    "simulator": {
        "agents": 240,
        "teams": 16,
        "sites": 2,
        "months": 18,
        "contacts_per_agent_day": 3.0,
    },
    "time": {"history_months": 16},
    "models": {"origins": 7},
    "explain": {"refits": 3, "origins": 2},
    "release": {"months": 3},
}


@dataclass(frozen=True, slots=True)
class Line:
    """A checkout, and all that was printed in it."""

    folder: Path
    log: Path

    def run(self, *command: str) -> str:
        """Run a command there; give what it printed, or fail with its end."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        with self.log.open("a", encoding="utf-8") as log:
            log.write(done.stdout)
        assert done.returncode == 0, f"{command}: {done.stdout[-4000:]}"
        return done.stdout

    def set(self, dotted: str, value: Any) -> None:
        """Change one parameter."""
        path = self.folder / "params.yaml"
        params = yaml.safe_load(path.read_text("utf-8"))
        section, name = dotted.split(".")
        params[section][name] = value
        path.write_text(yaml.safe_dump(params, allow_unicode=True), "utf-8")


def stages_run(printed: str) -> set[str]:
    """Name the stages that DVC says it ran."""
    return {
        line.split("'")[1].rpartition(":")[2]
        for line in printed.splitlines()
        if line.startswith("Running stage '")
    }


def copy_of_the_checkout(place: Path) -> Line:
    """Copy the checkout and shrink the company."""
    line = Line(place / "checkout", place / "log.txt")
    fresh_checkout(line.folder)
    for section, values in SMALL.items():
        for name, value in values.items():
            line.set(f"{section}.{name}", value)
    return line


def copy_of_the_line(line: Line, place: Path) -> Line:
    """Copy a checkout and all that it made; MLflow's store is another folder's."""
    copy = Line(place / "checkout", place / "log.txt")
    of_this_folder = shutil.ignore_patterns("mlflow.*", "mlartifacts")
    shutil.copytree(line.folder, copy.folder, symlinks=True, ignore=of_this_folder)
    return copy
