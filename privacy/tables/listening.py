"""Listening in a mirror: how long customers wait for an answer, and how long teams."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from contracts.params import Privacy
from contracts.released import LISTENING
from privacy.months import with_months
from privacy.rounding import nearest, rate_step, rounded_figure, rounded_people
from privacy.units.remainder import Crowd, nobody_left_over, unit_sums
from privacy.units.tree import Tree, ancestors

LEVELS_SHOWN = ("site", "company")
KEYS = ["month", "unit_id"]
WAITS = ("month", "person_id", "numerator", "denominator")
SURVEYS = ("month", "team_id", "invited", "answered")
ACTIONS = ("month", "team_id", "days")


@dataclass(frozen=True, slots=True)
class Listening:
    """What both sides of listening are counted from.

    Parameters
    ----------
    waits : DataFrame
        ``month, person_id, numerator, denominator``: hours that customers waited,
        of contacts, over the recent months.
    surveys : DataFrame
        ``month, team_id, invited, answered``: of the last survey known.
    actions : DataFrame
        ``month, team_id, days``: from that survey's results to the start of each
        initiative begun since.
    """

    waits: pd.DataFrame = field(repr=False)
    surveys: pd.DataFrame = field(repr=False)
    actions: pd.DataFrame = field(repr=False)


def listening(found: Listening | None, tree: Tree, crowd: Crowd) -> pd.DataFrame:
    """Put customers' wait beside the teams', at sites and the company.

    Parameters
    ----------
    found : Listening or None
        None where neither contacts nor surveys are known.
    tree : Tree
    crowd : Crowd

    Returns
    -------
    DataFrame
        Rows of ``listening`` with at least one figure. ``team_days`` is the wait
        for the first action in the unit, in one above or in one below it; a survey
        that nothing followed leaves it empty.
    """
    if found is None:
        return pd.DataFrame(columns=list(LISTENING.column_names))
    parts = [
        _customer_hours(found.waits, crowd),
        _participation(found.surveys, tree, crowd),
    ]
    rows = parts[0].merge(parts[1], on=KEYS, how="outer")
    days = _first_action(found.actions, tree)
    rows = rows.merge(days, on=KEYS, how="left")
    return rows.sort_values(KEYS, ignore_index=True)[list(LISTENING.column_names)]


def _customer_hours(waits: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Take the mean wait of each unit's contacts."""
    if waits.empty:
        return pd.DataFrame(columns=[*KEYS, "customer_hours"])
    cells = unit_sums(waits.assign(what="wait"), crowd, ["what"])
    stands = cells["unit_level"].isin(LEVELS_SHOWN) & cells["enough"]
    shown = nobody_left_over(cells, stands, ["what"], crowd)
    rows = cells[shown]
    hours = rounded_figure(rows["numerator"] / rows["denominator"], rows["people"])
    return rows[KEYS].assign(customer_hours=hours)


def _participation(surveys: pd.DataFrame, tree: Tree, crowd: Crowd) -> pd.DataFrame:
    """Take the share of those invited who answered, in units invited in number."""
    if surveys.empty:
        return pd.DataFrame(columns=[*KEYS, "participation"])
    sums = (
        _above(surveys, tree)
        .groupby(KEYS, as_index=False)[["invited", "answered"]]
        .sum()
    )
    units = crowd.units[crowd.units["status"] == "published"]
    units = units[units["unit_level"].isin(LEVELS_SHOWN)]
    cells = units[[*KEYS, "parent_id"]].merge(sums, on=KEYS).reset_index(drop=True)
    cells = cells.assign(what="survey", pairs=cells["invited"].astype("int64"))
    shown = nobody_left_over(cells, _many(cells, crowd.settings), ["what"], crowd)
    rows = cells[shown]
    people = rounded_people(rows["invited"].astype(float), crowd.settings)
    share = (rows["answered"] / rows["invited"]).astype(float)
    rounded = nearest(share, rate_step(people, crowd.settings))
    return rows[KEYS].assign(participation=np.clip(rounded, 0, 1))


def _many(cells: pd.DataFrame, settings: Privacy) -> "pd.Series[bool]":
    """Tell where those who answered are many, and those who did not none or many."""
    silent = cells["invited"] - cells["answered"]
    answered: pd.Series[bool] = cells["answered"] >= settings.min_people
    return answered & (silent >= settings.min_people)


def _first_action(actions: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """Give each unit's wait for the first action that is one of its own too."""
    if actions.empty:
        return pd.DataFrame(columns=[*KEYS, "team_days"])
    below = _below(actions, tree)
    places = pd.concat([_above(actions, tree), below], ignore_index=True)
    return places.groupby(KEYS, as_index=False).agg(team_days=("days", "min"))


def _above(rows: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """Put rows of teams into the team and all units above it."""
    return _placed(rows, {c: (c, *ancestors(tree, c)) for c in _known(rows, tree)})


def _below(rows: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """Put rows of units into the units right below them."""
    return _placed(rows, {c: tree.children.get(c, ()) for c in _known(rows, tree)})


def _known(rows: pd.DataFrame, tree: Tree) -> list[str]:
    codes = sorted(rows["team_id"].unique())
    return [code for code in codes if code == tree.root or code in tree.parents]


def _placed(rows: pd.DataFrame, units: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    pairs = [(team, unit) for team, into in units.items() for unit in into]
    places = pd.DataFrame(pairs, columns=["team_id", "unit_id"], dtype=object)
    return with_months(rows).merge(places, on="team_id")
