"""What came after the inner origins; whether a difference there is more than luck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from models import measures, regression
from models.clock import Codes, Floats
from models.targets import Objective, Targets

# What is forecast of the people of one inner origin, by candidate and value tried.
Forecasts = dict[tuple[str, float], Floats]
Key = TypeVar("Key", str, float)
AS_IT_IS = 0.0


@dataclass(frozen=True, slots=True)
class Held:
    """What came after all inner origins, to judge forecasts by.

    Parameters
    ----------
    came, weight : array of shape (n_rows,)
    teams : array of shape (n_rows,)
        A code a team: what befalls it, befalls its people together.
    objective : {"binary", "poisson"}
    """

    came: Floats
    weight: Floats
    teams: Codes
    objective: Objective

    @classmethod
    def of(cls, rows: pd.DataFrame, targets: Targets) -> "Held":
        """Take what came from the stacked rows of all inner origins."""
        weight = rows["exposure"].to_numpy("float64")
        return cls(
            rows[targets.names[0]].to_numpy("float64"),
            weight / weight.mean(),
            pd.factorize(rows["team_id"])[0],
            targets.objective,
        )

    def losses(
        self, candidate: str, values: Sequence[float], made: Sequence[Forecasts]
    ) -> dict[float, Floats]:
        """Give the loss of each value, row by row."""
        found = {}
        for value in values:
            linear = np.concatenate([one[candidate, value] for one in made])
            rate = regression.rate(linear, self.objective)
            each = measures.each_loss(self.came, rate, self.objective)
            found[value] = self.weight * each
        return found

    def standing(
        self, stands: Key, losses: Mapping[Key, Floats], errors: float = 1.0
    ) -> Key:
        """Let what stands stand, unless the best is better by so many errors.

        Parameters
        ----------
        stands : str or float
        losses : mapping of what competes to array of shape (n_rows,)
        errors : float
            Standard errors, paired and by team, that the best must gain.

        Returns
        -------
        str or float
        """
        best = min(losses, key=lambda one: losses[one].mean())
        gained = losses[stands] - losses[best]
        by_team = np.bincount(self.teams, gained)
        error = float(np.sqrt((by_team**2).sum())) / len(gained)
        return best if gained.mean() > errors * error else stands
