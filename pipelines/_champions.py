"""Who was champion in which month, and why: a log that a run adds its month to."""

from pathlib import Path

import pandas as pd

from contracts.model_params import Outcome
from models.judging.gate import Decision
from pipelines import _files

COLUMNS = [
    *("source", "month", "champion", "previous", "challenger"),
    *("reason", "refused_by"),
]


def path(outcome: Outcome) -> Path:
    """Say where the log of one outcome lies."""
    return _files.METRICS / "champions" / f"{outcome}.csv"


def earlier(outcome: Outcome, source: str, month: str) -> pd.DataFrame:
    """Read what was decided on a source's earlier months, the oldest first.

    Another source's champion is none here, and a later month was decided on a past
    that is not this one.
    """
    if not path(outcome).exists():
        return pd.DataFrame(columns=COLUMNS)
    log = pd.read_csv(path(outcome), dtype="str", keep_default_na=False)
    return log[(log["source"] == source) & (log["month"] < month)][COLUMNS]


def champion_of(log: pd.DataFrame) -> str:
    """Give the champion of the last month decided on; empty if there was none."""
    return str(log["champion"].iloc[-1]) if len(log) else ""


def with_decision(
    log: pd.DataFrame, source: str, month: str, decision: Decision
) -> pd.DataFrame:
    """Add a month's decision."""
    row = {
        "source": source,
        "month": month,
        "champion": decision.champion,
        "previous": decision.previous,
        "challenger": decision.challenger,
        "reason": decision.reason,
        "refused_by": " ".join(decision.refused_by),
    }
    return pd.concat([log, pd.DataFrame([row])], ignore_index=True)[COLUMNS]
