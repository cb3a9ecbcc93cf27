"""The truth as tables, which evaluation alone may read."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats
from connectors.simulator.records import codes
from connectors.simulator.truth import counterfactual, horizon, structure
from connectors.simulator.truth.history import History
from connectors.simulator.truth.horizon import Horizon
from connectors.simulator.truth.logit import TERMS
from connectors.simulator.truth.month import Month
from connectors.simulator.truth.sickness import SEASON, SHORT_STRAIN
from connectors.simulator.truth.state import PARTS


def written(
    history: History, seen: Callable[[int], object] = lambda _: None
) -> Mapping[str, pa.Table]:
    """Write every table of the truth, each sorted by its key.

    Parameters
    ----------
    history : History
    seen : callable
        Told each month that has been lived on from.
    """
    ahead = horizon.all_of(history, seen)
    found = {"truth": of_people(history), "truth_terms": of_terms(history)}
    if ahead:
        found["truth_horizon"] = of_horizons(history, ahead)
        found["truth_counts"] = of_counts(history, ahead)
    if history.started:
        found["truth_initiatives"] = of_initiatives(history)
    return found


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
            "hazard_long_absence": np.concatenate(
                [month.rates.begins_long for month in months]
            ),
        }
    )
    return table.take(pa.array(np.lexsort((as_of, numbers[who]))))


def of_horizons(history: History, ahead: tuple[Horizon, ...]) -> pa.Table:
    """Write ``truth_horizon``: chances over the horizon, agents who said nothing."""
    numbers = history.company.roster.number
    who = np.concatenate([one.who for one in ahead])
    team = np.concatenate([one.team for one in ahead])
    as_of = np.repeat(
        [clock.last_day(one.month) for one in ahead], [len(one.who) for one in ahead]
    )
    months = history.settings.oracle.horizon_months
    table = pa.table(
        {
            "person_id": codes.coded(codes.person_names(numbers), who),
            "team_id": codes.coded(structure.team_codes(history.teams), team),
            "as_of": codes.days(as_of),
            "months": np.full(len(who), months),
            "voluntary": np.concatenate([one.voluntary for one in ahead]),
            "sick_rate": np.concatenate([one.sick_rate for one in ahead]),
        }
    )
    return table.take(pa.array(np.lexsort((as_of, numbers[who]))))


def of_counts(history: History, ahead: tuple[Horizon, ...]) -> pa.Table:
    """Write ``truth_counts``: how likely so many leavers are, team by team."""
    parts = []
    for one in ahead:
        staffed = np.bincount(one.team, minlength=len(history.teams)) > 0
        team, leavers = np.nonzero(one.counts * staffed[:, None])
        as_of = np.full(len(team), clock.last_day(one.month))
        parts.append((team, as_of, leavers, one.counts[team, leavers]))
    team, as_of, leavers, chance = (np.concatenate(p) for p in zip(*parts, strict=True))
    months = history.settings.oracle.horizon_months
    table = pa.table(
        {
            "team_id": codes.coded(structure.team_codes(history.teams), team),
            "as_of": codes.days(as_of),
            "months": np.full(len(team), months),
            "leavers": leavers,
            "chance": chance,
        }
    )
    return table.take(pa.array(np.lexsort((leavers, as_of, team))))


# Families that records show and that add nothing: whoever finds them is wrong.
DECOYS = ("development", "work_life")


def of_terms(history: History) -> pa.Table:
    """Write ``truth_terms``: each family's share of the logit, team by month."""
    families = sorted({*TERMS, *DECOYS})
    found = [_terms_of(history, month, families) for month in history.recorded]
    turnover = np.array([one for one, _, _ in found])
    absence = np.array([one for _, one, _ in found])
    staffed = np.array([one for _, _, one in found])
    team, month, family = np.nonzero(
        np.broadcast_to(staffed.T[:, :, None], (*staffed.T.shape, len(families)))
    )
    as_of = np.array([clock.last_day(one.number) for one in history.recorded])
    return pa.table(
        {
            "team_id": codes.coded(structure.team_codes(history.teams), team),
            "as_of": codes.days(as_of[month]),
            "family": codes.coded(families, family),
            "turnover": turnover[month, team, family],
            "absence": absence[month, team, family],
        }
    )


def _terms_of(
    history: History, month: Month, families: list[str]
) -> tuple[Floats, Floats, Flags]:
    """Give the means of both outcomes' terms, (teams, families), and who has people."""
    chances, people = month.hazards, month.company.people
    agents = ~history.company.roster.supervisor[chances.who]
    who, count = chances.who[agents], len(history.teams)
    team = month.team[who]
    heads = np.bincount(team, minlength=count)
    turnover, absence = (np.zeros((count, len(families))) for _ in range(2))
    ill = dict(zip(PARTS, SHORT_STRAIN * people.parts[who].T, strict=True))
    ill["unseen_person"] = ill.pop("life") + history.company.roster.health[who]
    ill["season"] = np.full(len(who), SEASON[month.number % 12])
    for place, name in enumerate(families):
        if name in TERMS:
            column = chances.terms[agents, TERMS.index(name)]
            turnover[:, place] = np.bincount(team, column, minlength=count)
        if name in ill:
            absence[:, place] = np.bincount(team, ill[name], minlength=count)
    each = np.maximum(heads, 1)[:, None]
    return turnover / each, absence / each, heads > 0


def of_initiatives(history: History) -> pa.Table:
    """Write ``truth_initiatives``: what came with each, and without it."""
    names = structure.team_codes(history.teams)
    as_of = np.array([clock.last_day(month.number) for month in history.recorded])
    parts = []
    for one, tried in zip(
        counterfactual.potential(history), history.started, strict=True
    ):
        with_it, without_it = (
            values[:, tried.teams].transpose(1, 0, 2)
            for values in (one.with_it, one.without_it)
        )
        team, month, measure = (index.ravel() for index in np.indices(with_it.shape))
        parts.append(
            pa.table(
                {
                    "initiative_id": [one.code] * len(team),
                    "team_id": codes.coded(names, tried.teams[team]).cast(pa.string()),
                    "as_of": codes.days(as_of[month]),
                    "measure": codes.coded(counterfactual.MEASURES, measure).cast(
                        pa.string()
                    ),
                    "with_it": codes.known(with_it.ravel(), ~np.isnan(with_it.ravel())),
                    "without_it": codes.known(
                        without_it.ravel(), ~np.isnan(without_it.ravel())
                    ),
                }
            )
        )
    return pa.concat_tables(parts)
