"""What is known of candidates that may be champion, from forecasts out of time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from contracts.model_params import Gate, Outcome
from models import backtest, comparison, evaluate
from models.dispersion import Dispersion
from models.judging import fairness, gate, null_bands, team_scores
from models.judging.gate import Check
from models.targets import TARGETS

Spread = Mapping[pd.Timestamp, Dispersion]
Bands = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Forecasts of some candidates beside what came, and what was asked of them.

    Parameters
    ----------
    outcome : Outcome
    judged : DataFrame
        See ``backtest.judged``.
    spreads : mapping of candidate to its spread at each origin
    attributes : mapping of str to Series of float
        See ``proxies.attributes``; empty where nobody's are known.
    lacking : mapping of candidate to int or None
        People that the smallest leaf of the latest origin's trees lacks.
    limits : Gate
    interval : float
    nodes, min_people, horizon, gap, seed : int
        As for ``team_scores.scores``.
    """

    outcome: Outcome
    judged: pd.DataFrame = field(repr=False)
    spreads: Mapping[str, Spread] = field(repr=False)
    attributes: Mapping[str, pd.Series] = field(repr=False)
    lacking: Mapping[str, int | None]
    limits: Gate
    interval: float
    nodes: int
    min_people: int
    horizon: int
    gap: int
    seed: int

    def bands(self, candidate: str) -> Bands:
        """Hold a candidate's calibration against that of a right forecast."""
        if self.judged.empty:
            return {}
        view = backtest.champion_view(self.judged, candidate)
        latest = self.spreads[candidate][max(self.spreads[candidate])]
        return null_bands.bands(self.outcome, view, latest, self.horizon, self.seed)

    def groups(self, candidate: str) -> pd.DataFrame:
        """Compare how right a candidate is for one group of people and the others."""
        view = backtest.champion_view(self.judged, candidate)
        return fairness.by_group(view, self.attributes, self.horizon, self.seed)

    def teams(self, candidate: str) -> dict[str, object]:
        """Judge a candidate's forecasts of teams as distributions."""
        return team_scores.scores(
            self.outcome,
            backtest.champion_view(self.judged, candidate),
            self.spreads[candidate],
            interval=self.interval,
            nodes=self.nodes,
            min_people=self.min_people,
            horizon=self.horizon,
            gap=self.gap,
            seed=self.seed,
        )

    def checks(self, candidate: str) -> list[Check]:
        """Ask of a candidate what is asked of whoever is published."""
        calibrated = gate.calibrated(self.bands(candidate))
        peopled = gate.peopled(self.lacking[candidate])
        return [*calibrated, *peopled, *gate.fair(self.groups(candidate))]

    def challenge(self, challenger: str, champion: str) -> list[Check]:
        """Ask of a challenger that it is no worse than the champion."""
        if challenger == champion or self.judged.empty:
            return []
        found = comparison.against_champion(
            self.outcome, self.judged, champion, self.horizon, self.seed
        )[challenger]
        name = evaluate.LOSS[TARGETS[self.outcome].objective]
        loss = evaluate.metrics(self.outcome, self.judged, champion)[name]
        teams = self._team_score(challenger) / self._team_score(champion) - 1
        return [
            Check("loss", found["difference"] / loss, 0.0),
            Check("loss_at_worst", found["high"] / loss, self.limits.max_loss_excess),
            Check("team_score", teams, self.limits.max_team_score_excess),
            *self.checks(challenger),
        ]

    def _team_score(self, candidate: str) -> float:
        ours = self.teams(candidate).get("ours")
        return float(ours["interval_score"]) if isinstance(ours, dict) else float("nan")
