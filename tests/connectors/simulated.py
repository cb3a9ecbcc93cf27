"""Small simulated companies, and what the truth says of them."""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from connectors.simulator import company
from connectors.simulator.truth import history
from connectors.simulator.truth.history import History
from contracts import params

Floats = npt.NDArray[np.float64]
DEFAULT = params.load(Path(__file__).parents[2] / "params.yaml").simulator
SMALL = DEFAULT.model_copy(
    update={
        "agents": 120,
        "teams": 10,
        "sites": 2,
        "months": 14,
        "contacts_per_agent_day": 3.0,
        "oracle": DEFAULT.oracle.model_copy(update={"months": 2, "continuations": 20}),
    }
)
VOLUNTARY = ("voluntary", "mutual", "trial_end_employee")


@cache
def lived(seed: int = SMALL.seed) -> History:
    """The small company's truth."""
    return history.simulate(SMALL.model_copy(update={"seed": seed}))


@cache
def grown() -> History:
    """The default company's truth: it takes a fifth of a second."""
    return history.simulate(DEFAULT)


@cache
def written() -> dict[str, pa.Table]:
    """The small company's tables, as its files hold them."""
    truth = lived()
    parts = list(company.monthly_tables(truth, truth.recorded))
    monthly = {
        name: pa.concat_tables([part[name] for part in parts])
        for name in company.MONTHLY
    }
    return {**company.whole_tables(truth), **monthly}


@cache
def tables() -> dict[str, pd.DataFrame]:
    """The small company's tables, dates as times."""
    frames = {}
    for name, table in written().items():
        frame = table.to_pandas(date_as_object=False)
        text = frame.select_dtypes("category").columns
        frames[name] = frame.astype(dict.fromkeys(text, "str"))
    return frames


def auc_of_the_truth(hazard: Floats) -> float:
    """Give the AUC expected of somebody who knows every hazard.

    The Mann-Whitney share over weights (h, 1 - h) of events and non-events, no
    draw involved; a person is not compared with himself.
    """
    _, rank = np.unique(hazard, return_inverse=True)
    events, others = np.bincount(rank, hazard), np.bincount(rank, 1 - hazard)
    below = np.cumsum(others) - others
    self_pairs = (hazard * (1 - hazard)).sum()
    won = (events * (below + 0.5 * others)).sum() - 0.5 * self_pairs
    return float(won / (hazard.sum() * (1 - hazard).sum() - self_pairs))
