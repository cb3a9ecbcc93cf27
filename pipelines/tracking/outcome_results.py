"""What one run of the line found, read back from its metrics."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd


@dataclass(frozen=True, slots=True)
class Point:
    """One metric at one origin."""

    metric: str
    step: int
    value: float
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """How one model did on one outcome.

    Parameters
    ----------
    name : str
    champion : bool
    metrics : mapping of metric to value
        Pooled over all origins; ``truth.`` before what the known hazards say. Of
        the champion also what is known of the horizon, its counts and its drivers.
    by_origin : tuple of Point
        The same metrics at each origin, oldest first.
    """

    name: str
    champion: bool
    metrics: Mapping[str, float]
    by_origin: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was measured about one outcome."""

    name: str
    candidates: tuple[Candidate, ...]
    origins: pd.DataFrame
    calibration: pd.DataFrame
    gate: Mapping[str, Any]

    @property
    def champion(self) -> Candidate | None:
        """The model that the rule chose, if one was."""
        return next((one for one in self.candidates if one.champion), None)


def read_outcome(metrics: Path, name: str) -> Outcome:
    """Read one outcome's metrics; whatever a stage did not write stays empty.

    Parameters
    ----------
    metrics : Path
        The folder of metrics.
    name : str
        The outcome.

    Returns
    -------
    Outcome
    """
    origins = _read_csv(metrics / "origins" / f"{name}.csv")
    measured = _read_json(metrics / f"{name}.json")
    compared = _read_csv(metrics / "candidates" / f"{name}.csv")
    # What else was measured of the champion lies in a folder of its kind.
    further = {p.parent.name: _read_json(p) for p in metrics.glob(f"*/{name}.json")}
    known = flatten(further)
    chosen = measured.get("champion")
    candidates = tuple(
        Candidate(
            row["candidate"],
            row["candidate"] == chosen,
            (known if row["candidate"] == chosen else {})
            | flatten({str(k): v for k, v in row.items() if k != "candidate"}),
            _points(origins, row["candidate"]),
        )
        for row in compared.to_dict("records")
    )
    return Outcome(
        name,
        candidates,
        origins,
        _read_csv(metrics / "calibration" / f"{name}.csv"),
        _read_json(metrics / "gate" / f"{name}.json"),
    )


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Give the finite numbers of a tree under dotted names."""
    flat: dict[str, float] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        elif isinstance(value, bool):
            continue
        elif isinstance(value, int | float) and math.isfinite(value):
            flat[f"{prefix}{name}"] = float(value)
    return flat


def _points(origins: pd.DataFrame, candidate: str) -> tuple[Point, ...]:
    if origins.empty:
        return ()
    months = sorted(origins["origin"].unique())
    steps = {month: step for step, month in enumerate(months)}
    mine = origins[origins["candidate"] == candidate].sort_values("origin")
    return tuple(
        Point(str(metric), steps[row["origin"]], value, _milliseconds(row["origin"]))
        for row in mine.to_dict("records")
        for metric, value in flatten(
            {str(k): v for k, v in row.items() if k not in ("origin", "candidate")}
        ).items()
    )


def _milliseconds(month: Any) -> int:
    return int(pd.Timestamp(str(month), tz="UTC").timestamp() * 1000)


def _read_json(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path) if path.exists() else pd.DataFrame()
