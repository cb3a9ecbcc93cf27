"""What the company tries: which teams, since when, and what it truly changes."""

from dataclasses import dataclass, replace

import numpy as np

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Ints
from connectors.simulator.draws import stream
from connectors.simulator.truth.state import Company
from connectors.simulator.truth.structure import Teams
from contracts.simulator_params import Simulator

# Share of the sites at which a thing is tried, where chance picks its teams.
SITES_SHARE = 0.4


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


# Actions are cards of the report's catalogue by their names.
# The second goes to the teams that just had their worst months, which mend by
# themselves: whoever compares before with after flatters it. The last one changes
# nothing: a follow-up that finds an effect there is wrong.
TRIED = (
    Initiative(
        "I1",
        "one_task_list",
        "fragmentation",
        "transfer_share",
        "drawn",
        0.45,
        "switching",
    ),
    Initiative(
        "I2",
        "stable_rotas",
        "predictability",
        "sickness_absence_rate",
        "worst_teams",
        0.55,
        "notice",
    ),
    Initiative(
        "I3",
        "say_thanks",
        "recognition",
        "sickness_absence_rate",
        "volunteers",
        0.6,
        "recognition",
    ),
    Initiative(
        "I4",
        "days_in_support",
        "meaning",
        "turnover_rate",
        "drawn",
        0.65,
        "none",
    ),
)


@dataclass(frozen=True, slots=True)
class Started:
    """An initiative with its start (months since 1970) and its teams.

    The worst teams are not known before the month comes; none stand there until
    then.
    """

    what: Initiative
    month: int
    teams: Ints


def plan(
    settings: Simulator, teams: Teams, first_month: int, left_out: Ints
) -> tuple[Started, ...]:
    """Pick the start of everything tried, and the teams as far as chance picks them.

    Parameters
    ----------
    settings : Simulator
    teams : Teams
    first_month : int
        The first month recorded.
    left_out : Ints
        Teams that are not there all the time.
    """
    if not settings.plants.initiatives:
        return ()
    rng = stream(settings.seed, "initiatives")
    count = how_many(settings.teams)
    some_sites = max(1, round(SITES_SHARE * settings.sites))
    started = []
    for what in TRIED:
        # Tried at some sites: at the others nothing can come of it.
        sites = rng.permutation(settings.sites)[:some_sites]
        able = np.setdiff1d(np.flatnonzero(np.isin(teams.site, sites)), left_out)
        picked = np.sort(rng.choice(able, min(count, len(able)), replace=False))
        if what.chosen_by == "worst_teams":
            picked = picked[:0]
        month = first_month + round(what.months_in * settings.months)
        started.append(Started(what, month, picked.astype(np.int64)))
    return tuple(started)


def how_many(teams: int) -> int:
    """Give the number of teams that try a thing."""
    return max(2, teams // 15)


def begun(
    started: tuple[Started, ...], company: Company, month: int
) -> tuple[Started, ...]:
    """Pick the worst teams of the last months, where that is due."""
    return tuple(
        replace(one, teams=_worst(company, month))
        if one.month == month and not len(one.teams)
        else one
        for one in started
    )


def _worst(company: Company, month: int) -> Ints:
    """Give the teams with most exits and sickness just before a month."""
    units, people = company.units, company.people
    heads = np.maximum(units.planned, 1)
    sick = (people.sick_until >= clock.first_day(month)) & (
        people.leaves_on >= clock.first_day(month)
    )
    ill = np.bincount(people.team[sick], minlength=len(heads))
    bad = (units.recent_exits.sum(axis=0) + ill) / heads
    bad[units.planned == 0] = -1.0
    worst = np.argsort(-bad, kind="stable")[: how_many(len(heads))]
    return np.sort(worst).astype(np.int64)


def under(
    started: tuple[Started, ...],
    without: frozenset[str],
    lever: str,
    month: int,
    count: int,
) -> Flags:
    """Say which teams a lever is at work in; shape (teams,)."""
    flags = np.zeros(count, dtype=np.bool_)
    for one in started:
        at_work = one.what.lever == lever and one.month <= month
        if at_work and one.what.code not in without:
            flags[one.teams] = True
    return flags


def copied(started: tuple[Started, ...], teams: int, times: int) -> tuple[Started, ...]:
    """Give what is tried in a company that stands there several times over."""
    by = teams * np.arange(times)[:, None]
    return tuple(replace(one, teams=(one.teams + by).ravel()) for one in started)
