"""Who was champion in which month, and why: a log that a run adds its month to."""

from pathlib import Path

import pandas as pd

from contracts.model_params import Outcome
from models.judging.gate import Decision
from pipelines import _files

COLUMNS = ["month", "champion", "previous", "challenger", "reason", "refused_by"]


def path(outcome: Outcome) -> Path:
    """Say where the log of one outcome lies."""
    return _files.METRICS / "champions" / f"{outcome}.csv"


def log(outcome: Outcome) -> pd.DataFrame:
    """Read the log of one outcome, oldest month first; empty before the first run."""
    if not path(outcome).exists():
        return pd.DataFrame(columns=COLUMNS)
    return pd.read_csv(path(outcome), dtype="str", keep_default_na=False)[COLUMNS]


def champion_before(past: pd.DataFrame, month: str) -> str:
    """Give the champion of the last month before; empty if there was none."""
    earlier = past[past["month"] < month]
    return str(earlier["champion"].iloc[-1]) if len(earlier) else ""


def with_decision(past: pd.DataFrame, month: str, decision: Decision) -> pd.DataFrame:
    """Add a month's decision; the same month run again takes the old one's place.

    Later months are left out: they were decided on a past that is not this one.
    """
    row = {
        "month": month,
        "champion": decision.champion,
        "previous": decision.previous,
        "challenger": decision.challenger,
        "reason": decision.reason,
        "refused_by": " ".join(decision.refused_by),
    }
    earlier = past[past["month"] < month]
    return pd.concat([earlier, pd.DataFrame([row])], ignore_index=True)[COLUMNS]
