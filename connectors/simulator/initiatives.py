"""What the company tries: which teams, since when, and what it truly changes."""

from dataclasses import dataclass

import numpy as np

from connectors.simulator.arrays import Flags, Ints
from connectors.simulator.streams import stream
from connectors.simulator.structure import Teams
from contracts.params import Simulator


@dataclass(frozen=True, slots=True)
class Initiative:
    """One thing tried.

    Parameters
    ----------
    code, action, family, indicator : str
        As an export names it.
    chosen_by : str
        How its teams were picked.
    months_in : float
        Its start, as a share of the history.
    lever : {"switching", "notice", "recognition", "none"}
        Which condition it truly moves.
    """

    code: str
    action: str
    family: str
    indicator: str
    chosen_by: str
    months_in: float
    lever: str


# The last one changes nothing: a follow-up that finds an effect there is wrong.
TRIED = (
    Initiative(
        "I1",
        "One type of request per day",
        "fragmentation",
        "transfer_share",
        "drawn",
        0.45,
        "switching",
    ),
    Initiative(
        "I2",
        "Rotas fixed two weeks ahead",
        "predictability",
        "sickness_absence_rate",
        "worst_teams",
        0.55,
        "notice",
    ),
    Initiative(
        "I3",
        "Customers' praise shared every week",
        "recognition",
        "sickness_absence_rate",
        "volunteers",
        0.6,
        "recognition",
    ),
    Initiative(
        "I4",
        "Workshop on the company's values",
        "meaning",
        "turnover_rate",
        "drawn",
        0.65,
        "none",
    ),
)


@dataclass(frozen=True, slots=True)
class Started:
    """An initiative with its start (months since 1970) and its teams."""

    what: Initiative
    month: int
    teams: Ints


def plan(settings: Simulator, teams: Teams, first_month: int) -> tuple[Started, ...]:
    """Pick the teams and the start of everything tried."""
    rng = stream(settings.seed, "initiatives")
    count = max(2, settings.teams // 15)
    started = []
    for what in TRIED:
        weight = np.ones(settings.teams)
        if what.chosen_by == "worst_teams":
            weight = np.where(teams.short_notice, 1.0, 0.01)
        picked = rng.choice(
            settings.teams, count, replace=False, p=weight / weight.sum()
        )
        month = first_month + round(what.months_in * settings.months)
        started.append(Started(what, month, np.sort(picked).astype(np.int64)))
    return tuple(started)


def under(started: tuple[Started, ...], lever: str, month: int, count: int) -> Flags:
    """Say which teams a lever is at work in; shape (teams,)."""
    flags = np.zeros(count, dtype=np.bool_)
    for one in started:
        if one.what.lever == lever and one.month <= month:
            flags[one.teams] = True
    return flags
