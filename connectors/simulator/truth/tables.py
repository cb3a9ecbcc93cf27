"""The truth as tables, which evaluation alone may read."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.records import codes
from connectors.simulator.truth import structure
from connectors.simulator.truth.history import History


def written(history: History) -> Mapping[str, pa.Table]:
    """Write every table of the truth, each sorted by its key."""
    return {"truth": of_people(history)}


def of_people(history: History) -> pa.Table:
    """Write ``truth``: the chances of the month after each month recorded."""
    months, numbers = history.recorded, history.company.roster.number
    who = np.concatenate([month.hazards.who for month in months])
    team = np.concatenate([month.team[month.hazards.who] for month in months])
    as_of = np.repeat(
        [clock.last_day(month.number) for month in months],
        [len(month.hazards.who) for month in months],
    )
    table = pa.table(
        {
            "person_id": codes.coded(codes.person_names(numbers), who),
            "team_id": codes.coded(structure.team_codes(history.teams), team),
            "as_of": codes.days(as_of),
            "hazard_voluntary": np.concatenate([m.hazards.voluntary for m in months]),
            "hazard_other": np.concatenate([m.hazards.other for m in months]),
            "sick_rate": np.concatenate([month.rates.share for month in months]),
        }
    )
    return table.take(pa.array(np.lexsort((as_of, numbers[who]))))
