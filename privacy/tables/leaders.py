"""Who leads a unit: what speaks of a supervisor stands only where several lead."""

import pandas as pd

from contracts.params import Privacy
from privacy.months import with_months

# Families that speak of whoever leads the unit.
OF_LEADERS = ("support",)

_UNIT = ["month", "unit_id"]
_PERSON = ["month", "person_id"]


def led_by_several(
    leads: pd.DataFrame | None,
    members: pd.DataFrame,
    units: pd.DataFrame,
    settings: Privacy,
) -> pd.DataFrame:
    """Find the units led by enough people, and what is left of the unit above too.

    Parameters
    ----------
    leads : DataFrame or None
        ``month, person_id, manager_id``: who led each person, as recorded by then.
        Who is not in it has no known leader; None knows of none.
    members, units : DataFrame
        As ``publishable_units`` gives them.
    settings : Privacy

    Returns
    -------
    DataFrame
        ``month, unit_id``: units with at least ``min_managers`` leaders, whose
        sibling units that are not among them, with the rest of the unit above,
        have as many leaders or no people; none below a unit that is not one.
    """
    shown = units[units["status"] == "published"][[*_UNIT, "parent_id"]]
    if leads is None:
        return shown.iloc[:0][_UNIT]
    led = members.merge(_of_those_led(leads), on=_PERSON, how="left")
    counted = shown.merge(_leaders(led), on=_UNIT)
    enough = counted["leaders"] >= settings.min_managers
    told = counted[enough][[*_UNIT, "parent_id"]]
    rests = _leaders(_left_over(led, told))
    short = rests[rests["leaders"] < settings.min_managers][_UNIT]
    short = short.rename(columns={"unit_id": "parent_id"})
    alone = told.merge(short, on=["month", "parent_id"], how="left", indicator=True)
    return _below_shown(alone[alone["_merge"] == "left_only"])[_UNIT]


def _of_those_led(leads: pd.DataFrame) -> pd.DataFrame:
    """Leave out who leads others: a supervisor's own superior leads no team."""
    known = with_months(leads).dropna(subset="manager_id")
    leaders = pd.MultiIndex.from_frame(known[["month", "manager_id"]])
    return known[~pd.MultiIndex.from_frame(known[_PERSON]).isin(leaders)]


def _leaders(led: pd.DataFrame) -> pd.DataFrame:
    """Count those who lead in each unit; nobody where no leader is known."""
    leaders = led.groupby(_UNIT)["manager_id"].nunique()
    return leaders.rename("leaders").reset_index()


def _left_over(led: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Give the people of each unit above who lie in none of the units told of."""
    below = led.merge(told, on=_UNIT)[["month", "parent_id", "person_id"]]
    inside = pd.MultiIndex.from_frame(below)
    own = pd.MultiIndex.from_frame(led[[*_UNIT, "person_id"]])
    return led[~own.isin(inside)]


def _below_shown(told: pd.DataFrame) -> pd.DataFrame:
    """Keep the units all of whose units above are kept as well."""
    while True:
        known = pd.MultiIndex.from_frame(told[_UNIT])
        above = pd.MultiIndex.from_frame(told[["month", "parent_id"]])
        kept = told[told["parent_id"].isna() | above.isin(known)]
        if len(kept) == len(told):
            return kept
        told = kept
