"""The one door from people to teams."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pandas as pd

from contracts.errors import DisclosureError
from contracts.params import Params
from contracts.released import RELEASED
from privacy.attack.protection import protection
from privacy.figures import PeopleFigures
from privacy.history.standing import NOTHING_PUBLISHED, Standing
from privacy.history.walk import PUBLISHED, safe_rates
from privacy.months import with_months
from privacy.released import Released, _seal
from privacy.rounding import rounded_people
from privacy.tables.capacity import capacity
from privacy.tables.drivers import unit_drivers
from privacy.tables.indicators import unit_indicators, with_earlier, with_indicators
from privacy.tables.initiatives import initiative_follow_up
from privacy.tables.kpis import unit_kpis
from privacy.tables.leaders import led_by_several
from privacy.tables.listening import listening
from privacy.tables.references import references
from privacy.tables.risk import team_risk, unit_forecasts
from privacy.tables.survey_kpis import survey_kpis
from privacy.tables.threshold_options import threshold_options
from privacy.tables.track import track_record
from privacy.units.groups import grouped_months, members_of
from privacy.units.remainder import Crowd
from privacy.units.tree import Tree, read_tree


def release(
    people: PeopleFigures,
    teams: pd.DataFrame,
    settings: Params,
    standing: Standing = NOTHING_PUBLISHED,
) -> Released:
    """Turn figures of people into tables of teams, sites and the company.

    Aggregate, hold the minimum size, leave nobody over, walk the months and attack
    each, withhold what one member decides, round, check. What fails is made
    coarser, carried, withheld or stops the run; nothing passes for want of a rule.

    Parameters
    ----------
    people : PeopleFigures
    teams : DataFrame
        The tree of units, see ``read_tree``.
    settings : Params
    standing : Standing
        What was published; it stands as it is.

    Returns
    -------
    Released
        ``team_risk``, ``team_drivers``, ``team_kpis``, ``track_record``,
        ``initiative_follow_up``, ``threshold_options``, ``capacity``, ``listening``,
        ``data_coverage``, ``forecast_state``, ``protection``, ``rate_steps`` and
        ``corrections``.

    Raises
    ------
    DisclosureError
        If the tree or a figure is not such that people are safe.
    ContractError
        If a figure, a family or an outcome is not declared.
    """
    tree = read_tree(teams)
    roster = with_months(people.roster)[["month", "person_id", "team_id"]]
    places, units = grouped_months(roster, tree, settings.privacy)
    crowd = Crowd(roster, places, units, settings.privacy)
    tables = _tables(people, tree, crowd, settings, standing)
    whole = {name: _with_every_column(name, frame) for name, frame in tables.items()}
    _check_nobody_named(whole, roster)
    return _seal(whole)


def _tables(
    people: PeopleFigures,
    tree: Tree,
    crowd: Crowd,
    settings: Params,
    standing: Standing,
) -> dict[str, pd.DataFrame]:
    """Lay out what comes out, table by table."""
    members, months = members_of(crowd.roster, crowd.places), crowd.units["month"]
    outcomes = sorted(people.forecasts)
    # Outcomes are attacked side by side: most of it is waiting for the solver.
    with ThreadPoolExecutor(len(outcomes)) as pool:
        walked = pool.map(
            lambda name: _walked(people, name, members, crowd, settings, standing),
            outcomes,
        )
        forecasts = pd.concat(walked, ignore_index=True)
    drivers = _team_drivers(people, members, crowd, standing)
    kpis = _team_kpis(people, crowd, standing)
    horizon = settings.time.horizon_months
    return {
        "team_risk": team_risk(crowd.units, forecasts, outcomes, settings, standing),
        "team_drivers": standing.drivers_over(drivers, months),
        "team_kpis": standing.kpis_over(kpis, months),
        "track_record": track_record(people.observed, forecasts, crowd),
        "initiative_follow_up": initiative_follow_up(
            people.tried, crowd, settings.follow_up
        ),
        "threshold_options": threshold_options(people.chances, forecasts, settings),
        "capacity": capacity(people.staffing, forecasts, tree, crowd, horizon),
        "listening": listening(people.listening, tree, crowd),
        "data_coverage": people.coverage,
        "forecast_state": people.state,
        "protection": protection(forecasts),
        "rate_steps": standing.steps(forecasts, months),
        "corrections": standing.corrections(forecasts, months),
    }


def _walked(
    people: PeopleFigures,
    outcome: str,
    members: pd.DataFrame,
    crowd: Crowd,
    settings: Params,
    standing: Standing,
) -> pd.DataFrame:
    """Give an outcome's rates, month after month, and how sure each is."""
    units = crowd.units
    rounded = rounded_people(units["people"].astype(float), settings.privacy)
    large = units.assign(people=rounded)[units["status"] == PUBLISHED]
    rates = safe_rates(
        large,
        members,
        people.expected[outcome],
        settings.privacy,
        standing.rates(outcome),
    )
    return unit_forecasts(rates, members, people.forecasts[outcome], outcome)


def _team_kpis(people: PeopleFigures, crowd: Crowd, standing: Standing) -> pd.DataFrame:
    """Put the figures of surveys below those of people."""
    figures = unit_kpis(people.ratios, crowd, standing.kpis)
    if people.answers is None or people.answers.empty:
        return figures
    surveyed = survey_kpis(people.answers, crowd, standing.kpis)
    return pd.concat([figures, surveyed], ignore_index=True)


def _team_drivers(
    people: PeopleFigures, members: pd.DataFrame, crowd: Crowd, standing: Standing
) -> pd.DataFrame:
    """Explain each outcome's units, with the plain figures beside."""
    settings = crowd.settings
    found = references(members, crowd.units, settings)
    several = led_by_several(people.leads, members, crowd.units, settings)
    indicators = unit_indicators(people.indicators, crowd, found, standing.drivers)
    steps = settings.driver_step_per_10.model_dump()
    seen = people.data_seen
    explained = []
    for name, frame in sorted(people.contributions.items()):
        stand = standing.drivers[standing.drivers["outcome"] == name]
        drivers = unit_drivers(
            frame, seen, members, found, several, settings, steps[name], stand
        )
        explained.append(with_indicators(drivers, indicators).assign(outcome=name))
    return with_earlier(pd.concat(explained, ignore_index=True))


def _with_every_column(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that this version leaves empty; never take one away."""
    missing = [c for c in RELEASED[name].column_names if c not in frame]
    return frame.reindex(columns=[*frame.columns, *missing])


def _check_nobody_named(
    tables: Mapping[str, pd.DataFrame], roster: pd.DataFrame
) -> None:
    """Look for any person's id in any cell, whatever the steps before promised."""
    persons = roster["person_id"].unique()
    for name, frame in tables.items():
        named = int(frame.isin(persons).to_numpy().sum())
        if named:
            raise DisclosureError(
                f"{name}: {named} cell(s) hold the id of a person.\n  Expected none. "
                "Nothing was released. Look for a team or a public name that is "
                "somebody's id."
            )
